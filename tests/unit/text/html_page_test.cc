#include "text/html_page.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace ckm::text;

namespace {

std::string found(std::string_view html) {
  std::string out;
  for (const PageQuestion& q : read_page(html).questions) {
    out += q.question;
    for (const std::string& phrasing : q.phrasings) out += "/" + phrasing;
    out += "=" + q.answer + ";";
  }
  return out;
}

std::string json(std::string_view text) {
  return found(fmt::format("<html><script type='application/ld+json; charset=utf-8'>{}</script>", text));
}

}  // namespace

TEST_CASE("page: JSON-LD wherever a question stands in it") {
  CHECK(json(R"({"@type":"Question","name":"A?","acceptedAnswer":{"text":"b"}})") == "A?=b;");
  CHECK(json(R"([{"@type":"FAQPage","mainEntity":{"@type":"Question","name":" A\n ?","acceptedAnswer":"b < c"}}])") ==
        "A ?=b < c;");
  CHECK(
      json(
          R"({"hasPart":[{"@type":["Thing","http://schema.org/Question"],"text":"A","suggestedAnswer":[{"text":"b<br>c"}]}]})") ==
      "A=b\nc;");
  CHECK(json(R"({"@type":"NotAQuestion","name":"A?","acceptedAnswer":{"text":"b"}})").empty());
  CHECK(json(R"({"@type":"Question","name":"A?","acceptedAnswer":{"text":" "}})").empty());
  CHECK(json(R"({"@type":"Question","name":5,"acceptedAnswer":[]})").empty());
  CHECK(found("<script>{\"@type\":\"Question\",\"name\":\"A?\",\"acceptedAnswer\":\"b\"}</script>").empty());
  CHECK(read_page("<script type=\"application/ld+json\">{</script><p>x").faults.size() == 1);
  CHECK(read_page("<script type=\"application/ld+json\"> </script><p>x").faults.empty());
}

TEST_CASE("page: microdata, without names of what else is an item in it") {
  CHECK(found("<div itemscope itemtype='http://schema.org/Question'><span itemscope itemprop='author'><b "
              "itemprop='name'>Ann</b></span>"
              "<h2 itemprop='headline name'>A?</h2><div itemprop='acceptedAnswer' itemscope><p itemprop='text'>b "
              "<i>c</i></div></div>") == "A?=b *c*;");
  CHECK(found("<div itemscope itemtype='https://schema.org/QuestionForm'><p itemprop=name>A?<p itemprop=acceptedAnswer>b</div>")
            .empty());
}

TEST_CASE("page: details, of which chapters hold others") {
  CHECK(found("<details><summary>A?</summary>b</details><details><summary> C  d? </summary><p>e<p>f</details>") ==
        "A?=b;C d?=e\n\nf;");
  CHECK(found("<details><summary>A?</summary>b</details>").empty());
  CHECK(
      found("<details><summary>Chapter</summary><details><summary>A?</summary>b</details><details><summary>C</summary>d</details>"
            "</details>") == "A?=b;C=d;");
}

TEST_CASE("page: terms, several for one text and several texts for one, closed or not") {
  CHECK(found("<dl><dt>A?</dt><dd>b</dd><dt>C?</dt><dt>D?</dt><dd>e</dd><dd>f</dd></dl>") == "A?=b;C?/D?=e\n\nf;");
  CHECK(found("<dl><dt>A?<dd>b<dt>C?<dt>D?<dd>e<dd>f</dl>") == "A?=b;C?/D?=e\n\nf;");
  CHECK(found("<dl><div><dt>A?</dt><dd><div>b</div></dd></div><div><dt>C?</dt><dd>d</dd></div></dl>") == "A?=b;C?=d;");
  CHECK(found("<dl><dt>A?<dd>b</dl><dl><dt>C?<dd><dl><dt>x<dd>y</dl></dl>") == "A?=b;C?=x\n\ny;");
  CHECK(found("<dl><dt>A?<dd>b<dt>C?</dl>").empty());
}

TEST_CASE("page: title and text") {
  const auto title = [](std::string_view html) { return read_page(html).title; };
  CHECK(title("<title>A &amp; b</title><p>c") == "A & b");
  CHECK(title("<title>Returns | Shop</title><h1>Returns</h1>") == "Returns");
  CHECK(title("<title>Shop</title><h1>Returns</h1>") == "Shop");
  CHECK(title("<h1>A</h1><h1>B</h1>") == "A");
  CHECK(title("<p>x").empty());
  const HtmlPage page = read_page(
      "<html lang=zh-Hant><title>退貨</title><link rel=canonical "
      "href=https://example.org/a><nav>x</nav><h1>退貨</h1><main><p>十四天"
      "<nav>y</nav></main><footer>z</footer>");
  CHECK(page.language == "zh-Hant");
  CHECK(page.address == "https://example.org/a");
  CHECK(page.body == "十四天");
  CHECK(read_page("<p>a<article>b</article>").body == "b");
  CHECK(read_page("<p>a<article>b</article><article>c</article>").body == "a\n\nb\n\nc");
  CHECK(read_page("").body.empty());
}

TEST_CASE("page: what is taken out of it may hold the rest") {
  CHECK(read_page("<h1>T<nav>b</nav></h1><p>c").body == "c");
  CHECK(read_page("<h1 role=navigation>T</h1><p>c").body == "c");
  const HtmlPage inside = read_page("<title>Tc</title><h1>T<main>c</main></h1>");
  CHECK(inside.body == "c");
  CHECK(read_page("<body role=navigation>a<p>b").body == "a\n\nb");
  CHECK(read_page("<p>a<aside role=main>b</aside>").body == "b");
}
