#include "learn/rising.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

using namespace ckm;
using namespace ckm::learn;

namespace {

std::vector<std::string> texts(int count, const char* form) {
  std::vector<std::string> out;
  for (int i = 0; i < count; ++i) out.push_back(fmt::format(fmt::runtime(form), i));
  return out;
}

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

std::vector<std::string> terms(const std::vector<Rise>& all) {
  std::vector<std::string> out;
  for (const Rise& one : all) out.push_back(one.term);
  return out;
}

}  // namespace

TEST_CASE("surprise is the log-likelihood ratio of two counts") {
  // Worked out by hand: 2 (10 ln(10/5) + 0 + 90 ln(90/95) + 100 ln(100/95)).
  CHECK(surprise(10, 100, 0, 100) ==
        doctest::Approx(2 * (10 * std::log(2.0) + 90 * std::log(90.0 / 95) + 100 * std::log(100.0 / 95))));
  CHECK(surprise(10, 100, 10, 100) == 0);
  CHECK(surprise(1, 100, 50, 100) == 0);  // It fell.
  CHECK(surprise(10, 100, 1, 0) == 0);
}

TEST_CASE("what is said more often than before rises") {
  const auto before = texts(200, "my order {} is late") + texts(40, "the lamp {} is broken");
  const auto now = texts(20, "my order {} is late") + texts(8, "the zeppelin {} is broken");
  const std::vector<Rise> found = rising_terms(now, before, text::Language::kEnglish);
  REQUIRE(terms(found) == std::vector<std::string>{"zeppelin"});
  CHECK(found[0].now == 8);
  CHECK(found[0].before == 0);
  CHECK(found[0].examples == std::vector<std::uint32_t>{20, 21, 22});
  CHECK(rising_terms(now, {}, text::Language::kEnglish).empty());
  CHECK(rising_terms({}, before, text::Language::kEnglish).empty());
  CHECK(rising_terms(before, before, text::Language::kEnglish).empty());
}

TEST_CASE("what is only somewhat more frequent, or may be chance, does not") {
  const auto before = texts(200, "my order {} is late");
  // Three of 43 may be chance beside none of 200; 100 of 120 are no twice of 200 of 300.
  CHECK(
      rising_terms(texts(120, "my order {} is late") + texts(3, "a kite {}"), before, text::Language::kEnglish, {4, 20}).empty());
  const auto often = texts(200, "my order {} is late") + texts(100, "something {} else");
  CHECK(rising_terms(texts(100, "order {}") + texts(10, "else {}"), often, text::Language::kEnglish).empty());
}

TEST_CASE("a copy counts once") {
  const auto before = texts(100, "my order {} is late");
  const std::vector<std::string> copies(30,
                                        "we the tenants of this house complain about the noise of the zeppelin hangar behind our "
                                        "garden and want it to be closed at night and on Sundays");
  CHECK(rising_terms(texts(50, "my order {} is late") + copies, before, text::Language::kEnglish).empty());
  // Short texts may well be alike.
  const std::vector<std::string> same(30, "the zeppelin");
  CHECK(terms(rising_terms(texts(50, "my order {} is late") + same, before, text::Language::kEnglish)).size() == 1);
}

TEST_CASE("a run of characters is as long as most texts that have it go on alike") {
  const auto before = texts(100, "我的订单{}号还没有到");
  const std::vector<std::string> now{"搅拌站很吵",   "小区旁边的搅拌站", "关于搅拌站的问题",
                                     "搅拌站有粉尘", "请关闭搅拌站",     "搅拌站违法"};
  const auto found = rising_terms(texts(5, "我的订单{}号还没有到") + now, before, text::Language::kNone);
  REQUIRE(!found.empty());
  CHECK(found[0].term == "搅拌站");
  CHECK(found[0].now == 6);
  // A part of it is not listed beside it.
  CHECK(found.size() == 1);
}
