#include "model/category.hh"

#include <doctest/doctest.h>

using namespace ckm::model;

TEST_CASE("clean_path") {
  CHECK(clean_path(" billing / refund ") == "billing/refund");
  CHECK(clean_path("//a//b/") == "a/b");
  CHECK(clean_path(" / ").empty());
  CHECK(clean_path("").empty());
  CHECK(clean_path("退款 款/x y") == "退款 款/x y");
}
