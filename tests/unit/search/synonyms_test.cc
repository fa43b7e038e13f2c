#include "search/synonyms.hh"

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "base/error.hh"
#include "world.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

// Every row of a file.
std::string rows(std::string_view toml) {
  std::string out;
  for (const SynonymRow& row : read_synonyms(toml, "s.toml"))
    out += fmt::format("{}{}->{} ({})\n", row.key, row.latin ? "*" : "", row.to, row.why);
  return out;
}

std::string mistake(std::string_view toml) {
  try {
    read_synonyms(toml, "s.toml");
  } catch (const Error& error) {
    CHECK(error.code() == Exit::kInput);
    CHECK_FALSE(error.hint().empty());
    return error.what();
  }
  return "none";
}

struct Matcher {
  Matcher() : world(1) {
    world.change(30, 10, 40);
    world.index();
  }
  // The words of a query that are entries, with what they stand for.
  std::string found(const std::string& query) {
    Corpus corpus(world.store(), model::Kind::kFaq);
    Stemmers stemmers;
    const std::vector<Unit> units = units_of(query, corpus, stemmers);
    const Synonyms::Latin latin(synonyms, units, corpus, stemmers);
    std::string out;
    for (std::size_t at = 0; at < units.size();) {
      const auto match = synonyms.longest(std::span(units).subspan(at), latin);
      for (std::size_t i = 0; i < match.units; ++i) out += units[at + i].folded;
      if (match.units > 0) out += '=';
      for (const Synonym& synonym : match.synonyms) out += std::string(synonym.to) + ';';
      at += std::max<std::size_t>(match.units, 1);
    }
    return out;
  }
  World world;
  Synonyms synonyms;
};

}  // namespace

TEST_CASE("read_synonyms: groups, directed entries, words to be kept") {
  CHECK(rows("[[synonym]]\nwords = [\"軟體\", \"软件\"]\nwhy = \"T\"\n") == "软件->軟體 (T)\n软体->软件 (T)\n");
  CHECK(rows("synonym = [{ words = [\"乙乙\", \"丙丙\", \"丁丁\"], why = \"T\" }]\n") ==
        "丁丁->乙乙 (T)\n丁丁->丙丙 (T)\n丙丙->乙乙 (T)\n丙丙->丁丁 (T)\n乙乙->丙丙 (T)\n乙乙->丁丁 (T)\n");
  CHECK(rows("synonym = [{ from = [\"資料\"], to = [\"数据\", \"信息\"], why = \"T\" }]\n") ==
        "资料->数据 (T)\n资料->信息 (T)\n");
  CHECK(rows("synonym = [{ keep = [\"電視\"], why = \"T\" }]\n") == "电视-> (T)\n");
  CHECK(rows("synonym = [{ words = [\"Wi-Fi\", \"WiFi\"], why = \"T\" }]\n") == "wi fi*->WiFi (T)\nwifi*->Wi-Fi (T)\n");
  CHECK(rows("").empty());
  // The same twice counts once, and so does what folds alike.
  CHECK(rows("synonym = [{ words = [\"軟體\", \"软件\", \"软体\"], why = \"T\" }, { words = [\"软件\", \"軟體\"], why = \"U\" "
             "}]\n") == "软件->軟體 (T)\n软体->软件 (T)\n");
}

TEST_CASE("read_synonyms: mistakes have their place") {
  CHECK(mistake("synonym = [\n  { words = [\"軟體\", \"软件\"] },\n]\n") == "s.toml:2:3: a synonym has no why");
  CHECK(mistake("synonym = [{ words = [\"軟體\"], why = \"T\" }]") == "s.toml:1:22: '軟體' has no other word, once folded");
  CHECK(mistake("synonym = [{ words = [\"軟體\", \"软体\"], why = \"T\" }]") ==
        "s.toml:1:22: '軟體' has no other word, once folded");
  CHECK(mistake("synonym = [{ words = [\"信用卡\", \"卡\"], why = \"T\" }]") ==
        "s.toml:1:30: '卡' is one character, which stands in too many other words");
  CHECK(mistake("synonym = [{ from = [\"x\"], to = [\"数据\"], why = \"T\" }]") ==
        "s.toml:1:22: 'x' is one character, which stands in too many other words");
  CHECK(mistake("synonym = [{ words = [\"軟體\", \"!\"], why = \"T\" }]") == "s.toml:1:29: '!' has no word");
  CHECK(mistake("synonym = [{ words = [\"軟體\", 5], why = \"T\" }]") == "s.toml:1:29: words is no list of words");
  CHECK(mistake("synonym = [{ words = \"軟體\", why = \"T\" }]") == "s.toml:1:22: words is no list of words");
  CHECK(mistake("synonym = [{ word = [\"軟體\"], why = \"T\" }]") == "s.toml:1:21: a synonym knows no 'word'");
  for (const char* entry : {"why = \"T\"", "from = [\"軟體\"], why = \"T\"", "to = [\"軟體\"], why = \"T\"",
                            "words = [\"軟體\", \"软件\"], keep = [\"軟體\"], why = \"T\"",
                            "words = [\"軟體\", \"软件\"], from = [\"軟體\"], to = [\"软件\"], why = \"T\""}) {
    INFO(entry);
    CHECK(mistake(std::string("synonym = [{ ") + entry + " }]") ==
          "s.toml:1:12: a synonym has neither words, nor from and to, nor keep, or more than one of these");
  }
  CHECK(mistake("synonyms = []") == "s.toml:1:12: the file knows no 'synonyms'");
  CHECK(mistake("[synonym]\nwhy = \"T\"") == "s.toml:1:1: synonym is no list of tables");
  CHECK(mistake("synonym = [ 5 ]") == "s.toml:1:13: a synonym is no table");
  CHECK(mistake("synonym = [").starts_with("s.toml:1:"));
}

TEST_CASE("Shipped synonyms: ascending keys, whole words, each group in both directions") {
  std::set<std::pair<std::string, std::string>> pairs;
  std::map<std::string, int> directions;
  std::string before;
  for (const ShippedSynonym& row : shipped_synonyms()) {
    CAPTURE(std::string(row.key));
    CHECK(before <= row.key);
    before = row.key;
    CHECK_FALSE(row.why.empty());
    CHECK(synonym_key(row.key) == row.key);
    if (row.to.empty()) continue;
    CHECK(synonym_key(row.to) != row.key);
    CHECK(pairs.emplace(row.key, synonym_key(row.to)).second);
  }
  const auto has = [&](const char* a, const char* b) { return pairs.contains({synonym_key(a), synonym_key(b)}); };
  CHECK(has("軟體", "软件"));
  CHECK(has("软件", "軟體"));
  CHECK(has("數據", "資料"));
  CHECK_FALSE(has("資料", "數據"));
  CHECK_FALSE(has("信用卡", "卡"));
  CHECK(pairs.size() > 400);
}

TEST_CASE("Synonyms: the longest entry, on touching characters, other forms of words of letters") {
  Matcher m;
  CHECK(m.found("軟體更新") == "软体=软件;");
  CHECK(m.found("软 件").empty());
  CHECK(m.found("请问资料库在哪") == "资料库=数据库;");
  CHECK(m.found("电视频道") == "电视=");
  CHECK(m.found("视频") == "视频=影片;");
  CHECK(m.found("Mobile Phones!") == "mobilephones=cell phone;cellphone;");
  CHECK(m.found("wi-fi") == "wifi=wifi;");
  CHECK(m.found("wi").empty());
  m.synonyms.add("synonym = [{ words = [\"退回款\", \"退款\"], why = \"T\" }, { keep = [\"软体\"], why = \"U\" }]", "own");
  CHECK(m.found("退款") == "退款=退费;退回款;");
  CHECK(m.found("退回款项") == "退回款=退款;");
  CHECK(m.found("軟體") == "软体=");
}
