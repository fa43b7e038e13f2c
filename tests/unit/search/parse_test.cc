#include "search/parse.hh"

#include <doctest/doctest.h>

#include <random>

#include "base/error.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

// As words, with what kind of clause each is.
std::string parsed(std::string_view query) {
  std::string out;
  for (const Clause& clause : parse_query(query)) {
    if (!out.empty()) out += " | ";
    out += clause.sign == Sign::kMust ? "+" : clause.sign == Sign::kNot ? "-" : "";
    if (clause.type == Clause::Type::kFilter) out += clause.field + "=";
    out += clause.type == Clause::Type::kPhrase ? "'" + clause.text + "'" : clause.text;
    out += "@" + std::to_string(clause.column);
  }
  return out;
}

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
      {"-a b", "-a@1 | b@4"},
      {"a - b + c", "a b c@1"},
      {"\"a b\" c", "+'a b'@1 | c@7"},
      {"-\"a b\"", "-'a b'@1"},
      {"+\"a\"", "+'a'@1"},
      {"退款 \"a\"", "退款@1 | +'a'@4"},
      {"status:open a", "+status=open@1 | a@13"},
      {"-kind:ticket", "-kind=ticket@1"},
      {"+tag:a,b", "+tag=a,b@1"},
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
  };
  for (const auto& [query, clauses] : table) {
    CAPTURE(query);
    if (std::string_view(query) == "say \"") CHECK_THROWS_AS(parse_query(query), Error);
    else CHECK(parsed(query) == clauses);
  }
}

TEST_CASE("parse_query: what is wrong, and where") {
  CHECK(refusal("退款 \"open").find("column 4") != std::string::npos);
  CHECK(refusal("a b -\"open").find("column 6") != std::string::npos);
  CHECK(refusal("tag:\"\"").find("column 1") != std::string::npos);
  CHECK(refusal("tag:\"x").find("column 5") != std::string::npos);
}

TEST_CASE("parse_query: any bytes are clauses or an Error") {
  std::mt19937_64 random(1);
  const std::string pieces[] = {"\"",           "+",  "-", "tag:", "kind:", " ",  "\xE3\x80",
                                "\xE3\x80\x80", "退", "a", ",",    "\xFF",  "..", "\t"};
  for (int i = 0; i < rounds(20'000); ++i) {
    std::string query;
    for (std::size_t n = random() % 9; n > 0; --n) query += pieces[random() % std::size(pieces)];
    try {
      for (const Clause& clause : parse_query(query)) {
        REQUIRE(clause.column >= 1);
        REQUIRE(clause.column <= query.size());
        if (clause.type == Clause::Type::kFilter) REQUIRE_FALSE(clause.text.empty());
      }
    } catch (const Error& e) {
      REQUIRE(e.code() == Exit::kUsage);
    }
  }
}

TEST_CASE("filter_fields: found by their names") {
  for (const FilterField& field : filter_fields()) CHECK(find_filter_field(field.name) == &field);
  CHECK(find_filter_field("") == nullptr);
  CHECK(find_filter_field("statu") == nullptr);
}
