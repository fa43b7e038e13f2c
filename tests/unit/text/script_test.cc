#include "text/script.hh"

#include <doctest/doctest.h>

#include "unit/text/samples.hh"

using ckm::text::guess_script;

TEST_CASE("script: of natural texts") {
  CHECK(guess_script(samples::kSimplified) == "Hans");
  CHECK(guess_script(samples::kTraditional) == "Hant");
  CHECK(guess_script(samples::kJapanese) == "Jpan");
  CHECK(guess_script(samples::kKorean) == "Kore");
  CHECK(guess_script(samples::kGerman) == "Latn");
  CHECK(guess_script(samples::kRussian) == "Cyrl");
  CHECK(guess_script(samples::kGreek) == "Grek");
}

TEST_CASE("script: of little, and of a mixture") {
  CHECK(guess_script("") == "Zyyy");
  CHECK(guess_script("42, 1.5 …") == "Zyyy");
  CHECK(guess_script("\xFF\xFE") == "Zyyy");
  CHECK(guess_script("iPhone 15 退款申请已经提交") == "Hans");
  CHECK(guess_script("the router 路由 drops its connection") == "Latn");
}
