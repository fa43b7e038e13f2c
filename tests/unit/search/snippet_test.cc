#include "search/snippet.hh"

#include <doctest/doctest.h>

#include <random>

#include "base/utf8.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

Highlighter highlighter(const std::vector<std::string>& terms) {
  std::vector<Unit> units;
  for (const std::string& term : terms) {
    Unit unit;
    unit.folded = term;
    unit.terms = {term};
    unit.idf = 1;
    units.push_back(unit);
  }
  return Highlighter(units, {});
}

// With what is marked in brackets.
std::string shown(const Marked& marked) {
  std::string out = marked.text;
  for (auto at = marked.marks.rbegin(); at != marked.marks.rend(); ++at) {
    out.insert(at->second, "]");
    out.insert(at->first, "[");
  }
  return out;
}

bool on_border(const std::string& text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80);
}

}  // namespace

TEST_CASE("Highlighter: marks") {
  text::Stemmer english(text::Language::kEnglish);
  const Highlighter h = highlighter({"refund", "退", "款"});
  CHECK(shown(h.mark("My Refunds, 退款\nnow", english, 80)) == "My [Refunds], [退款] now");
  CHECK(shown(h.mark("nothing", english, 80)) == "nothing");
  CHECK(shown(h.mark("", english, 80)).empty());
  CHECK(shown(h.mark("a 退款 b", english, 5)) == "a [退]…");
}

TEST_CASE("Highlighter: the stretch that matches best") {
  text::Stemmer none(text::Language::kNone);
  const Highlighter h = highlighter({"red", "green"});
  std::string text = "red " + std::string(200, 'x') + " ";
  for (int i = 0; i < 30; ++i) text += "word ";
  text += "red and green here " + std::string(100, 'y');
  const Marked best = h.best(text, none, 60);
  CHECK(shown(best).find("[red] and [green] here") != std::string::npos);
  CHECK(best.text.starts_with("…"));
  CHECK(shown(h.best("unable to connect to red networks", none, 20)) == "…ct to [red] networks");
  CHECK(shown(h.best("unable to connect to red networks of the house", none, 20)) == "…ct to [red] networks…");
  CHECK(h.best("unable to connect to red networks", none, 1).text == "r");
  CHECK(h.best("unable to connect to red networks", none, 5).text == "…red…");
  CHECK(h.best("plain words only", none, 80).text == "plain words only");
}

TEST_CASE("Highlighter: marks stand on character borders, texts fit their columns") {
  std::mt19937_64 random(1);
  text::Stemmer none(text::Language::kNone);
  const std::string pieces[] = {"退", "款", "a", "é", " ", "refund", "\xF0\x9F\x98\x80", "e\xCC\x81", "\xFF", "\n", ",", "客户"};
  const Highlighter h = highlighter({"退", "户", "refund", "a", "é"});
  for (int i = 0; i < rounds(5000); ++i) {
    std::string text;
    for (std::size_t n = random() % 60; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const std::size_t columns = 1 + random() % 50;
    // Whatever room there is, the passage has what it was chosen for: no term is wider than six columns.
    if (columns >= 9 && !h.mark(text, none, SIZE_MAX).marks.empty()) {
      CAPTURE(text);
      CAPTURE(columns);
      REQUIRE_FALSE(h.best(text, none, columns).marks.empty());
    }
    for (const Marked& marked : {h.mark(text, none, columns), h.best(text, none, columns)}) {
      CAPTURE(text);
      REQUIRE_FALSE(utf8::first_invalid(marked.text));
      REQUIRE(utf8::display_width(marked.text) <= columns);
      std::size_t before = 0;
      for (const auto& [begin, end] : marked.marks) {
        REQUIRE(begin >= before);
        REQUIRE(end > begin);
        REQUIRE(on_border(marked.text, begin));
        REQUIRE(on_border(marked.text, end));
        before = end;
      }
    }
  }
}

TEST_CASE("Highlighter: many matches in one column, and where nothing can be within reach") {
  text::Stemmer none(text::Language::kNone);
  // Vowels of Hangul syllables have no width of their own.
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "\u1161";
  const Highlighter h = highlighter({"\u1161", "red", "green"});
  CHECK(h.best(text, none, 60).marks == std::vector<std::pair<std::size_t, std::size_t>>{{0, text.size()}});
  CHECK(h.best("red green red", none, 10).text == "red green…");
  std::string late =
      std::string(300, 'x') + " red red red red " + std::string(300, 'y') + " red green red " + std::string(300, 'z');
  CHECK(shown(h.best(late, none, 60)).find("[red] [green] [red]") != std::string::npos);
}
