#include "text/repair_splices.hh"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "repair_damage.hh"
#include "text/repair.hh"

namespace ckm::text {
namespace {

std::string sample() {
  const char* const folder = std::getenv("SAMPLE");
  std::ifstream in(std::string(folder == nullptr ? "tests/data" : folder) + "/repair/traditional.txt");
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// `splice` repaired within a text that counts as damaged and shows that its converter kept characters for private use.
std::string repaired(const std::string& splice) {
  constexpr std::string_view kBefore = "網(wǎng)絡(luò )服務(wù)業(yè)務(wù)經(jīng)理轉變?yōu)榛\uE689?dòng)式\n";
  constexpr std::string_view kAfter = "網絡服務業務經理轉變為互動式\n";
  const std::string text = repair(std::string(kBefore) + splice).text;
  REQUIRE(text.starts_with(kAfter));
  return text.substr(kAfter.size());
}

struct Count {
  int spliced = 0;   // Lines that have splices,
  int restored = 0;  // are as before,
  int marked = 0;    // have findings,
  int wrong = 0;     // have something that was never there.
};

Count measure(const std::string& truth, const std::string& simple, const std::string& damaged) {
  Count out;
  const Repair repaired = repair(damaged);
  CHECK(undo_repair(repaired.text, repaired.edits) == damaged);
  CHECK(repair(repaired.text).edits.empty());
  const auto lines = lines_of(truth);
  const auto plain = lines_of(simple);
  const auto broken = lines_of(damaged);
  const auto after = lines_of(CarelessConverter::plain_marks(repaired.text));
  REQUIRE(after.size() == lines.size());
  REQUIRE(broken.size() == lines.size());
  std::size_t begin = 0;
  for (std::size_t i = 0; i < lines.size(); begin += broken[i++].size() + 1) {
    const bool spliced = CarelessConverter::plain_marks(broken[i]) != plain[i];
    if (!spliced) CHECK(after[i] == lines[i]);
    out.spliced += spliced;
    out.restored += spliced && after[i] == lines[i];
    bool marked = false;
    for (const Finding& finding : repaired.findings)
      marked |= finding.offset >= begin && finding.offset < begin + broken[i].size();
    out.marked += spliced && marked;
    for (const Edit& edit : repaired.edits) {
      if (edit.rule != "splice" || edit.offset < begin || edit.offset >= begin + broken[i].size()) continue;
      if (lines[i].find(CarelessConverter::plain_marks(edit.after)) != std::string::npos) continue;
      MESSAGE("wrong: ", edit.before, " became ", edit.after, " in ", lines[i]);
      ++out.wrong;
    }
  }
  return out;
}

TEST_CASE("Bytes are put together again where a reading was put across two characters") {
  CHECK(repaired("因?yàn)橹\uE036R(shí)很重要") == "因為知識很重要");
  CHECK(repaired("轉變?yōu)榛\uE689?dòng)式服務") == "轉變為互動式服務");
}

TEST_CASE("Bytes are put together again where a mark was found across two characters") {
  CHECK(repaired("一條新出路?;\uE689?dòng)式服務") == "一條新出路。互動式服務");
  CHECK(repaired("統計等。可以說(shuō)明,分析等??梢哉f(shuō)話") == "統計等。可以說明,分析等。可以說話");
  CHECK(repaired(" ?、匐娮余]件") == "  ①電子郵件");
  CHECK(repaired("管理。客戶滿意,加強管理?蛻舴⻊(wù)機構") == "管理。客戶滿意,加強管理。客戶服務機構");
}

TEST_CASE("What was dropped is filled in from the same text alone") {
  const std::string readings = "網(wǎng)絡(luò )服務(wù)業(yè)務(wù)經(jīng)理\n";
  CHECK(repair(readings + "互動(dòng)式服務,互動(dòng)式網站\n新出路?;?dòng)式服務").text ==
        "網絡服務業務經理\n互動式服務,互動式網站\n新出路。互動式服務");
  CHECK(repair(readings + "新出路?;?dòng)式服務").text == "網絡服務業務經理\n新出路?;?dòng)式服務");
}

TEST_CASE("What can't be decided is a finding") {
  const Repair r = repair("網(wǎng)絡(luò )服務(wù)業(yè)務(wù)\n ?。?)什么是客户");
  CHECK(r.text == "網絡服務業務\n ?。?)什么是客户");
  REQUIRE(r.findings.size() == 1);
  CHECK(r.findings[0].rule == "splice");
  CHECK(r.findings[0].text == "?。");
}

TEST_CASE("With too few readings to tell what it was, a splice is a finding") {
  const Repair r = repair("新出路?;?dòng)式服務,因?yàn)橹很重要");
  CHECK(r.edits.empty());
  REQUIRE(r.findings.size() == 2);
  CHECK(r.findings[0].text == "?dòng)");
  CHECK(r.findings[1].text == "?yàn)");
  for (const char* const text : {"这个字念(xíng)吗", "重(zhòng)要吗?", "(vous y êtes?là)", "is it a?b)c", "什么?(好)"}) {
    CHECK(repair(text).findings.empty());
  }
}

TEST_CASE("Damage made to a text is repaired or marked, and nothing is invented") {
  const std::string truth = sample();
  for (const Damage how : {Damage::kMarks, Damage::kDropped, Damage::kNoPrivateUse}) {
    Count sum;
    for (unsigned seed = 1; seed <= 12; ++seed) {
      const CarelessConverter converter(seed);
      const Count one =
          measure(CarelessConverter::plain_marks(truth), converter.annotate_only(truth), converter.damage(truth, how));
      sum.spliced += one.spliced;
      sum.restored += one.restored;
      sum.marked += one.marked;
      sum.wrong += one.wrong;
    }
    MESSAGE("spliced ", sum.spliced, ", restored ", sum.restored, ", marked ", sum.marked, ", wrong ", sum.wrong);
    CHECK(sum.spliced > 50);
    CHECK(sum.wrong == 0);
    // Where characters for private use are gone, so short a text rarely says enough.
    CHECK(sum.restored * 100 >= sum.spliced * (how == Damage::kNoPrivateUse ? 5 : 60));
    if (how != Damage::kDropped) CHECK(sum.restored + sum.marked >= sum.spliced * 95 / 100);
  }
}

}  // namespace
}  // namespace ckm::text
