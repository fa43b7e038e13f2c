#include <doctest/doctest.h>

#include "base/json.hh"
#include "collect.hh"
#include "formats/import_json.hh"
#include "formats/record_map.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

// What a line of JSON becomes, or why it is rejected.
std::string made(model::Kind kind, const std::string& line, const RecordMap* map = nullptr) {
  MemorySource in(line);
  ReadOptions options;
  if (map == nullptr) options.kind = kind;
  options.map = map;
  options.name = "x";
  CollectSink sink;
  read_jsonl(in, options, sink);
  if (!sink.rejections.empty()) return sink.rejections.front().reason;
  REQUIRE(sink.entries.size() == 1);
  CHECK(model::kind_of(sink.entries.front()) == kind);
  return json::dump(model::to_value(sink.entries.front()));
}

std::string amount(const std::string& text) {
  const std::string out = made(model::Kind::kPurchase,
                               json::dump(Value(Value::Object{{"customer_id", "1"}, {"date", "2026-01-02"}, {"amount", text}})));
  const auto at = out.find("\"amount\":");
  return at == std::string::npos ? out : out.substr(at + 9, out.find_first_of(",}", at) - at - 9);
}

}  // namespace

TEST_CASE("amounts are read as people of many countries write them") {
  CHECK(amount("12") == "12");
  CHECK(amount("-12.50") == "-12.5");
  CHECK(amount("1,299.50") == "1299.5");
  CHECK(amount("1.299,50") == "1299.5");
  CHECK(amount("29,5") == "29.5");
  CHECK(amount("1,299") == "1299");
  CHECK(amount("1,299,000") == "1299000");
  CHECK(amount("¥29") == "29");
  CHECK(amount("12 of 13") == "'12 of 13' is no number");
  CHECK(amount("free") == "'free' is no number");
}

TEST_CASE("a column says of which kind a record is, and what the kind has no field for is kept") {
  const RecordMap map = parse_map(
      "name = \"x\"\nkind = { from = \"role\", values = { user = \"customer\", agent = \"person\" } }\n[fields]\n"
      "phone = \"tel\"\nskills = \"knows\"\n",
      "x.toml");
  CHECK(made(model::Kind::kPerson, R"({"id":1,"role":"agent","tel":"5","knows":"a, b"})", &map) ==
        R"({"id":"1","skills":["a","b"],"extra":{"tel":"5","role":"agent"}})");
  CHECK(made(model::Kind::kCustomer, R"({"id":1,"role":"user","tel":"5"})", &map) ==
        R"({"id":"1","phone":"5","extra":{"role":"user"}})");
  CHECK(made(model::Kind::kCustomer, R"({"id":1,"role":"guest"})", &map) == R"({"id":"1","extra":{"role":"guest"}})");
}

TEST_CASE("levels make a path without gaps") {
  CHECK(made(model::Kind::kCategory, R"({"一级分类":"A","二级分类":"B/C"})") == R"({"path":"A/B／C"})");
  CHECK(made(model::Kind::kCategory, R"({"Level 1":"A","level_3":"C"})") == "a level without the one above it");
  CHECK(made(model::Kind::kCategory, R"({"path":" a / b ","title":"B"})") == R"({"path":"a/b","title":"B"})");
}

TEST_CASE("a link needs two ends and a relation that there is") {
  CHECK(made(model::Kind::kLink, R"({"ticket":"1","article":"faq:2"})") == R"({"from":"1","relation":"solved-by","to":"faq:2"})");
  CHECK(made(model::Kind::kLink, R"({"ticket":"1","article":"2","relation":"Duplicate of"})") ==
        R"({"from":"1","relation":"duplicate-of","to":"2"})");
  CHECK(made(model::Kind::kLink, R"({"ticket":"1"})") == "a link needs two ends");
}
