#include "text/personal_line.hh"

#include <algorithm>
#include <array>

namespace ckm::text::personal {
namespace {

constexpr auto kOrder = std::to_array<std::string_view>(
    {"订单", "訂單",   "单号",    "單號",      "编号",    "編號", "order",  "运单",     "運單",   "快递",   "快遞",
     "物流", "包裹",   "流水",    "交易号",    "交易號",  "序列", "序号",   "序號",     "serial", "sku",    "isbn",
     "条码", "條碼",   "型号",    "型號",      "invoice", "发票", "發票",   "工单",     "工單",   "ticket", "tracking",
     "商品", "货号",   "貨號",    "reference", "case",    "imei", "parcel", "shipment", "part",   "asin",   "批号",
     "批號", "料号",   "料號",    "产品",      "產品",    "案件", "案號",   "案号",     "哈希",   "hash",   "version",
     "版本", "时间戳", "product", "item",      "model",   "编码", "編碼"});

bool is_word_at(std::string_view text, std::size_t at, std::string_view word) {
  if (!is_letter(word.front())) return true;
  return !is_letter(char_before(text, at)) &&
         (!is_letter(char_at(text, at + word.size())) ||
          (char_at(text, at + word.size()) == 's' && !is_letter(char_at(text, at + word.size() + 1))));
}

// Where the last of the words begins, plus one; 0: nowhere.
std::size_t last_of(std::string_view text, Words words) {
  std::size_t last = 0;
  for (const std::string_view word : words) {
    for (std::size_t at = text.rfind(word); at != std::string_view::npos; at = at == 0 ? at - 1 : text.rfind(word, at - 1)) {
      if (is_word_at(text, at, word)) {
        last = std::max(last, at + word.size());
        break;
      }
    }
  }
  return last;
}

}  // namespace

const Words kOrderWords(kOrder);

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  const char before = char_before(text, begin);
  const char after = char_at(text, end);
  if (is_word(before) || is_word(after)) return false;
  const auto joins = [](char c) { return c == '-' || c == '.' || c == '/' || c == '#'; };
  if (joins(before) && begin >= 2 && is_word(text[begin - 2])) return false;
  return !((after == '-' || after == '.' || after == ':') && is_word(char_at(text, end + 1)));
}

Said said_before(const Line& line, std::size_t at, Words it, Words other, std::size_t bytes) {
  const std::size_t begin = at > bytes ? at - bytes : 0;
  std::string window(line.plain.substr(begin, at - begin));
  std::ranges::transform(window, window.begin(), [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  std::string_view near = window;
  for (const std::string_view end : {"。", "!", "?", ";", ". "}) {
    if (const std::size_t found = near.rfind(end);
        found != std::string_view::npos && !(end == ". " && found >= 2 && near.substr(found - 2, 2) == "no"))
      near.remove_prefix(found + end.size());
  }
  const std::size_t for_it = last_of(near, it);
  const std::size_t for_other = last_of(near, other);
  if (for_it == 0 && for_other == 0) {
    if (last_of(line.beside, it) > 0) return Said::kIt;
    return last_of(line.beside, other) > 0 ? Said::kOther : Said::kNothing;
  }
  return for_it >= for_other ? Said::kIt : Said::kOther;
}

std::vector<Group> read_groups(std::string_view text, std::size_t at, std::size_t count, std::string_view between,
                               std::size_t most) {
  std::vector<Group> groups;
  while (groups.size() < count) {
    std::size_t end = at;
    while (is_digit(char_at(text, end))) ++end;
    if (end == at) break;
    groups.push_back({at, end});
    at = end;
    while (at < end + most && at < text.size() && between.find(text[at]) != std::string_view::npos) ++at;
    if (at == end) break;
  }
  return groups;
}

std::string digits_of(std::string_view text, std::span<const Group> groups) {
  std::string digits;
  for (const Group& group : groups) digits.append(text.substr(group.begin, group.end - group.begin));
  return digits;
}

bool passes_luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return sum % 10 == 0;
}

}  // namespace ckm::text::personal
