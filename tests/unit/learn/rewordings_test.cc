#include "learn/rewordings.hh"

#include <doctest/doctest.h>

using namespace ckm;
using namespace ckm::learn;

namespace {

// What two texts differ in, as a witness or two say.
std::vector<std::pair<std::string, std::string>> differ(const char* one, const char* other, bool whole = false) {
  Rewordings all(text::Language::kEnglish);
  all.add(one, other, "it", whole);
  std::vector<std::pair<std::string, std::string>> out;
  for (const Rewording& found : all.find(1)) out.emplace_back(found.one, found.other);
  return out;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

}  // namespace

TEST_CASE("two texts that differ in one run of words") {
  CHECK(differ("How do I change my shipping address?", "How can I change the delivery address?") ==
        Pairs{{"delivery", "shipping"}});
  CHECK(differ("宅配几天到", "快递几天到") == Pairs{{"宅配", "快递"}});
  // Ways to ask are one.
  CHECK(differ("怎么退快递", "如何退宅配") == Pairs{{"宅配", "快递"}});
  CHECK(differ("reset my password", "reset my access code") == Pairs{{"access code", "password"}});
}

TEST_CASE("what is no rewording") {
  CHECK(differ("How do I change my address?", "How do I change my address?").empty());
  CHECK(differ("change my address", "change my old address").empty());       // A word more.
  CHECK(differ("change my address", "delete the parcel").empty());           // Nothing in common.
  CHECK(differ("the red lamp is broken", "the blue lamp is lost").empty());  // In two places: a run with a word in common.
  CHECK(differ("pay 20 euros", "pay 30 euros").empty());                     // Numbers.
  CHECK(differ("open my account", "close my account").empty());              // Opposites.
  CHECK(differ("order by phone", "order without phone calls").empty());      // A negation.
  CHECK(differ("he ships the parcel", "she shipped the parcel").empty());    // Forms of a word, and function words.
}

TEST_CASE("whole texts are a rewording where that is asked for, if they are short") {
  CHECK(differ("kennwort", "密码").empty());
  CHECK(differ("kennwort", "密码", true) == Pairs{{"kennwort", "密码"}});
  CHECK(differ("one two three four five", "wholly other words", true).empty());
}

TEST_CASE("a single character takes the neighbour with which it is a word") {
  Rewordings all(text::Language::kNone);
  for (const char* text : {"修改地址", "修改电话", "怎么修改", "更改地址", "更改电话", "怎么更改", "我的码", "密码", "号码"})
    all.add_question(text, 1);
  all.add("密码修改不了", "密码更改不了", "it");
  const auto found = all.find(1);
  REQUIRE(found.size() == 1);
  CHECK(found[0].one == "修改");
  CHECK(found[0].other == "更改");
}

TEST_CASE("witnesses count once, and questions that ask for other things speak against") {
  Rewordings all(text::Language::kEnglish);
  all.add("send a parcel", "send a package", "faq:1");
  all.add("pay a parcel", "pay a package", "faq:1");
  CHECK(all.find(1).size() == 1);
  CHECK(all.find(2).empty());
  all.add("lose a package", "lose the parcels", "ticket:2");
  REQUIRE(all.find(2).size() == 1);
  CHECK(all.find(2)[0].witnesses == std::vector<std::string>{"faq:1", "ticket:2"});
  CHECK(all.find(2)[0].one_text == "send a package");
  // Of one group they are no different things.
  all.add_question("find a parcel", 7);
  all.add_question("find the package", 7);
  CHECK(all.find(2)[0].against == 0);
  for (const auto& [text, group] :
       {std::pair{"open a parcel", 1}, {"open a package", 2}, {"insure the parcel", 3}, {"insure the package", 4}})
    all.add_question(text, group);
  CHECK(all.find(2).empty());
}
