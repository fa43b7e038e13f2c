#include "base/toml.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "base/json.hh"

using namespace ckm;

TEST_CASE("toml: in the order of the text, with every type") {
  const Value value = toml::parse(
      "z = 1\na = 'x'\n[t.\"b/退\"]\ny = [1, 2.5, true]\nb = 2026-03-05\nc = 2026-03-05T10:00:00Z\n[s]\n[[l]]\nq = 1\n[[l]]\n",
      "f");
  CHECK(json::dump(value) ==
        R"({"z":1,"a":"x","t":{"b/退":{"y":[1,2.5,true],"b":"2026-03-05","c":"2026-03-05T10:00:00Z"}},"s":{},"l":[{"q":1},{}]})");
  CHECK(value.find("a")->line == 2);
  CHECK(value.find("a")->column > 0);
  CHECK(value.find("t")->find("b/退")->find("y")->line == 4);
  CHECK(json::dump(toml::parse("", "f")) == "{}");
}

TEST_CASE("toml: errors name the place") {
  try {
    toml::parse("a = 1\nb = [1,\n\nc = 2\n", "my.toml");
    FAIL("accepted");
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kInput);
    CHECK(std::string(e.what()).starts_with("my.toml:4:"));
    CHECK_FALSE(e.hint().empty());
  }
  CHECK_THROWS_AS(toml::parse("a = 1\na = 2\n", "f"), Error);
  CHECK_THROWS_AS(toml::parse("a = '\xFF'\n", "f"), Error);
}
