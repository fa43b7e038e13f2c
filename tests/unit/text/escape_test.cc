#include "text/escape.hh"

#include <doctest/doctest.h>

#include <string>

#include "base/json.hh"

namespace ckm::text {

TEST_CASE("Text and attributes hold no sign that begins something else") {
  CHECK(html_text("a < b && c > d \"e\" 'f'") == "a &lt; b &amp;&amp; c &gt; d \"e\" 'f'");
  CHECK(html_attribute("\"x\" onclick='y' `z` <a>") == "&quot;x&quot; onclick=&#39;y&#39; &#96;z&#96; &lt;a&gt;");
  CHECK(html_attribute("two\nlines\tand a tab") == "two lines and a tab");
  CHECK(html_text("退款 &amp;") == "退款 &amp;amp;");
}

TEST_CASE("What turns the direction of a line, controls and escapes are left out") {
  CHECK(html_text("a\u202Eb\u2066c\u2069") == "abc");
  CHECK(html_text(std::string_view("\x1B[31mred\x1B[0m\x07\0z", 15)) == "[31mred[0mz");
  CHECK(html_text("bad \xFF\xC3 bytes") == "bad \uFFFD\uFFFD bytes");
  CHECK(html_text("two\nlines") == "two\nlines");
}

TEST_CASE("A path in a link has no scheme and keeps its bytes") {
  CHECK(url_path("article/4af6.html") == "article/4af6.html");
  CHECK(url_path("javascript:alert(1)") == "javascript%3Aalert%281%29");
  CHECK(url_path("退/a b?c#d\"") == "%E9%80%80/a%20b%3Fc%23d%22");
}

TEST_CASE("JSON in a script can't end it, and says the same") {
  const std::string nasty = "</script><!--<script>&\u2028\u2029\"\\ 退款";
  const std::string out = script_string(nasty);
  CHECK(out.find('<') == std::string::npos);
  CHECK(out.find('>') == std::string::npos);
  CHECK(out.find('&') == std::string::npos);
  CHECK(out.find("\u2028") == std::string::npos);
  CHECK(*json::parse(out, "it").string() == nasty);
  Value list;
  list.set("</a>", Value{Value::Array{Value("\u202Ex"), Value(3)}});
  CHECK(script_json(list) == "{\"\\u003c/a\\u003e\":[\"x\",3]}");
}

}  // namespace ckm::text
