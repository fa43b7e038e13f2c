#include "site/theme.hh"

#include <doctest/doctest.h>

#include <string>

#include "base/error.hh"
#include "site/labels.hh"

namespace ckm::site {
namespace {

std::string refusal(std::string_view toml) {
  try {
    read_theme(toml, "theme.toml");
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kUsage);
    CHECK(!e.hint().empty());
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("The contrast of colours is that of WCAG") {
  CHECK(contrast("#000000", "#ffffff") == doctest::Approx(21.0));
  CHECK(contrast("#ffffff", "#ffffff") == doctest::Approx(1.0));
  CHECK(contrast("#767676", "#ffffff") == doctest::Approx(4.54).epsilon(0.002));
  CHECK(contrast("#777777", "#ffffff") < 4.5);
  CHECK(contrast("#0000ff", "#ffffff") == doctest::Approx(8.59).epsilon(0.002));
}

TEST_CASE("The colours that ckm comes with can be read, in the light and in the dark") {
  for (const std::string& fault : contrast_faults(plain_theme())) FAIL_CHECK(fault);
}

TEST_CASE("Colours that can't be read are told") {
  const Theme theme = read_theme("[colours]\naccent = \"#88aaff\"\n[colours.dark]\ntext = \"#333333\"\n", "t");
  const std::vector<std::string> faults = contrast_faults(theme);
  REQUIRE(!faults.empty());
  CHECK(faults[0] == "accent #88aaff on background #ffffff is hard to read: contrast 2.2, needed 4.5");
  CHECK(faults.back().find("in the dark") != std::string::npos);
}

TEST_CASE("A theme is read, and what is wrong in it is told with its place") {
  const Theme theme = read_theme(
      "title = \"T\"\nurl = \"https://h.example/help\"\nlanguage = \"zh-Hant\"\ncategories = [\"/a//b/\", "
      "\"c\"]\n[colours]\nline = \"#ABCDEF\"\n",
      "t");
  CHECK(theme.url == "https://h.example/help/");
  CHECK(theme.categories == std::vector<std::string>{"a/b", "c"});
  CHECK(theme_css(theme).find("--line: #ABCDEF;") != std::string::npos);
  CHECK(theme_css(theme).find("--on-accent: #ffffff;") != std::string::npos);
  CHECK(refusal("titel = \"x\"") == "theme.toml:1:9: a theme has no titel");
  CHECK(refusal("\ntitle = 3").starts_with("theme.toml:2:"));
  CHECK(refusal("language = \"fr\"").find("no labels in fr") != std::string::npos);
  CHECK(refusal("url = \"javascript:alert(1)\"").find("no address") != std::string::npos);
  CHECK(refusal("url = \"https://x.cn/\\\"><script>\"").find("no address") != std::string::npos);
  CHECK(refusal("[colours]\naccent = \"red;} body{}\"").find("no colour") != std::string::npos);
  CHECK(refusal("[colours]\nglow = \"#ffffff\"").find("no colour glow") != std::string::npos);
  CHECK(refusal("colours = 3").find("no table") != std::string::npos);
  CHECK(refusal("descriptions = 1").find("neither true nor false") != std::string::npos);
  CHECK(refusal("categories = \"a\"").find("no list") != std::string::npos);
}

TEST_CASE("Labels speak three languages") {
  CHECK(Labels("en").articles(1) == "1 article");
  CHECK(Labels("en").articles(12) == "12 articles");
  CHECK(Labels("zh-Hant").articles(1) == "1 篇文章");
  CHECK(Labels("fr")[Label::kHome] == "Home");
  CHECK(Labels("en").day("2026-03-05") == "5 March 2026");
  CHECK(Labels("zh-Hans").day("2026-03-05") == "2026年3月5日");
}

}  // namespace ckm::site
