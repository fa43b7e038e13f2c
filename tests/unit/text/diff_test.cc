#include "text/diff.hh"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "unit/rounds.hh"

using namespace ckm::text;
using Kind = DiffPart::Kind;

namespace {

std::string side(const std::vector<DiffPart>& parts, Kind without) {
  std::string out;
  for (const DiffPart& part : parts) {
    if (part.kind != without) out += part.text;
  }
  return out;
}

std::string written(std::string_view before, std::string_view after) {
  std::string out;
  for (const DiffPart& part : diff_words(before, after)) {
    out += part.kind == Kind::kRemoved ? "[-" : part.kind == Kind::kAdded ? "{+" : "";
    out += part.text;
    out += part.kind == Kind::kRemoved ? "-]" : part.kind == Kind::kAdded ? "+}" : "";
  }
  return out;
}

// Lines that a longest common subsequence leaves out, by a full table.
std::size_t fewest_edits(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> common(a.size() + 1, std::vector<std::size_t>(b.size() + 1, 0));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j)
      common[i][j] = a[i - 1] == b[j - 1] ? common[i - 1][j - 1] + 1 : std::max(common[i - 1][j], common[i][j - 1]);
  }
  return a.size() + b.size() - 2 * common[a.size()][b.size()];
}

}  // namespace

TEST_CASE("diff_words: words of letters, characters, blanks and signs") {
  CHECK(written("", "") == "");
  CHECK(written("same", "same") == "same");
  CHECK(written("Refunds take five working days.", "Refunds take three working days!") ==
        "Refunds take [-five-]{+three+} working days[-.-]{+!+}");
  CHECK(written("七天内退款", "十四天内退款") == "[-七-]{+十四+}天内退款");
  CHECK(written("", "new") == "{+new+}");
  CHECK(written("old", "") == "[-old-]");
  CHECK(written("a b c", "a c") == "a [-b -]c");
}

TEST_CASE("diff_lines: whole lines, the last one without an end") {
  const auto parts = diff_lines("one\ntwo\nthree", "one\n2\nthree");
  REQUIRE(parts.size() == 4);
  CHECK(parts[1] == DiffPart{Kind::kRemoved, "two\n"});
  CHECK(parts[2] == DiffPart{Kind::kAdded, "2\n"});
  CHECK(split_lines("a\n\nb") == std::vector<std::string_view>{"a\n", "\n", "b"});
}

TEST_CASE("diff: both texts are put together again, by as few edits as there can be") {
  std::mt19937_64 random(3);
  for (int i = 0; i < rounds(400); ++i) {
    std::string a;
    std::string b;
    for (std::string* text : {&a, &b}) {
      for (std::size_t n = random() % 30; n > 0; --n) *text += static_cast<char>('a' + random() % 3);
    }
    std::string before;
    std::string after;
    for (const char c : a) before += std::string{c, '\n'};
    for (const char c : b) after += std::string{c, '\n'};
    CAPTURE(a);
    CAPTURE(b);
    const auto parts = diff_lines(before, after);
    REQUIRE(side(parts, Kind::kAdded) == before);
    REQUIRE(side(parts, Kind::kRemoved) == after);
    std::size_t edits = 0;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      if (parts[at].kind != Kind::kSame) edits += parts[at].text.size() / 2;
      CHECK_FALSE((at > 0 && parts[at].kind <= parts[at - 1].kind && parts[at].kind != Kind::kSame));
    }
    REQUIRE(edits == fewest_edits(a, b));
  }
}

TEST_CASE("diff: texts that have nothing in common are replaced in bounded time") {
  std::string before;
  std::string after;
  for (int i = 0; i < 20'000; ++i) before += "a" + std::to_string(i) + " ", after += "b" + std::to_string(i) + " ";
  const auto parts = diff_words(before, after);
  CHECK(side(parts, Kind::kAdded) == before);
  CHECK(side(parts, Kind::kRemoved) == after);
}
