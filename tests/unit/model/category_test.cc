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

TEST_CASE("paths: empty steps") {
  for (const char* path : {"", "/", "a//b", "/a", "a/", " ", "a/ /b", "a/\t"}) CHECK(has_empty_step(path));
  for (const char* path : {"a", " a ", "a/b", "退款 / b "}) CHECK_FALSE(has_empty_step(path));
}
