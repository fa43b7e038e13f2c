#include "learn/spelling_variants.hh"

#include <doctest/doctest.h>

#include "learn/typing_error.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

std::vector<std::pair<std::string, std::string>> variants(const std::vector<std::string>& said,
                                                          const std::vector<std::string>& articles,
                                                          const std::string& known = {}) {
  SpellingOptions options;
  options.in_articles = [&](std::string_view word) { return word == known; };
  std::vector<std::pair<std::string, std::string>> out;
  for (const SpellingVariant& one : spelling_variants(said, articles, text::Language::kEnglish, options))
    out.emplace_back(one.said, one.usual);
  return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("typing errors of words that articles have") {
  const std::vector<std::string> said{"change my adress please", "I change my adress", "change my adress", "my adress"};
  CHECK(variants(said, {"how to change my address", "change my address please"}) == Pairs{{"adress", "address"}});
  // An article has it, by the index if not among these.
  CHECK(variants(said, {"how to change my address", "change my adress"}).empty());
  CHECK(variants(said, {"how to change my address", "change my address please"}, "adress").empty());
  // Too few say it.
  CHECK(variants({said[0], said[1]}, {"how to change my address"}).empty());
}

TEST_CASE("a word that stands among other words is another word") {
  CHECK(variants({"take good care of it", "take care of him", "care of the dog"},
                 {"my card is lost", "lost card", "new card please"})
            .empty());
}

TEST_CASE("two words that are one elsewhere, either way") {
  CHECK(variants({"my log in fails", "a log in page", "the log in again"}, {"my login fails"}) == Pairs{{"log in", "login"}});
  CHECK(variants({"my login fails", "a login page", "the login again"}, {"my log in fails"}) == Pairs{{"login", "log in"}});
}

TEST_CASE("characters that are read the same") {
  CHECK(variants({"无法按装了", "怎么按装软件", "不能按装"}, {"无法安装软件", "怎么安装驱动", "不能安装"}) ==
        Pairs{{"按装", "安装"}});
  // 法律 and 法绿 only meet by chance here: the characters are no word.
  CHECK(variants({"用方法绿化", "无法绿", "绿色"}, {"法律问题", "无法律师"}).empty());
}

TEST_CASE("what is said more often than the usual word is a word in its own right") {
  CHECK(variants({"do not lose it", "I lose it", "they lose it", "you lose it"}, {"we loose it"}).empty());
}

TEST_CASE("letters are counted, not bytes") {
  CHECK(variants({"моя комисия", "моя комисия за", "а комисия"}, {"моя комиссия", "комиссия за", "а комиссия", "комиссия"}) ==
        Pairs{{"комисия", "комиссия"}});
}

TEST_CASE("edits and readings") {
  CHECK(edits_between(U"adress", U"address", 2) == 1);
  CHECK(edits_between(U"recieve", U"receive", 2) == 1);  // Neighbours that were swapped.
  CHECK(edits_between(U"kitten", U"sitting", 2) == 3);   // More than was asked for.
  CHECK(is_typing_error("adress", "address"));
  CHECK_FALSE(is_typing_error("form", "dorm"));  // Another beginning.
  CHECK_FALSE(is_typing_error("2024", "2025"));
  CHECK_FALSE(is_typing_error("cat", "car"));  // Too short.
  CHECK(is_read_alike("按", "案"));
  CHECK_FALSE(is_read_alike("按", "装"));
}
