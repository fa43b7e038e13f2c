#include "text/markdown_html.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "unit/rounds.hh"

namespace ckm::text {
namespace {

const std::set<std::string> kElements = {"p",  "h1",         "h2",   "h3",  "h4",     "h5",    "h6",    "ul",   "ol",
                                         "li", "blockquote", "code", "pre", "table",  "thead", "tbody", "tr",   "th",
                                         "td", "hr",         "br",   "em",  "strong", "del",   "a",     "input"};
const std::set<std::string> kAttributes = {"href", "title", "start", "class", "align", "type", "checked", "disabled"};

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// What is in the HTML that the contract does not let in; empty where all is well. A reader of its own, as strict as can be.
std::string fault(const std::string& html) {
  std::vector<std::string> open;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '>') return "a > in text";
    if (html[at] != '<') {
      ++at;
      continue;
    }
    ++at;
    const bool closing = html[at] == '/';
    if (closing) ++at;
    std::string name;
    while (at < html.size() && std::isalnum(static_cast<unsigned char>(html[at])) != 0) name.push_back(html[at++]);
    if (!kElements.contains(name)) return "element <" + name;
    while (at < html.size() && html[at] == ' ') {
      ++at;
      std::string attribute;
      while (at < html.size() && std::isalpha(static_cast<unsigned char>(html[at])) != 0) attribute.push_back(html[at++]);
      if (attribute.empty() && html[at] == '/') break;
      if (!kAttributes.contains(attribute)) return "attribute " + attribute;
      std::string value;
      if (html[at] == '=') {
        if (html[++at] != '"') return "no quotes";
        const std::size_t end = html.find('"', ++at);
        if (end == std::string::npos) return "no end of a value";
        value = html.substr(at, end - at);
        at = end + 1;
      }
      if (attribute != "href") continue;
      const std::string address = lower(value);
      const std::size_t colon = address.find_first_of(":/?#");
      const bool scheme = colon != std::string::npos && address[colon] == ':';
      if (scheme && !address.starts_with("http:") && !address.starts_with("https:") && !address.starts_with("mailto:") &&
          !address.starts_with("tel:"))
        return "address " + address;
    }
    if (html[at] == '/') ++at;
    if (html[at] != '>') return "no end of <" + name;
    ++at;
    if (name == "br" || name == "hr" || name == "input") continue;
    if (!closing) {
      open.push_back(name);
    } else {
      if (open.empty() || open.back() != name) return "</" + name + "> where it is not open";
      open.pop_back();
    }
  }
  return open.empty() ? "" : "<" + open.back() + "> is not closed";
}

std::string html(std::string_view markdown) {
  std::string out = markdown_html(markdown, 2);
  INFO(markdown);
  INFO(out);
  CHECK(fault(out).empty());
  return out;
}

std::vector<std::string> attacks() {
  const char* const sample = std::getenv("SAMPLE");
  std::ifstream file(std::string(sample == nullptr ? "tests/data" : sample) + "/attacks.txt");
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && !line.starts_with("# ")) out.push_back(line);
  }
  return out;
}

}  // namespace

TEST_CASE("Markdown as people write it") {
  CHECK(html("Hello *you* and **me** ~~them~~ `x<y`") ==
        "<p>Hello <em>you</em> and <strong>me</strong> <del>them</del> <code>x&lt;y</code></p>\n");
  CHECK(html("# One\n\n### Three") == "<h2>One</h2>\n<h4>Three</h4>\n");
  CHECK(html("| a | b |\n|---|--:|\n| 1 | 2 |").find("<td align=\"right\">2</td>") != std::string::npos);
  CHECK(html("3. three\n4. four").find("<ol start=\"3\">") != std::string::npos);
  CHECK(html("see https://example.com/a?b=1") ==
        "<p>see <a href=\"https://example.com/a?b=1\">https://example.com/a?b=1</a></p>\n");
}

TEST_CASE("Links stay where they lead to the web, to mail, to a telephone or nowhere else") {
  CHECK(html("[a](https://x.cn/y)") == "<p><a href=\"https://x.cn/y\">a</a></p>\n");
  CHECK(html("[a](mailto:a@b.cn) [b](tel:+861) [c](faq/x.html#y) [d](#top)").find("faq/x.html#y") != std::string::npos);
  CHECK(html("[a *b*](javascript:alert(1))") == "<p>a <em>b</em></p>\n");
  CHECK(html("[a](JaVaScRiPt:alert(1)) [b](&#106;avascript:x) [c](data:text/html,x) [d](vbscript:x) [e](file:///etc/passwd)") ==
        "<p>a b c d e</p>\n");
  CHECK(html("[a](//evil.example)") == "<p>a</p>\n");
  CHECK(html("[a](\\\\\\\\evil)") == "<p>a</p>\n");
  CHECK(html("[x]: javascript:alert(1)\n\n[x]") == "<p>x</p>\n");
}

TEST_CASE("A picture is a link to it, for nothing is loaded from elsewhere") {
  CHECK(html("![the box](https://x.cn/b.png)") == "<p><a href=\"https://x.cn/b.png\">the box</a></p>\n");
  CHECK(html("![](https://x.cn/b.png)") == "<p><a href=\"https://x.cn/b.png\">https://x.cn/b.png</a></p>\n");
  CHECK(html("![the *box*](data:image/png;base64,AAAA)") == "<p>the <em>box</em></p>\n");
  CHECK(html("[![b](https://x.cn/b.png)](https://y.cn)") == "<p><a href=\"https://y.cn\">b</a></p>\n");
}

TEST_CASE("HTML in Markdown: what it formats stays, what it runs goes") {
  CHECK(html("one<br>two").find("<br />") != std::string::npos);
  CHECK(html("a <b onclick=\"x()\">b</b> c") == "<p>a b c</p>\n");
  CHECK(html("write <name> here") == "<p>write &lt;name&gt; here</p>\n");
  CHECK(html("<p>Hi <b>you</b> <img src=x onerror=alert(1)></p>") == "<p>Hi <strong>you</strong></p>\n");
  CHECK(html("<script>alert(1)</script>").find("alert") == std::string::npos);
  CHECK(html("<div>\n\nin *it*\n\n</div>") == "<p>in <em>it</em></p>\n");
}

TEST_CASE("The text alone") {
  CHECK(markdown_text("# A\n\nb *c*\nd `e`\n\n- f\n- g\n\n[h](javascript:x)") == "A b c d e f g h");
  CHECK(markdown_text("<p>Hi <b>you</b></p>").find("Hi") == 0);
  CHECK(markdown_text("").empty());
}

TEST_CASE("No attack of the list comes through") {
  const std::vector<std::string> list = attacks();
  REQUIRE(list.size() > 50);
  std::string all;
  for (const std::string& attack : list) {
    html(attack);
    html("text " + attack + " text");
    html("- " + attack + "\n  > " + attack);
    all += attack + "\n\n";
  }
  html(all);
}

TEST_CASE("Nor does any text made of their parts") {
  const std::vector<std::string> parts = {
      "<",      ">",       "</",  "script",   "img",      " src=",   "\"",   "'",   "`",         "javascript:",
      "[a](",   ")",       "![",  "]",        "\n",       "\n\n",    "<!--", "-->", "<![CDATA[", "]]>",
      "&#x6A;", "&colon;", "svg", " onload=", "<a href=", "](data:", "|",    "---", "\x1B[2J",   "退",
      "\u202E", "<?",      "?>",  "\\",       "    ",     "- ",      "> ",   "~~",  "<div>",     "https://x.cn/",
      "\xFF",   "\t"};
  std::mt19937_64 random(7);
  for (int round = 0; round < rounds(3000); ++round) {
    std::string markdown;
    for (std::size_t n = random() % 30; n > 0; --n) markdown += parts[random() % parts.size()];
    html(markdown);
    markdown_text(markdown);
  }
}

}  // namespace ckm::text
