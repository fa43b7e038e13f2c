#include "formats/link_fault.hh"

#include <doctest/doctest.h>

namespace ckm::formats {
namespace {

std::string fault_of(const std::string& from, const std::string& relation, const std::string& to, const LinkDoubt& doubt = {}) {
  model::Link link;
  link.from = from;
  link.to = to;
  (relation == "solved" ? link.outcome : link.relation) = relation;
  return link_fault(link, {"von", "zu", {}}, doubt);
}

TEST_CASE("ends that may be something are let be") {
  CHECK(fault_of("1", "solved", "a").empty());
  CHECK(fault_of("ticket:desk/1", "solved-by", "doc:help/a:b").empty());
  CHECK(fault_of("faq:1", "related", "ticket:2").empty());
  CHECK(fault_of("1", "solved-by", "1").empty());  // A ticket and an article.
  CHECK(fault_of("note: x", "related", "10:30").empty());
}

TEST_CASE("ends that never are anything are told with their column") {
  CHECK(fault_of("faq:1", "solved", "a") == "column von: 'faq:1' is no ticket: a ticket is solved by an article");
  CHECK(fault_of("1", "solved-by", "ticket:2") == "column zu: 'ticket:2' is no article: a ticket is solved by an article");
  CHECK(fault_of("1", "related", "person:5") == "column zu: 'person:5' is neither a ticket nor an article");
  CHECK(fault_of("ticket:0", "related", "a").starts_with("column von: 'ticket:0' is no reference"));
  CHECK(fault_of("faq:1", "related", "faq:1") == "column zu: 'faq:1' is linked to itself");
  CHECK(fault_of("faq:1", "duplicate-of", "ticket:1").starts_with("column zu: 'ticket:1' is no duplicate"));
}

TEST_CASE("the doubt is asked of identifiers alone, with what they are looked up among") {
  std::string asked;
  const LinkDoubt doubt = [&](std::string_view end, bool ticket, std::string_view) {
    asked.append(end).append(ticket ? "+" : "-");
    return std::string(end == "x" ? "is odd" : "");
  };
  CHECK(fault_of("1", "solved", "x", doubt) == "column zu: 'x' is odd");
  CHECK(fault_of("1", "duplicate-of", "2", doubt).empty());
  CHECK(fault_of("ticket:1", "related", "faq:2", doubt).empty());
  CHECK(asked == "1+x-1+2+");
}

}  // namespace
}  // namespace ckm::formats
