#include "formats/article_conflict.hh"

#include <doctest/doctest.h>

#include "formats/article_text.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

const std::string kHead = "+++\nuid = \"0123456789abcdef0123456789abcdef\"\nsource = \"local\"\n";
const std::string kRest = "kind = \"faq\"\n+++\n# Why?\n\nSo.\n";

}  // namespace

TEST_CASE("settle_conflicts: lines that nobody writes, of both sides") {
  const std::string text = kHead + "<<<<<<< HEAD\nbase = \"a o\"\ncreated_at = 2026-01-02\nupdated_at = 2026-02-01\n=======\n" +
                           "base = \"b o\"\ncreated_at = 2026-01-01\nupdated_at = 2026-02-03\n>>>>>>> theirs\n" + kRest;
  CHECK(settle_conflicts(text) == kHead + "base = \"a o b\"\ncreated_at = 2026-01-01\nupdated_at = 2026-02-03\n" + kRest);
  // As Git writes it with what both were before, with longer marks, and for other systems.
  const std::string more = kHead +
                           "<<<<<<<< HEAD\nbase = \"a\"\n|||||||| 0123\nbase = \"o\"\nkind = \"x\"\n========\nbase = \"b\"\n" +
                           ">>>>>>>> theirs\n" + kRest;
  CHECK(settle_conflicts(more) == kHead + "base = \"a b\"\n" + kRest);
  std::string wide;
  for (const char c : text) wide += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK(settle_conflicts(wide).find("\r\nbase = \"a o b\"\r\ncreated_at = 2026-01-01\r\n") != std::string::npos);
  CHECK(find_conflict(settle_conflicts(wide)) == 0);
  // What one side alone says stays; each of several texts has its own.
  const std::string one =
      kHead + "<<<<<<< HEAD\nbase = \"a\"\nupdated_at = 2026-02-01\n=======\nbase = \"b\"\n>>>>>>> theirs\n" + kRest;
  CHECK(settle_conflicts(one) == kHead + "base = \"a b\"\nupdated_at = 2026-02-01\n" + kRest);
  CHECK(settle_conflicts(one + one) == settle_conflicts(one) + settle_conflicts(one));
}

TEST_CASE("settle_conflicts: what is the user's stays, with all its lines") {
  const std::string base = "<<<<<<< HEAD\nbase = \"a\"\n=======\nbase = \"b\"\n>>>>>>> theirs\n";
  const std::string theirs = "<<<<<<< HEAD\nSo.\n=======\nThus.\n>>>>>>> theirs\n";
  for (const std::string& text : {
           kHead + kRest,
           kHead + kRest + base,  // In the text they are text.
           kHead + base + kRest + theirs,
           kHead + theirs + kRest,
           kHead + "<<<<<<< HEAD\nbase = \"a\"\ncategory = \"x\"\n=======\nbase = \"b\"\n>>>>>>> theirs\n" + kRest,
           kHead + "<<<<<<< HEAD\nbase = \"a\"\n=======\nbase = \"b\"\n" + kRest,
           kHead + "<<<<<<< HEAD\nbase = \"a\"\n>>>>>>> theirs\n" + kRest,
           std::string("# Title\n") + base,
           std::string(),
       }) {
    CAPTURE(text);
    CHECK(settle_conflicts(text) == text);
  }
}
