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

TEST_CASE("Rules: tens of thousands of words") {
  std::string text = "[category.x]\nany = [";
  for (int i = 0; i < 30'000; ++i) text += "'word" + std::to_string(i) + "', '词" + std::to_string(i) + "号', ";
  const Rules rules = rules_of(text + "]\n[category.y]\nall = ['word7', 'word8']\n");
  CHECK(json::dump(rules.judge("Word29999, 詞17號 word3x").reason) == R"({"rule":"x","any":["词17号","word29999"]})");
  CHECK(json::dump(rules.judge("word8 word7").reason) == R"({"rule":"x","any":["word7","word8"],"also":["y"]})");
  CHECK(rules.judge("word30000").path.empty());
}

TEST_CASE("Rules: regular expressions that are too large together still fire") {
  // Each compiles; no automaton of all of them fits into the memory allowed.
  std::string text = "[category.x]\nregex = [";
  for (int i = 0; i < 40; ++i) text += "'" + std::to_string(100 + i) + "(?:abcdefghij){900}', ";
  const Rules rules = rules_of(text + "'RMA-\\d+']\n");
  CHECK(rules.judge("about RMA-12").path == "x");
  CHECK(rules.judge("about RMA-x").path.empty());
  std::string long_text = "117";
  for (int i = 0; i < 900; ++i) long_text += "abcdefghij";
  CHECK(json::dump(rules.judge(long_text).reason) == R"({"rule":"x","regex":["117(?:abcdefghij){900}"]})");
  CHECK(rules.judge(long_text.substr(0, 9'000)).path.empty());
}

TEST_CASE("read_rules: paths without empty steps") {
  CHECK(refusal("\n[category.'']\nany = ['x']\n").find("rules.toml:2:") == 0);
  CHECK(refusal("[category.'a']\n[category.'/a/']\n").find("rules.toml:2:1: '/a/' ") == 0);
  CHECK(refusal("[category.'a//b']\nany = ['x']\n").find("write 'a/b'") != std::string::npos);
  CHECK(refusal("[category.'a / b']\nany = ['x']\n").find("write 'a/b'") != std::string::npos);
  CHECK(refusal("[category.'a b/c']\nany = ['x']\n").empty());
}
