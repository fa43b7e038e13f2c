#include "base/counted.hh"

#include <doctest/doctest.h>

using namespace ckm;

TEST_CASE("counted: one, none and many") {
  CHECK(counted(1, "change") == "1 change");
  CHECK(counted(0, "change") == "0 changes");
  CHECK(counted(2, "change") == "2 changes");
  CHECK(counted(1, "category", "categories") == "1 category");
  CHECK(counted(3, "category", "categories") == "3 categories");
}

TEST_CASE("first_few: up to five names, then how many more") {
  CHECK(first_few({}).empty());
  CHECK(first_few({"a"}) == "a");
  CHECK(first_few({"a", "b", "c", "d", "e"}) == "a, b, c, d, e");
  CHECK(first_few({"a", "b", "c", "d", "e", "f", "g"}) == "a, b, c, d, e and 2 more");
}
