#include "search/names.hh"

#include <doctest/doctest.h>

using namespace ckm;

TEST_CASE("NameFinder: whole words, however they are spelt") {
  const search::NameFinder names({"Ann Lee", "ann@x.org", "李雷", "王", "É"});
  REQUIRE(names.any());
  for (const char* text :
       {"Ann Lee", "what does ANN LEE want", "(ann lee)", "ａｎｎ ｌｅｅ", "from ann@x.org!", "问李雷吗", "Ann Lee的订单"}) {
    CAPTURE(text);
    CHECK(names.in(text));
  }
  // Parts of other words, and names of one character.
  for (const char* text :
       {"", "Ann", "Joann Lee", "Ann Leery", "ann@x.orgs", "joann@x.org", "李 雷", "王先生", "é", "Ann  Lee x"}) {
    CAPTURE(text);
    CHECK_FALSE(names.in(text));
  }
}

TEST_CASE("NameFinder: without names nothing names anybody") {
  const search::NameFinder names({"", "x"});
  CHECK_FALSE(names.any());
  CHECK_FALSE(names.in("x"));
  CHECK_FALSE(names.in(""));
}
