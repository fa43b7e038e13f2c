#include "formats/heading_faq.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace ckm::formats;

namespace {

std::string found(std::string_view markdown) {
  const HeadingFaq faq = find_heading_faq(markdown);
  std::string out;
  for (const HeadingQuestion& q : faq.questions) out += fmt::format("{}={};", q.question, q.answer);
  return out + (faq.left_out ? "+" : "");
}

}  // namespace

TEST_CASE("heading FAQ: what asks, and what stands at its level") {
  CHECK(found("# FAQ\n## Who?\na\n## Contact\nb\n### Mail\nc\n## Why?\nd\n") == "Who?=a;Contact=b\n### Mail\nc;Why?=d;");
  CHECK(found("## 退款多久？\n五天\n## 怎么退？ \n寄回") == "退款多久？=五天;怎么退？=寄回;");
  CHECK(found("# One?\na\n### Deep?\nb\n# Two\nc") == "One?=a;Deep?=b;Two=c;");
  // A chapter that asks.
  CHECK(found("# Questions?\n## Who?\na\n## Why?\nb\n") == "Who?=a;Why?=b;");
  // Nothing below it.
  CHECK(found("## Who?\n\n## Why?\nb\n") == "Why?=b;+");
}

TEST_CASE("heading FAQ: without question marks, the deepest level that repeats with text") {
  CHECK(found("# Help\nintro\n## Parking\na\n## Hours\nb\n### Only one\nc\n") == "Parking=a;Hours=b\n### Only one\nc;+");
  CHECK(found("# A\ntext\n").empty() == false);
  CHECK(find_heading_faq("# A\ntext\n").questions.empty());
  CHECK(find_heading_faq("no heading at all").questions.empty());
  CHECK(find_heading_faq("").questions.empty());
}

TEST_CASE("heading FAQ: an answer keeps the indent of code and what looks like a heading in it") {
  CHECK(found("# A?\n\n    # code\n\n```\n# B?\n```\n> # C?\n\n# D?\nd") == "A?=    # code\n\n```\n# B?\n```\n> # C?;D?=d;");
  CHECK(found("Who *is* `it`?\n===\na\r\n\r\nWhy so\nlong?\r\n---\r\nb\r\n") == "Who is it?=a;Why so long?=b;");
}

TEST_CASE("heading FAQ: the headings above") {
  const HeadingFaq faq = find_heading_faq("# Shop\n## Orders\n### Who?\na\n# Other\n### Why?\nb\n");
  REQUIRE(faq.questions.size() == 2);
  CHECK(faq.questions[0].above == std::vector<std::string>{"Shop", "Orders"});
  CHECK(faq.questions[1].above == std::vector<std::string>{"Other"});
  CHECK(faq.asking == 2);
}

TEST_CASE("heading FAQ: slugs keep every script and are told apart") {
  Slugs slugs;
  CHECK(slugs.make("How do I pay -- by card?") == "how-do-i-pay-by-card");
  CHECK(slugs.make("How do I pay, by card") == "how-do-i-pay-by-card-2");
  CHECK(slugs.make("退款多久到账？（2026）") == "退款多久到账-2026");
  CHECK(slugs.make("Über ÄRGER") == "über-ärger");
  CHECK(slugs.make("?!") == "heading");
  CHECK(slugs.make("x-2") == "x-2");
  CHECK(slugs.make("x") == "x");
  CHECK(slugs.make("x") == "x-3");
}
