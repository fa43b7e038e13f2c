#include "model/version_merge.hh"

#include <doctest/doctest.h>

#include "base/json.hh"

namespace ckm::model {
namespace {

// A version that follows those of these numbers, and all that they follow.
struct History {
  std::vector<ThingChange> deeds;

  std::size_t add(const std::string& content, const std::vector<std::size_t>& parents, Time at = 0) {
    ThingChange deed;
    deed.at = at == 0 ? static_cast<Time>(deeds.size()) : at;
    deed.digest = std::to_string(deeds.size());
    if (content.empty()) deed.removed = true;
    else deed.content = json::parse(content, "test");
    deed.after = VersionSet(16);
    for (const std::size_t parent : parents) {
      deed.after |= deeds[parent].after;
      deed.after.add(parent);
    }
    deeds.push_back(std::move(deed));
    return deeds.size() - 1;
  }
  [[nodiscard]] MergedThing merge(Kind kind = Kind::kFaq) const { return merge_versions(deeds, kind); }
};

std::string faq(const std::string& title, const std::string& body, const std::string& phase = "") {
  return R"({"kind":"faq","title":")" + title + R"(","body":")" + body + "\"" +
         (phase.empty() ? "" : R"(,"phase":")" + phase + "\"") + "}";
}

std::string say(const MergedThing& thing) {
  if (!thing.there) return "gone";
  return thing.content.text("title") + "|" + thing.content.text("body") + "|" + thing.content.text("phase");
}

}  // namespace

TEST_CASE("fields that were changed apart are all changed") {
  History history;
  const auto base = history.add(faq("Q", "A"), {});
  history.add(faq("Q2", "A"), {base});
  history.add(faq("Q", "A", "sale"), {base});
  CHECK(say(history.merge()) == "Q2|A|sale");
  CHECK(history.merge().contests.empty());
}

TEST_CASE("what both changed to the same, and what one changed and took back, is no contest") {
  History history;
  const auto base = history.add(faq("Q", "A", "sale"), {});
  const auto there = history.add(faq("Q2", "B", "sale"), {base});
  history.add(faq("Q2", "A", "sale"), {there});
  history.add(faq("Q2", "C"), {base});
  const MergedThing merged = history.merge();
  CHECK(say(merged) == "Q2|C|");
  CHECK(merged.contests.empty());
}

TEST_CASE("of two values the newest stands until somebody settles it") {
  History history;
  const auto base = history.add(faq("Q", "A"), {});
  const auto old = history.add(faq("Q", "old"), {base}, 10);
  const auto newer = history.add(faq("Q", "new"), {base}, 20);
  MergedThing merged = history.merge();
  CHECK(say(merged) == "Q|new|");
  REQUIRE(merged.contests.size() == 1);
  CHECK(merged.contests[0].field == "body");
  CHECK(merged.contests[0].versions == std::vector<std::size_t>{newer, old});
  CHECK(merged.contests[0].values[1].to_text() == "old");
  // An edit of something else leaves it open.
  const auto edit = history.add(faq("Q3", "new"), {old, newer}, 30);
  CHECK(history.merge().contests.size() == 1);
  history.deeds[edit].settles = true;
  CHECK(history.merge().contests.empty());
  CHECK(say(history.merge()) == "Q3|new|");
}

TEST_CASE("what was settled apart is compared with what both began with") {
  History history;
  const auto base = history.add(faq("Q", "A"), {});
  const auto left = history.add(faq("Q", "left"), {base});
  const auto right = history.add(faq("Q", "right"), {base});
  const auto one = history.add(faq("Q", "left"), {left, right});
  CHECK(history.merge().contests.empty());
  history.add(faq("Q", "both"), {left, right});
  CHECK(history.merge().contests.size() == 1);
  history.add(faq("Q", "left"), {one});
  CHECK(history.merge().contests.size() == 1);
}

TEST_CASE("what one removed and another edited stays, and is told") {
  History history;
  const auto base = history.add(faq("Q", "A"), {});
  const auto gone = history.add("", {base});
  CHECK(say(history.merge()) == "gone");
  CHECK(history.merge().removed);
  const auto edit = history.add(faq("Q", "B"), {base});
  const MergedThing merged = history.merge();
  CHECK(say(merged) == "Q|B|");
  REQUIRE(merged.contests.size() == 1);
  CHECK(merged.contests[0].field == "removed");
  CHECK(merged.contests[0].versions == std::vector<std::size_t>{edit, gone});
  history.add("", {edit, gone});
  CHECK(say(history.merge()) == "gone");
}

TEST_CASE("what was kept on purpose is not removed by another copy in silence") {
  History history;
  const auto base = history.add(faq("Q", "A"), {});
  const auto gone = history.add("", {base});
  const auto edit = history.add(faq("Q", "B"), {base});
  const auto keep = history.add(faq("Q", "B"), {gone, edit});
  history.deeds[keep].settles = true;
  CHECK(history.merge().contests.empty());
  history.add("", {gone, edit});
  const MergedThing merged = history.merge();
  CHECK(say(merged) == "Q|B|");
  CHECK(merged.contests.size() == 1);
}

TEST_CASE("what comes back is what it comes back as") {
  History history;
  const auto base = history.add(faq("Q", "A", "sale"), {});
  const auto gone = history.add("", {base});
  history.add(faq("Q", "B"), {gone});
  CHECK(say(history.merge()) == "Q|B|");
}

TEST_CASE("the parts of a case are fields, and how a text came goes with it") {
  const auto story = [](const std::string& cause, const std::string& result, const std::string& raw) {
    return R"({"kind":"case","title":"T","case":{"cause":")" + cause + R"(","result":")" + result + R"("},"raw":{)" + raw + "}}";
  };
  History history;
  const auto base = history.add(story("c", "r", R"("case.cause":"c0","case.result":"r0")"), {});
  history.add(story("c2", "r", R"("case.cause":"c2!","case.result":"r0")"), {base});
  history.add(story("c", "r2", R"("case.cause":"c0","case.result":"r2!")"), {base});
  const MergedThing merged = history.merge(Kind::kCase);
  CHECK(merged.contests.empty());
  CHECK(json::dump(*merged.content.find("raw")) == R"({"case.cause":"c2!","case.result":"r2!"})");
  CHECK(merged.content.find("case")->text("cause") == "c2");
  CHECK(merged.content.find("case")->text("result") == "r2");
}

TEST_CASE("who said the same when is no question") {
  const auto use = [](bool solved, const std::string& actor) {
    return std::string(R"({"article":"a","id":"1","solved":)") + (solved ? "true" : "false") + R"(,"actor":")" + actor + "\"}";
  };
  History history;
  history.add(use(true, "ann"), {});
  history.add(use(true, "ben"), {});
  CHECK(history.merge(Kind::kUse).contests.empty());
  CHECK(history.merge(Kind::kUse).content.text("actor") == "ben");
  history.add(use(false, "cho"), {});
  CHECK(history.merge(Kind::kUse).contests.size() == 1);
}

TEST_CASE("what two copies imported of one source is what they have in common") {
  History history;
  const auto here = history.add(faq("Q", "A"), {}, 10);
  const auto there = history.add(faq("Q", "A"), {}, 20);
  const auto edit = history.add(faq("Q", "B"), {here}, 30);
  CHECK(say(history.merge()) == "Q|B|");
  CHECK(history.merge().contests.empty());
  // The newer one had it from its source later than the edit: that is no other word.
  const auto other = history.add(faq("Q", "A", "sale"), {there}, 15);
  CHECK(say(history.merge()) == "Q|B|sale");
  CHECK(history.merge().contests.empty());
  // What was said here and taken back is no word against who says it there.
  const auto said = history.add(faq("Q", "C"), {there}, 50);
  history.add(faq("Q", "A"), {said}, 60);
  const auto too = history.add(faq("Q", "C"), {here}, 45);
  CHECK(history.merge().contests.size() == 1);
  history.add(faq("Q", "A"), {edit}, 70);
  CHECK(say(history.merge()) == "Q|C|sale");
  CHECK(history.merge().contests.empty());
  CHECK(say(VersionMerger(history.deeds, Kind::kFaq).after(too)) == "Q|C|");
  const VersionMerger merger(history.deeds, Kind::kFaq);
  CHECK(say(merger.before(edit)) == "Q|A|");
  CHECK(say(merger.after(edit)) == "Q|B|");
  CHECK(say(merger.after(other)) == "Q|A|sale");
}

}  // namespace ckm::model
