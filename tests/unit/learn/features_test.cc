#include "learn/features.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace ckm;
using namespace ckm::learn;

namespace {

std::vector<std::string> names_of(std::string_view text) {
  FeatureReader reader(text::Language::kEnglish);
  std::vector<std::string> out;
  for (const auto& name : reader.names(text)) out.push_back(name.term);
  return out;
}

std::vector<Feature> read(std::string_view text, text::Language usual = text::Language::kEnglish, int bits = kIdBits) {
  return FeatureReader(usual, bits).read(text);
}

std::size_t count(const std::vector<Feature>& features, Group group, bool single) {
  return static_cast<std::size_t>(std::ranges::count_if(
      features, [&](const Feature& feature) { return feature.group == group && feature.single == single; }));
}

}  // namespace

TEST_CASE("features: what a text has, by its names") {
  using Names = std::vector<std::string>;
  CHECK(names_of("").empty());
  CHECK(names_of(" ?! ").empty());
  // The word, the pair with the start, its pieces (_an ... and ..nd_, 3 and 4 characters of _and_), the pair with the end.
  CHECK(names_of("And") == Names{"and", "^ and", "and", "and", "and", "and", "and", "and $"});
  // A pair of Han characters stands with both groups, and has no blank.
  CHECK(names_of("退款") == Names{"退", "^ 退", "退", "退款", "款", "退款", "款", "款 $"});
  CHECK(names_of("a 退") == Names{"a", "^ a", "a", "退", "a 退", "退", "退 $"});
}

TEST_CASE("features: groups, counts and order") {
  const std::vector<Feature> features = read("pay pay PAY");
  CHECK(count(features, Group::kWords, true) == 1);
  CHECK(count(features, Group::kWords, false) == 3);   // ^ pay, pay pay, pay $
  CHECK(count(features, Group::kPieces, false) == 5);  // _pa pay ay_ _pay pay_
  CHECK(std::ranges::is_sorted(features, {}, &Feature::id));
  for (const Feature& feature : features) {
    CHECK((feature.id >> 63U) == (feature.group == Group::kPieces ? 1U : 0U));
    if (feature.single) CHECK(feature.count == 3);
    if (feature.group == Group::kPieces) CHECK(feature.count == 3);
  }
  const auto pair =
      std::ranges::count_if(features, [](const Feature& f) { return !f.single && f.group == Group::kWords && f.count == 2; });
  CHECK(pair == 1);  // pay pay
}

TEST_CASE("features: what is equal, and what is not") {
  const auto words = [](std::string_view text) {
    std::set<std::uint64_t> out;
    for (const Feature& feature : read(text)) {
      if (feature.single) out.insert(feature.id);
    }
    return out;
  };
  CHECK(words("refunds") == words("Refund"));  // Stems.
  CHECK(words("退款") == words("退 款"));
  CHECK(words("網絡") == words("网络"));
  CHECK(words("refund") != words("refuse"));
  CHECK(read("card payment").size() == read("payment card").size());
  const auto ids = [](const std::vector<Feature>& features) {
    std::set<std::uint64_t> out;
    for (const Feature& feature : features) out.insert(feature.id);
    return out;
  };
  CHECK(ids(read("card payment")) != ids(read("payment card")));
  // A long text is read as far as its first 8 KiB, up to a whole character.
  std::string fill;
  while (fill.size() < FeatureReader::kMostRead) fill += "款";
  CHECK(ids(read(fill)) == ids(read(fill + "退")));
}

TEST_CASE("features: of fewer bits") {
  const std::string_view text = "My card has not arrived, what can I do? 我的卡还没到";
  for (const int bits : {2, 5, 10, 30}) {
    std::vector<Feature> cut = read(text);
    float before = 0;
    for (const Feature& feature : cut) before += feature.count;
    cut_ids(cut, bits);
    const std::vector<Feature> direct = read(text, text::Language::kEnglish, bits);
    REQUIRE(cut.size() == direct.size());
    CHECK(cut.size() <= std::size_t{1} << static_cast<unsigned>(bits));
    float after = 0;
    for (std::size_t i = 0; i < cut.size(); ++i) {
      CHECK(cut[i].id == direct[i].id);
      CHECK(cut[i].count == direct[i].count);
      CHECK(cut[i].single == direct[i].single);
      CHECK((cut[i].id >> 63U) == (cut[i].group == Group::kPieces ? 1U : 0U));
      after += cut[i].count;
    }
    CHECK(after == before);
  }
}

TEST_CASE("features: every name is a feature, as often as it is counted") {
  for (const std::string_view text :
       {"My card, my card! 我的卡 hasn't 退款 ERR_404 to-do", "ﬁne ㈱ été naïve", "한국어 かな text"}) {
    FeatureReader reader(text::Language::kNone);
    const std::vector<Feature> features = reader.read(text);
    std::vector<FeatureReader::Name> names = reader.names(text);
    float all = 0;
    for (const Feature& feature : features) {
      all += feature.count;
      CHECK(std::ranges::count(names, feature.id, &FeatureReader::Name::id) == static_cast<std::ptrdiff_t>(feature.count));
    }
    CHECK(all == static_cast<float>(names.size()));
  }
}

TEST_CASE("UsualLanguage: that of most texts which tell theirs") {
  UsualLanguage usual;
  CHECK(usual.get() == text::Language::kNone);
  usual.add("refund");
  CHECK(usual.get() == text::Language::kNone);
  usual.add("where is my card and when will it be here");
  for (int i = 0; i < 5; ++i) usual.add("我的卡还没到");
  CHECK(usual.get() == text::Language::kEnglish);
  usual.add("wo ist meine Karte und wann ist sie da");
  usual.add("ich habe die Karte nicht bekommen");
  CHECK(usual.get() == text::Language::kGerman);
}
