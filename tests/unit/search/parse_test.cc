#include "search/parse.hh"

#include <doctest/doctest.h>

#include <random>

#include "base/error.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

// As words, with what kind of clause each is.
std::string written(const std::vector<Clause>& clauses) {
  std::string out;
  for (const Clause& clause : clauses) {
    if (!out.empty()) out += " | ";
    out += clause.sign == Sign::kMust ? "+" : clause.sign == Sign::kNot ? "-" : "";
    if (clause.type == Clause::Type::kFilter) {
      out += std::string(clause.field->name) + "=";
      for (const std::string& value : clause.values) out += (&value == clause.values.data() ? "" : ",") + value;
    } else if (clause.type == Clause::Type::kGroup) {
      for (const auto& alternative : clause.alternatives)
        out += (&alternative == clause.alternatives.data() ? "(" : " OR ") + written(alternative);
      out += ")";
    } else {
      out += clause.type == Clause::Type::kPhrase ? "'" + clause.text + "'" : clause.text;
      if (clause.type == Clause::Type::kPrefix) out += "*";
    }
    out += "@" + std::to_string(clause.column);
  }
  return out;
}
std::string parsed(std::string_view query) { return written(parse_query(query)); }

std::string refusal(std::string_view query) {
  try {
    parse_query(query);
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kUsage);
    CHECK_FALSE(e.hint().empty());
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("parse_query: a table") {
  const std::pair<const char*, const char*> table[] = {
      {"", ""},
      {"  \t ", ""},
      {"a b", "a b@1"},
      {" 退款　怎么办 ", "退款 怎么办@2"},
      {"a +b c", "a@1 | +b@3 | c@6"},
      {"a a* +b a +b -b a* tag:x tag:x tag:y", "a@1 | a*@3 | +b@6 | a@9 | -b@14 | +tag=x@20 | +tag=y@32"},
      {"(a OR b OR a OR a c OR a c c)", "+(+a@2 OR +b@7 OR +a@17 | +c@19 OR +a@24 | +c@26)@1"},
      {"-a b", "-a@1 | b@4"},
      {"a - b + c", "a b c@1"},
      {"\"a b\" c", "+'a b'@1 | c@7"},
      {"-\"a b\"", "-'a b'@1"},
      {"+\"a\"", "+'a'@1"},
      {"退款 \"a\"", "退款@1 | +'a'@4"},
      {"status:open a", "+status=open@1 | a@13"},
      {"-kind:ticket", "-kind=ticket@1"},
      {"+tag:a,b", "+tag=a,b@1"},
      {"tag:a，b", "+tag=a,b@1"},
      {"tag:\"a, b\",c", "+tag=a, b,c@1"},
      {"tag:a\\,b", "+tag=a,b@1"},
      {"tag:a,b, c", "+tag=a,b@1 | c@10"},
      {"tag:\"c d\"x", "+tag=c d@1 | x@10"},
      {"退 款 tag:x", "退 款@1 | +tag=x@5"},
      {"http://x.org", "http://x.org@1"},
      {"Status:open", "+status=open@1"},
      {"tag：a", "+tag=a@1"},
      {"a status:", "a status:@1"},
      {"status: open", "status: open@1"},
      {"“a b” 「c d」 -『e』", "+'a b'@1 | +'c d'@7 | -'e'@13"},
      {"„a b“ “c", "+'a b'@1 | “c@7"},
      {"「退款怎么办", "「退款怎么办@1"},
      {"a 『b 「c d」 e", "a 『b@1 | +'c d'@6 | e@12"},
      {"-「a tag:“b", "-「a@1 | +tag=“b@5"},
      {"「a “b", "「a “b@1"},
      {"colour:red", "colour:red@1"},
      {"say \"", ""},
      {"created:2026-01..2026-03", "+created=2026-01..2026-03@1"},
      {"e-mail 5\"", "e-mail 5\"@1"},
      {"why? (really)", "why? (really)@1"},
      {"error (-1) x", "error@1 | +(-1@8)@7 | x@12"},
      {"error (-- 1) (+) - x", "error (-- 1) (+) x@1"},
      {"公路 (-道路)", "公路@1 | +(-道路@5)@4"},
      {"公路 (-道路", "公路@1 | -道路@5"},
      {"a (b \"c d\") (e (f g))", "a@1 | +(+b@4 | +'c d'@6)@3 | (e (f g))@13"},
      {"(a NOT b) (IS IT)", "+(+a@2 | -b@8)@1 | (IS IT)@11"},
      {"(a ((b c) d) OR (e))", "+(+a@2 | +(+(+b@6 | +c@8)@5 | +d@11)@4 OR +(+e@18)@17)@1"},
      {"(a (b -c))", "+(+a@2 | +(+b@5 | -c@7)@4)@1"},
      {"(a (b c", "(a (b c@1"},
      {"(a AND b)", "+(+a@2 | +b@8)@1"},
      {"WHY (DOES NOT WORK)", "WHY (DOES NOT WORK)@1"},
      {"(tag:x", "+tag=x@2"},
      {"(a", "(a@1"},
      {"a) b", "a) b@1"},
      {":-( a", ":-( a@1"},
      {"+(5 a", "+(5@1 | a@5"},
      {"(status:open)", "+(+status=open@2)@1"},
      {"pre* a", "pre*@1 | a@6"},
      {"+pre* -\\pre\\*", "+pre*@1 | -\\pre*@7"},
      {"* ** a*b", "* a*b@1"},
      {"wi-fi**", "wi-fi*@1"},
      {"\\+a \\-b \\\"c \\(d status\\:x C:\\dir", "+a -b \"c (d status:x C:\\dir@1"},
      {"(a OR b)", "+(+a@2 OR +b@7)@1"},
      {"x (a b OR -c \"d e\") y", "x@1 | +(+a@4 | +b@6 OR -c@11 | +'d e'@14)@3 | y@21"},
      {"（退款 OR 退货）银行", "+(+退款@2 OR +退货@8)@1 | 银行@11"},
      {"-(a b)", "-(+a@3 | +b@5)@1"},
      {"NOT (a OR b)", "-(+a@6 OR +b@11)@5"},
      {"NOT a", "-a@5"},
      {"NOT -a", "+a@5"},
      {"NOT NOT a", "+a@9"},
      {"x NOT NOT -a NOT NOT NOT (b)", "x@1 | -a@11 | -(+b@27)@26"},
      {"x NOT status:open", "x@1 | -status=open@7"},
      {"(f(x) OR tag:a(b))", "+(+f(x)@2 OR +tag=a(b)@10)@1"},
      {"((a OR b) c OR d)", "+(+(+a@3 OR +b@8)@2 | +c@11 OR +d@16)@1"},
      {"(OR a)", "+(+a@5)@1"},
      {"(OR)", "(OR)@1"},
      {"(a AND b OR c)", "+(+a@2 | +b@8 OR +c@13)@1"},
      {"a OR b", "a b@1"},
      {"status:open OR status:new x", "+(+status=open@1 OR +status=new@16)@1 | x@27"},
      {"x y OR \"a b\" OR tag:c", "x@1 | +(+y@3 OR +'a b'@8 OR +tag=c@17)@3"},
      {"(a OR b) OR c", "+(+(+a@2 OR +b@7)@1 OR +c@13)@1"},
      {"x a AND b y", "x@1 | +a@3 | +b@9 | y@11"},
      {"a AND b OR c AND -d x", "+(+a@1 | +b@7 OR +c@12 | -d@18)@1 | x@21"},
      {"a OR b AND tag:c AND NOT (d e)", "+(+a@1 OR +b@6 | +tag=c@12 | -(+d@27 | +e@29)@26)@1"},
      {"a AND ! AND b", "a ! b@1"},
      {"AND a AND", "a@5"},
      {"a AND OR b", "a b@1"},
      {"PAID AND LOST", "PAID AND LOST@1"},
      {"a and b", "a and b@1"},
      {"-a OR b", "+(-a@1 OR +b@7)@1"},
      {"IT DOES NOT WORK OR START", "IT DOES NOT WORK OR START@1"},
      {"OR", ""},
      {"a OR", "a@1"},
      {"退款 NOT 银行", "退款@1 | -银行@8"},
      // What input methods make of signs.
      {"公路 －道路 ＋快递", "公路@1 | -道路@4 | +快递@8"},
      {"公路－道路 － Ａ＋ ＂x", ""},
      {"公路－道路 － Ａ＋ Ｃ＋＋", "公路－道路 Ａ＋ Ｃ＋＋@1"},
      {"＂money back＂ －＂a＂", "+'money back'@1 | -'a'@14"},
      {"refun＊ ＊ a＊b 5\\＊", "refun*@1 | ＊ a＊b 5＊@8"},
      {"（a ＯＲ b ＡＮＤ c） ＮＯＴ d", "+(+a@2 OR +b@7 | +c@13)@1 | -d@20"},
      {"ＮＯＴ ＯＰＥＮ", "ＮＯＴ ＯＰＥＮ@1"},
      {"ＮＯＴ open", "-open@5"},
      {"\\－1 \\（a ＯＲ b） tag：\\，b", "－1 （a b）@1 | +tag=，b@15"},
  };
  for (const auto& [query, clauses] : table) {
    CAPTURE(query);
    if (clauses[0] == '\0' && query[0] != '\0' && query[0] != ' ' && std::string_view(query) != "OR")
      CHECK_THROWS_AS(parse_query(query), Error);
    else CHECK(parsed(query) == clauses);
  }
}

TEST_CASE("parse_query: what is wrong, and where") {
  CHECK(refusal("退款 \"open").find("column 4") != std::string::npos);
  CHECK(refusal("a b -\"open").find("column 6") != std::string::npos);
  CHECK(refusal("tag:\"\"").find("column 1") != std::string::npos);
  CHECK(refusal("x tag:a,,b") == "the filter in column 3 of the query has an empty value");
  CHECK(refusal("tag:,a") == "the filter in column 1 of the query has no value");
  CHECK(refusal("tag:a,\"\"") == "the filter in column 1 of the query has an empty value");
  CHECK(refusal("tag:\"x").find("column 5") != std::string::npos);
  CHECK(refusal("退 (a OR b").find("column 3") != std::string::npos);
  CHECK(refusal("a (\"x").find("column 4") != std::string::npos);
}

TEST_CASE("near_misses: what was nearly a filter, unless a backslash says that it is none") {
  const auto misses = [](std::string_view query) { return near_misses(parse_query(query)); };
  const std::vector<std::string> status = {"'statsu' is no field, 'status:' is one; it is taken for a word"};
  CHECK(misses("statsu:open") == status);
  CHECK(misses("a +b statsu:open c") == status);
  CHECK(misses("(x OR statsu:open)") == status);
  CHECK(misses("a \\(b statsu:open") == status);
  CHECK(misses("(statsu:open)") == status);
  CHECK(misses("title:google (x OR subject:y) Body:z").size() == 2);
  CHECK(misses("(status:open)").empty());
  CHECK(misses("WHY NOT").size() == 1);
  for (const std::string_view none :
       {"status\\:open", "a statsu\\:open b", "(x OR statsu\\:open)", "(status\\:open)", "-statsu\\:x", "\"statsu:open\"",
        "tag:statsu:open", "https://statsu", "at:home", "10:30"}) {
    CAPTURE(none);
    CHECK(misses(none).empty());
  }
}

TEST_CASE("parse_query: any bytes are clauses or an Error") {
  std::mt19937_64 random(1);
  const std::string pieces[] = {"\"", "+",    "-",    "tag:", "kind:", " ",       "\xE3\x80", "\xE3\x80\x80", "退", "a",  "－",
                                "＂", "（",   "）",   "＊",   "＼",    "ＮＯＴ ", ",",        "\xFF",         "..", "\t", "(",
                                ")",  " OR ", "NOT ", "*",    "\\"};
  for (int i = 0; i < rounds(20'000); ++i) {
    std::string query;
    for (std::size_t n = random() % 14; n > 0; --n) query += pieces[random() % std::size(pieces)];
    try {
      for (const Clause& clause : parse_query(query)) {
        REQUIRE(clause.column >= 1);
        REQUIRE(clause.column <= query.size());
        if (clause.type == Clause::Type::kFilter) REQUIRE_FALSE(clause.values.empty());
        if (clause.type == Clause::Type::kGroup) REQUIRE_FALSE(clause.alternatives.empty());
        for (const auto& alternative : clause.alternatives) REQUIRE_FALSE(alternative.empty());
      }
    } catch (const Error& e) {
      REQUIRE(e.code() == Exit::kUsage);
    }
  }
}

TEST_CASE("parse_query: many parentheses take no time") {
  std::string open;
  for (int i = 0; i < 5000; ++i) open += "( a ";
  CHECK(parse_query(open).size() == 1);
  CHECK(parse_query(std::string(20'000, '(')).size() == 1);
  std::string deep = "a OR b";
  for (int i = 0; i < 10'000; ++i) deep = "(" + deep + ")";
  CHECK_FALSE(parse_query(deep).empty());
}

TEST_CASE("filter_fields: found by their names") {
  for (const FilterField& field : filter_fields()) CHECK(find_filter_field(field.name) == &field);
  CHECK(find_filter_field("") == nullptr);
  CHECK(find_filter_field("statu") == nullptr);
}
