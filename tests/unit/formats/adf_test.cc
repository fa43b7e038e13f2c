#include "formats/adf.hh"

#include <doctest/doctest.h>

#include "base/json.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

std::string markdown(std::string_view content) {
  return adf_to_markdown(
             json::parse(std::string(R"({"type":"doc","version":1,"content":[)").append(content).append("]}"), "test"))
      .value_or("none");
}

}  // namespace

TEST_CASE("adf_to_markdown: what stands in a line") {
  CHECK(
      markdown(R"({"type":"paragraph","content":[{"type":"text","text":"Hi "},{"type":"mention","attrs":{"id":"1","text":"@Ann"}},
    {"type":"text","text":", it "},{"type":"text","text":"jams","marks":[{"type":"strong"}]},{"type":"hardBreak"},
    {"type":"text","text":"see "},{"type":"text","text":"this","marks":[{"type":"link","attrs":{"href":"https://example.org/a?b=1&c=2"}}]},
    {"type":"text","text":" and "},{"type":"text","text":"a < b","marks":[{"type":"code"}]},
    {"type":"emoji","attrs":{"shortName":":smile:"}},{"type":"date","attrs":{"timestamp":"1772719629000"}}]})") ==
      "Hi @Ann, it **jams**\nsee [this](https://example.org/a?b=1&c=2) and `a < b`:smile:2026-03-05");
}

TEST_CASE("adf_to_markdown: blocks") {
  CHECK(markdown(R"({"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Steps"}]},
    {"type":"orderedList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"one"}]},
      {"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"inner"}]}]}]}]}]},
    {"type":"codeBlock","attrs":{"language":"sh"},"content":[{"type":"text","text":"ls *\ncd"}]},
    {"type":"rule"},
    {"type":"panel","attrs":{"panelType":"info"},"content":[{"type":"paragraph","content":[{"type":"text","text":"Mind"}]}]},
    {"type":"taskList","content":[{"type":"taskItem","attrs":{"state":"DONE"},"content":[{"type":"text","text":"done"}]}]},
    {"type":"mediaSingle","content":[{"type":"media","attrs":{"type":"file","id":"x","alt":"photo.png"}}]},
    {"type":"somethingNew","content":[{"type":"paragraph","content":[{"type":"text","text":"kept"}]}]})") ==
        "## Steps\n\n1. one\n   - inner\n\n```\nls *\ncd\n```\n\n---\n\n> Mind\n\n- [x] done\n\nphoto.png\n\nkept");
}

TEST_CASE("adf_to_markdown: what is none") {
  CHECK_FALSE(adf_to_markdown(Value("text")));
  CHECK_FALSE(adf_to_markdown(json::parse(R"({"type":"doc"})", "test")));
  CHECK_FALSE(adf_to_markdown(json::parse(R"({"type":"page","content":[]})", "test")));
  CHECK(markdown("").empty());
  CHECK(markdown(R"({"type":"paragraph"},7,null,{"type":9},{"content":"x"})").empty());
}
