#include "learn/rules.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "base/json.hh"
#include "base/toml.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

Rules rules_of(std::string_view text) { return Rules(read_rules(toml::parse(text, "rules.toml"), "rules.toml")); }

// Whether a rule with this word fires.
bool fires(std::string_view word, std::string_view text) {
  return !rules_of("[category.x]\nany = ['" + std::string(word) + "']\n").judge(text).path.empty();
}

std::string refusal(std::string_view text) {
  try {
    rules_of(text);
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kInput);
    CHECK_FALSE(e.hint().empty());
    return e.what();
  }
  return {};
}

}  // namespace

TEST_CASE("Rules: any, all and regex must each hold") {
  const Rules rules =
      rules_of("[category.x]\nany = ['refund', '退款']\nall = ['order', 'late']\nregex = ['RMA-\\d+', 'never']\n");
  CHECK(rules.judge("Refund of a late order, rma-12").path == "x");
  CHECK(json::dump(rules.judge("Refund of a late order, rma-12").reason) ==
        R"({"rule":"x","any":["refund"],"all":["order","late"],"regex":["RMA-\\d+"]})");
  CHECK(rules.judge("late order RMA-12").path.empty());
  CHECK(rules.judge("refund order RMA-12").path.empty());
  CHECK(rules.judge("refund late order").path.empty());
  CHECK(rules.judge("退款 late order RMA-1").path == "x");
  CHECK(rules.judge("").path.empty());
  CHECK(rules.judge("").reason.is_null());
}

TEST_CASE("Rules: words of letters are whole words, a * opens the end") {
  const std::tuple<const char*, const char*, bool> table[] = {
      {"refund", "refund", true},
      {"refund", "REFUND!", true},
      {"refund", "refunds", false},
      {"refund", "prefund", false},
      {"refund", "refund2", false},
      {"refund", "a\nrefund\nb", true},
      {"refund*", "refunds", true},
      {"refund*", "refund", true},
      {"refund*", "prefunds", false},
      {"money back", "Money  back", false},
      {"money back", "my money back.", true},
      {"money back", "money backs", false},
      {"refund", "请refund吧", true},
      {"退款", "我要退款了", true},
      {"退款", "退 款", false},
      {"refund", "ｒｅｆｕｎｄ", true},
      {"été", "l'ÉTÉ.", true},
      {"c++", "c++ code", true},
      {"a.b", "axb", false},
      {"a.b", "a.b", true},
      {"4711", "x 4711 y", true},
      {"4711", "14711", false},
      {"*", "2 * 3", true},
      {"возврат", "Возврат денег", true},
      {"возврат", "возврата", false},
  };
  for (const auto& [word, text, expected] : table) {
    CAPTURE(std::string(word));
    CAPTURE(std::string(text));
    CHECK(fires(word, text) == expected);
  }
}

TEST_CASE("Rules: Traditional and Simplified are equal both ways") {
  CHECK(fires("退貨", "我要退货"));
  CHECK(fires("退货", "我要退貨"));
  CHECK(fires("帳號", "账号"));
  CHECK_FALSE(fires("退货", "退款"));
}

TEST_CASE("Rules: the first that fires decides, the others are named") {
  const Rules rules = rules_of("[category.b]\nany = ['x']\n[category.'a/c']\nany = ['x', 'y']\n[category.none]\ntitle = 'T'\n");
  CHECK(rules.judge("x").path == "b");
  CHECK(json::dump(rules.judge("x").reason) == R"({"rule":"b","any":["x"],"also":["a/c"]})");
  CHECK(json::dump(rules.judge("y").reason) == R"({"rule":"a/c","any":["y"]})");
  CHECK_FALSE(rules.empty());
  CHECK(rules_of("[category.none]\ntitle = 'T'\n").empty());
  CHECK(rules_of("[category.none]\ntitle = 'T'\n").judge("x").path.empty());
}

TEST_CASE("read_rules: categories in the order of the text") {
  const auto tree = read_rules(
      toml::parse("[category.\"z/a\"]\ntitle = 'Z'\ndescription = 'D'\n[category.b]\nany = []\n[category.a]\nall = ['q']\n", "f"),
      "f");
  REQUIRE(tree.size() == 3);
  CHECK(tree[0].path == "z/a");
  CHECK(tree[0].title == "Z");
  CHECK(tree[0].description == "D");
  CHECK(tree[1].path == "b");
  CHECK(tree[1].rule.is_null());
  CHECK(json::dump(tree[2].rule) == R"({"all":["q"]})");
}

TEST_CASE("read_rules: mistakes are named with line and column") {
  const std::pair<const char*, const char*> table[] = {
      {"[category.x]\nany = 'word'\n", "rules.toml:2:"},
      {"[category.x]\nany = ['a', 3]\n", "rules.toml:2:"},
      {"[category.x]\nany = ['']\n", "rules.toml:2:"},
      {"[category.x]\ntitle = 3\n", "rules.toml:2:"},
      {"\n\n[category.x]\nsome = ['a']\n", "rules.toml:4:"},
      {"[category]\nx = 1\n", "rules.toml:2:"},
      {"[category.x]\nany = [\n", "rules.toml:"},
      {"title = 'x'\n", "rules.toml has no category"},
      {"[category.x]\nregex = ['(']\n", "'x'"},
  };
  for (const auto& [text, place] : table) {
    CAPTURE(std::string(text));
    const std::string what = refusal(text);
    CAPTURE(what);
    CHECK(what.find(place) != std::string::npos);
  }
}
