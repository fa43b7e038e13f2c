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
