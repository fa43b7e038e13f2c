#include "insight/identifiers.hh"

#include <algorithm>
#include <array>
#include <cctype>

#include "text/fold.hh"

namespace ckm::insight {
namespace {

constexpr std::size_t kLeastDigits = 4;
constexpr std::size_t kMostLetters = 4;
constexpr std::size_t kMostBefore = 48;  // Bytes before it that are looked at.

// What has a number of its own, folded.
constexpr auto kNamed = std::to_array<std::string_view>(
    {"order",    "ticket",      "invoice",      "tracking", "reference", "ref",     "case",       "shipment",      "parcel",
     "booking",  "reservation", "confirmation", "rma",      "customer",  "account", "bestellung", "bestellnummer", "auftrag",
     "rechnung", "sendung",     "kunden",       "commande", "facture",   "pedido",  "factura",    "ordine",        "fattura",
     "订单",     "单号",        "编号",         "工单",     "运单",      "发票号",  "快递",       "流水号",        "注文"});
// What may stand between that and the number.
constexpr auto kBetween = std::to_array<std::string_view>(
    {"number", "nummer", "numero", "numéro", "num", "nr", "no", "id", "is", "号码", "号", "是", "为", "n°", "nº"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// Takes signs and small words off the end.
void strip_end(std::string& text) {
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && std::string_view(" \t\n#:.-_()[]\"'*").find(text.back()) != std::string_view::npos) {
      text.pop_back();
      again = true;
    }
    for (const std::string_view word : kBetween) {
      const bool whole = text.size() == word.size() || !is_letter(word.front()) ||
                         (text.size() > word.size() && !is_letter(text[text.size() - word.size() - 1]));
      if (text.ends_with(word) && whole) {
        text.resize(text.size() - word.size());
        again = true;
      }
    }
    constexpr std::string_view kWide = "：";
    if (text.ends_with(kWide)) text.resize(text.size() - kWide.size()), again = true;
  }
}

bool is_named(std::string_view before) {
  if (before.size() > kMostBefore) before.remove_prefix(before.size() - kMostBefore);
  while (!before.empty() && (static_cast<unsigned char>(before.front()) & 0xC0U) == 0x80U) before.remove_prefix(1);
  std::string text = text::fold(before);
  strip_end(text);
  return std::ranges::any_of(kNamed, [&](std::string_view word) {
    if (!text.ends_with(word)) return text.ends_with(std::string(word) + "s");
    return !is_letter(word.front()) || text.size() == word.size() || !is_letter(text[text.size() - word.size() - 1]);
  });
}

}  // namespace

WithoutIdentifiers without_identifiers(std::string_view text) {
  WithoutIdentifiers out;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t begin = at, end = at;
    while (end < text.size() &&
           (is_digit(text[end]) || ((text[end] == '-' || text[end] == '_') && end + 1 < text.size() && is_digit(text[end + 1]))))
      ++end;
    at = end;
    if (static_cast<std::size_t>(std::count_if(text.begin() + static_cast<std::ptrdiff_t>(begin),
                                               text.begin() + static_cast<std::ptrdiff_t>(end), is_digit)) < kLeastDigits)
      continue;
    // Letters that belong to it.
    std::size_t front = begin;
    if (front > kept && (text[front - 1] == '-' || text[front - 1] == '_')) --front;
    std::size_t letters = front;
    while (letters > kept && is_letter(text[letters - 1]) && front - letters <= kMostLetters) --letters;
    if (front - letters > kMostLetters) letters = begin;
    if (letters < begin && is_named(text.substr(0, letters))) begin = letters;
    else if (!is_named(text.substr(0, begin))) continue;
    std::string before(text.substr(kept, begin - kept));
    strip_end(before);
    out.text.append(before).append(" ");
    out.identifiers.emplace_back(text.substr(begin, end - begin));
    kept = end;
  }
  out.text.append(text.substr(kept));
  return out;
}

}  // namespace ckm::insight
