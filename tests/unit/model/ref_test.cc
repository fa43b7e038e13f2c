#include "model/ref.hh"

#include <doctest/doctest.h>

#include "model/category.hh"

using namespace ckm;
using namespace ckm::model;

TEST_CASE("parse_ref: a table") {
  CHECK(parse_ref("faq:12") == Ref{Kind::kFaq, 12, "", ""});
  CHECK(parse_ref(" doc:7\n") == Ref{Kind::kDocument, 7, "", ""});
  CHECK(parse_ref("document:7") == Ref{Kind::kDocument, 7, "", ""});
  CHECK(parse_ref("ticket:zendesk/4711") == Ref{Kind::kTicket, 0, "zendesk", "4711"});
  CHECK(parse_ref("ticket:a/b/c: d") == Ref{Kind::kTicket, 0, "a", "b/c: d"});
  CHECK(parse_ref("TICKET:1") == Ref{Kind::kTicket, 1, "", ""});
  CHECK(parse_ref("Tickets:a/B") == Ref{Kind::kTicket, 0, "a", "B"});
  CHECK(parse_ref("docs:7") == Ref{Kind::kDocument, 7, "", ""});
  CHECK(parse_ref("FAQs:7") == Ref{Kind::kFaq, 7, "", ""});
  CHECK(parse_ref("people:7") == Ref{Kind::kPerson, 7, "", ""});
  for (const char* bad : {"", "faq", "faq:", "faq:0", "faq:-1", "faq:1x", "faq:/1", "faq:s/", "fax:1", "12",
                          "faq:99999999999999999999", "tickett:1", "s:1"}) {
    CAPTURE(std::string(bad));
    CHECK_FALSE(parse_ref(bad));
  }
}

TEST_CASE("format_ref: by its source where that gave an identifier") {
  CHECK(format_ref(Kind::kTicket, 3, "zendesk", "4711") == "ticket:zendesk/4711");
  CHECK(format_ref(Kind::kDocument, 3, kLocalSource, "abc") == "doc:3");
  CHECK(format_ref(Kind::kFaq, 3, "s", "~abc") == "faq:3");
  CHECK(format_ref(Kind::kFaq, 3, "", "") == "faq:3");
  for (const KindInfo& kind : kKinds) {
    if (!kind.imported) {
      CHECK_FALSE(kind_from_name(kind.name));
      continue;
    }
    CHECK(info(kind.kind).name == kind.name);
    CHECK(kind_from_name(kind.name) == kind.kind);
    CHECK(kind_from_name(kind.prefix) == kind.kind);
    CHECK(kind_from_name(kind.plural).has_value());
    CHECK(parse_ref(format_ref(kind.kind, 5, "s", "x/y")) == Ref{kind.kind, 0, "s", "x/y"});
    CHECK(parse_ref(format_ref(kind.kind, 5, "", "")) == Ref{kind.kind, 5, "", ""});
  }
  CHECK_FALSE(kind_from_name("none"));
}

TEST_CASE("within: a branch of the tree") {
  CHECK(within("a/b", "a"));
  CHECK(within("a", "a"));
  CHECK_FALSE(within("ab", "a"));
  CHECK_FALSE(within("a", "a/b"));
}

TEST_CASE("parse_message_ref: the number behind the last #, of a ticket") {
  CHECK(parse_message_ref("ticket:desk/7#3") == MessageRef{"ticket:desk/7", 3});
  CHECK(parse_message_ref("ticket:7#12\r") == MessageRef{"ticket:7", 12});
  CHECK(parse_message_ref("ticket:mail/a@b#2#1") == MessageRef{"ticket:mail/a@b#2", 1});
  for (const char* const other :
       {"ticket:7", "ticket:7#", "ticket:7#0", "ticket:7#x", "ticket:7#-1", "faq:7#1", "#1", "", "ticket:7#1 2"})
    CHECK(!parse_message_ref(other));
  CHECK(format_message_ref("ticket:desk/7", 3) == "ticket:desk/7#3");
}
