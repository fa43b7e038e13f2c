#include "text/html.hh"

#include <doctest/doctest.h>

#include <string>

using namespace ckm;
using text::html_to_markdown;
using text::is_html;

TEST_CASE("html: blocks") {
  CHECK(html_to_markdown("") == "");
  CHECK(html_to_markdown("plain") == "plain");
  CHECK(html_to_markdown("<p>One\n  two</p><p>Three</p>") == "One two\n\nThree");
  CHECK(html_to_markdown("<div>One</div><div>Two</div>") == "One\n\nTwo");
  CHECK(html_to_markdown("a<br>b<br/>c") == "a\nb\nc");
  CHECK(html_to_markdown("a<br><br>b<br><br><br>c") == "a\n\nb\n\nc");
  CHECK(html_to_markdown("<h1>Title</h1>text<h3>Sub<br>title</h3><p>x") == "# Title\n\ntext\n\n### Sub title\n\nx");
  CHECK(html_to_markdown("a<hr>b") == "a\n\n---\n\nb");
  CHECK(html_to_markdown("<pre>  int x;\n\n  y();\n</pre>after") == "```\n  int x;\n\n  y();\n```\n\nafter");
  CHECK(html_to_markdown("<pre>```</pre>") == "````\n```\n````");
  CHECK(html_to_markdown("<p>退款 <b>三天</b>内到账</p><p>繁體</p>") == "退款 **三天**内到账\n\n繁體");
}

TEST_CASE("html: lists and quotations") {
  CHECK(html_to_markdown("<ul><li>one</li><li>two</li></ul>") == "- one\n- two");
  CHECK(html_to_markdown("<p>x</p><ol><li>one<li><p>two</p></ol>y") == "x\n\n1. one\n2. two\n\ny");
  CHECK(html_to_markdown("<ul><li>one<ul><li>in</li><li>ner</li></ul></li><li>two</li></ul>") == "- one\n  - in\n  - ner\n- two");
  CHECK(html_to_markdown("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>") == "- a\n\n  b\n- c");
  CHECK(html_to_markdown("<ol><li><ul><li>deep</li></ul></li></ol>") == "1. - deep");
  CHECK(html_to_markdown("<ul><li></li><li>x</li></ul>") == "- x");
  CHECK(html_to_markdown("Hi<blockquote>one<br>two<p>three</blockquote>bye") == "Hi\n\n> one\n> two\n>\n> three\n\nbye");
  CHECK(html_to_markdown("<blockquote>a<blockquote>b</blockquote>c</blockquote>") == "> a\n>\n> > b\n>\n> c");
}

TEST_CASE("html: tables") {
  CHECK(html_to_markdown("<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td>3</td></tr></table>x") ==
        "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |\n\nx");
  // A layout.
  CHECK(html_to_markdown("<table><tr><td><p>one</p><p>two</p></td><td>three</td></tr></table>") == "one\n\ntwo\n\nthree");
  CHECK(html_to_markdown("<table><tr><td>a</td><td>b</td></tr></table>") == "a b");
}

TEST_CASE("html: in a line") {
  CHECK(html_to_markdown("a <b> bold </b>c <i>it</i>.") == "a **bold** c *it*.");
  CHECK(html_to_markdown("<b></b>x<i> </i>y") == "x y");
  CHECK(html_to_markdown("<b>one<br>two</b>") == "**one**\n**two**");
  CHECK(html_to_markdown("<code>a`b</code> <s>old</s>") == "``a`b`` ~~old~~");
  CHECK(html_to_markdown("<a href='https://x.cn/a b(c)'>here</a>") == "[here](https://x.cn/a%20b%28c%29)");
  CHECK(html_to_markdown("<a href='https://x.cn'>https://x.cn</a> <a href='mailto:a@b.cn'>a@b.cn</a>") == "https://x.cn a@b.cn");
  CHECK(html_to_markdown("<a href='javascript:alert(1)'>go</a> <a href='#top'>top</a>") == "go top");
  CHECK(html_to_markdown("<img src='https://x.cn/p.png' alt='a [b]'>") == "![a \\[b\\]](https://x.cn/p.png)");
  CHECK(html_to_markdown("<img src='data:image/png;base64,AAAA' alt='logo'> <img src='https://t.cn' width=1>") == "logo");
  CHECK(html_to_markdown("a&nbsp;&amp;&nbsp;b &lt;c&gt; &copy;") == "a & b \\<c> ©");
  CHECK(html_to_markdown("10<sup>5</sup> H<sub>2</sub>O x<sup>2n</sup>") == "10⁵ H₂O x^(2n)");
  CHECK(html_to_markdown("text<sup><a href='#1'>1</a></sup> <sup>a note</sup>") == "text1 a note");
}

TEST_CASE("html: what is no content") {
  CHECK(html_to_markdown("<html><head><title>t</title><style>p{}</style></head><body>x<script>alert(1)</script></body></html>") ==
        "x");
  CHECK(html_to_markdown("a<!-- no --><div style='display: none'>hidden</div><span hidden>h</span>b") == "a\n\nb");
  CHECK(html_to_markdown("<form><input value=x><button>Send</button></form>y") == "y");
}

TEST_CASE("html: text stays text") {
  CHECK(html_to_markdown("<p># no heading</p><p>- no item</p><p>1. no</p><p>&gt; no</p><p>===</p>") ==
        "\\# no heading\n\n\\- no item\n\n1\\. no\n\n\\> no\n\n\\===");
  CHECK(html_to_markdown("ERR_404 2*3 a * b _x_ `q` ~~ [a](b) #1 C:\\dir \\*") ==
        "ERR_404 2\\*3 a * b \\_x\\_ \\`q\\` \\~\\~ \\[a](b) #1 C:\\dir \\\\\\*");
  CHECK(html_to_markdown("&amp;lt;b&amp;gt; 3.5 -1 +49") == "\\&lt;b\\&gt; 3.5 -1 +49");
}

TEST_CASE("html: damaged and hostile") {
  CHECK(html_to_markdown("<p>a<b>b<p>c</i>d") == "a**b**\n\ncd");
  CHECK(html_to_markdown("<<<>>>a < b") == "\\>>>a < b");
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<blockquote>";
  CHECK(html_to_markdown(deep + "x").size() < 100000);
  CHECK(html_to_markdown(std::string("a\0b", 3)).find('\0') == std::string::npos);
}

TEST_CASE("html: what HTML does not have is text") {
  CHECK(html_to_markdown("<p>Estimado <name>, gracias</p>") == "Estimado \\<name>, gracias");
  CHECK(html_to_markdown("<div>Dear <customer_name></customer_name>!</div>") == "Dear \\<customer_name>!");
}

TEST_CASE("html: no text is lost, however deep it lies and however long it is") {
  const auto nested = [](int times, const std::string& open, const std::string& close) {
    std::string html;
    for (int i = 0; i < times; ++i) html += open;
    html += "<br>deep<script>x()</script>";
    for (int i = 0; i < times; ++i) html += close;
    return html_to_markdown(html + "<p>behind</p>");
  };
  for (const int times : {10, 60, 80, 200, 247, 248, 249, 260, 1000, 100000}) {
    CAPTURE(times);
    for (const auto& [open, close] : {std::pair("<table><tbody><tr><td>", "</td></tr></tbody></table>"),
                                      {"<div>", "</div>"},
                                      {"<blockquote>", ""},
                                      {"<div>", "</b>"},
                                      {"<b>", "</i>"},
                                      {"<ul><li>", "</li></ul>"}}) {
      CAPTURE(open);
      const std::string markdown = nested(times, open, close);
      CHECK(markdown.find("deep") != std::string::npos);
      CHECK(markdown.find("behind") != std::string::npos);
      CHECK(markdown.find("x()") == std::string::npos);
    }
  }
  const std::string text(std::size_t{11} << 20U, 'x');
  CHECK(html_to_markdown("<p>" + text + "</p>").size() == text.size());
}

TEST_CASE("html: nested tables and links take no more time than they are long") {
  std::string tables;
  for (int i = 0; i < 60; ++i) tables += "<table><tr><td>";
  CHECK(html_to_markdown(tables + "<p>Hello</p><p>x</p>") == "Hello\n\nx");
  std::string links;
  for (int i = 0; i < 60; ++i) links += "<a href='https://x.cn'><div>";
  CHECK(html_to_markdown(links + "a<p>b") == "a\n\nb");
}

TEST_CASE("html: what is taken for it") {
  for (const char* html : {"<p>x</p>", " <div>a</div>", "<!DOCTYPE html><html>", "<html><body>x", "<P>Hello</P>",
                           "<p>a<br>\nb\n</p>", "<b>Hi</b> there"}) {
    CAPTURE(html);
    CHECK(is_html(html));
  }
  for (const char* text : {"", "plain", "a < b and c > d", "<mail@x.cn> wrote", "List<int> x", "use <br> for a line end",
                           "what does <p> do?", "<stdio.h>", "one\ntwo<br>three<br>four\n- a", "Hi<br>there<br/>you",
                           "Write `<p>` and `</p>` around", "text<p>a</p>", "<p align=center>Logo</p>\n\n# Title\n",
                           "# Code\n```html\n<p>Hello</p>\n```", "<p>x</p>\n- one\n- two", "Estimado <name>,<br><br>Gracias"}) {
    CAPTURE(text);
    CHECK_FALSE(is_html(text));
  }
}
