#include "corpus.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/time.hh"
#include "base/utf8.hh"

namespace ckm::tools {
namespace {

constexpr std::size_t kVocabulary = 60'000;
constexpr char32_t kFirstHan = 0x4E00;
constexpr int kHanAlphabet = 3'000;
constexpr Time kFirstDay = 1'704'067'200;  // 2024-01-01
constexpr Time kSpan = 900 * 86'400;

std::mt19937_64 generator(std::int64_t number, std::uint64_t salt) {
  return std::mt19937_64(static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15ULL + salt);
}

std::size_t below(std::mt19937_64& random, std::size_t limit) { return static_cast<std::size_t>(random() % limit); }

}  // namespace

TicketCorpus::TicketCorpus() {
  std::mt19937_64 random(7);
  constexpr std::string_view kLetters = "etaoinshrdlucmfwypvbgkqjxz";
  double total = 0;
  for (std::size_t i = 0; i < kVocabulary; ++i) {
    std::string word;
    const std::size_t length = 2 + static_cast<std::size_t>(std::log2(static_cast<double>(i) + 2) / 2.2) + below(random, 4);
    for (std::size_t k = 0; k < length; ++k) {
      const double skewed = std::pow(static_cast<double>(below(random, 1000)) / 1000, 1.5);
      word += kLetters[static_cast<std::size_t>(skewed * 26)];
    }
    latin_.push_back(std::move(word));
    std::string han;
    const std::size_t characters = i < 300 ? 1 : 2 + static_cast<std::size_t>(below(random, 10) == 0);
    for (std::size_t k = 0; k < characters; ++k) {
      const double skewed = std::pow(static_cast<double>(below(random, 100'000)) / 100'000, 2.0);
      utf8::append(han, kFirstHan + static_cast<char32_t>(skewed * kHanAlphabet) * 6);
    }
    han_.push_back(std::move(han));
    sums_.push_back(total += 1 / std::pow(static_cast<double>(i) + 2.7, 1.05));
  }
}

std::string TicketCorpus::words(std::mt19937_64& random, bool han, int least, int most) {
  std::string text;
  const int count = least + static_cast<int>(below(random, static_cast<std::size_t>(most - least + 1)));
  for (int i = 0; i < count; ++i) {
    const double x = static_cast<double>(random() >> 11) / 9007199254740992.0 * sums_.back();
    const auto at = static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), x) - sums_.begin());
    if (!han && i > 0) text += ' ';
    text += han ? han_[at] : latin_[at];
  }
  return text;
}

std::vector<std::string> TicketCorpus::cells(std::int64_t number) {
  constexpr const char* kStatus[] = {"open", "pending", "solved", "closed"};
  constexpr const char* kPriority[] = {"low", "normal", "high", "urgent"};
  constexpr const char* kQueue[] = {"billing", "technical", "logistics", "sales", "support"};
  constexpr const char* kTag[] = {"refund", "login", "invoice", "delivery", "app", "router", "phone", "warranty"};
  auto random = generator(number, 1);
  const bool han = number % 2 == 1;
  const std::string subject = words(random, han, 4, 9);
  std::string body = words(random, han, 15, 60);
  if (number % 3 == 0) body += "\n" + words(random, han, 5, 20);
  const std::string answer = words(random, han, 10, 40);
  std::vector<std::string> cells = {fmt::format("T-{}", number), subject, body, answer};
  cells.emplace_back(kStatus[below(random, 4)]);
  cells.emplace_back(kPriority[below(random, 4)]);
  cells.emplace_back(kQueue[below(random, 5)]);
  cells.push_back(fmt::format("user {}", below(random, 50'000)));
  cells.push_back(format_time(kFirstDay + static_cast<Time>(below(random, kSpan))));
  cells.push_back(fmt::format("{};{}", kTag[below(random, 8)], kTag[below(random, 8)]));
  return cells;
}

std::string TicketCorpus::row(std::int64_t number) {
  std::string row;
  for (const std::string& cell : cells(number)) {
    if (!row.empty()) row += ',';
    row += cell.find('\n') == std::string::npos ? cell : "\"" + cell + "\"";  // No cell has a comma or a quote.
  }
  return row + "\n";
}

std::string TicketCorpus::question(std::int64_t number) {
  auto random = generator(number, 1);  // The subject and body of that ticket begin like this.
  const bool han = number % 2 == 1;
  words(random, han, 4, 9);
  auto more = generator(number, 2);
  return words(random, han, 6, 8) + (han ? "" : " ") + words(more, han, 1, 2);
}

}  // namespace ckm::tools
