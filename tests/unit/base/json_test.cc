#include "base/json.hh"

#include <doctest/doctest.h>

#include "base/error.hh"

using namespace ckm;

namespace {

// Gives one byte at a time.
class ByteByByte final : public ByteSource {
 public:
  explicit ByteByByte(std::string_view text) : rest_(text) {}
  std::size_t read(std::span<char> into) override { return rest_.read(into.first(1)); }

 private:
  MemorySource rest_;
};

// Values one after another as JSON, then the error with its place.
std::string all(std::string_view text) {
  ByteByByte source(text);
  json::Reader reader(source);
  std::string out;
  while (reader.more()) {
    json::ValueBuilder builder;
    const std::string error = reader.read(builder);
    const json::Position at = reader.position();
    if (!error.empty())
      return out + "! " + std::to_string(at.line) + ":" + std::to_string(at.column) + "@" + std::to_string(at.offset);
    out += json::dump(builder.take()) + " ";
  }
  return out;
}

std::string error(std::string_view text) {
  try {
    json::parse(text, "f");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("JSON: values one after another") {
  CHECK(all("").empty());
  CHECK(all(" \n\t ").empty());
  CHECK(all("{}[]\n1 2\n\"x\"true") == "{} [] 1 2 \"x\" true ");
  CHECK(all("1[2]-3{\"a\":4}") == "1 [2] -3 {\"a\":4} ");
  CHECK(all("12\n13") == "12 13 ");
}

TEST_CASE("JSON: where an error stands") {
  CHECK(all("[1,\n 2 x]") == "! 2:4@7");
  CHECK(all("[1,\n\n") == "! 3:1@5");
  CHECK(all("\n\n}") == "! 3:1@2");
  CHECK(all("{} ]") == "{} ! 1:4@3");
  CHECK(all("[\"a\nb\"]") == "! 1:4@3");
  CHECK(error("[1,]") == "f:1:4: syntax error while parsing value - unexpected ']'; expected '[', '{', or a literal");
  CHECK(error("[]\n[]") == "f:2:1: something follows the value");
  CHECK(error(std::string("1\0", 2)) == "f:1:2: something follows the value");
  CHECK(error("  ") == "f:1:3: nothing but white space");
  CHECK(error("[1e999]") == "f:1:7: number overflow parsing '1e999'");
  CHECK(error("[\"" + std::string(100000, 'x')).size() < 300);
}

TEST_CASE("JSON: numbers keep their digits") {
  for (const std::string_view text :
       {"0", "-0", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "1.0", "1e5",
        "1E+2", "123456789012345678901234567890", "0.10000000000000000001"}) {
    CHECK(json::dump(json::parse(text, "f")) == text);
  }
}

TEST_CASE("JSON: text") {
  const std::string text = R"({"a":"x\"\\\n\u0001é退😀","b":[null,true,false,{"c":{}}],"a":1})";
  CHECK(json::dump(json::parse(text, "f")) == text);
  CHECK(json::dump(Value("\xFF\xC3x")) == "\"\uFFFD\uFFFDx\"");
  CHECK(json::dump_pretty(json::parse("{\"a\":[1,{}],\"b\":{}}", "f")) == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": {}\n}");
}

TEST_CASE("JSON: deep nesting is refused, not crashed on") {
  CHECK(error(std::string(100000, '[')).find("nested deeper than 512 levels") != std::string::npos);
  CHECK(error(std::string(512, '[') + std::string(512, ']')).empty());
  CHECK_FALSE(error(std::string(513, '[') + std::string(513, ']')).empty());
  Value value;
  CHECK(json::parse_line(std::string(100000, '{'), value).column == 2);
}

TEST_CASE("JSON: a value with too many parts is refused") {
  std::string text = "[0";
  for (std::size_t i = 0; i < json::ValueBuilder::kMaxParts; ++i) text += ",0";
  CHECK(error(text + "]").find("more than 2000000 values in one") != std::string::npos);
}

TEST_CASE("JSON: lines") {
  Value value;
  CHECK(json::parse_line("{\"a\":1}", value).reason.empty());
  CHECK(json::dump(value) == "{\"a\":1}");
  CHECK(json::parse_line("{\"a\":}", value).column == 6);
  CHECK(json::parse_line("{\"a\":1", value).column == 7);
  CHECK(json::parse_line(std::string("{}\0", 3), value).reason == "NUL byte");
  CHECK_FALSE(json::parse_line("\"\xFF\"", value).reason.empty());
  CHECK(json::dump(value) == "{\"a\":1}");
}

TEST_CASE("JSON: the position of an event is behind its last byte") {
  class Watch final : public json::Handler {
   public:
    explicit Watch(const json::Reader& reader) : reader_(reader) {}
    bool scalar(Value&&) override { return note(); }
    bool start_object() override { return note(); }
    bool key(std::string&) override { return note(); }
    bool end_object() override { return note(); }
    bool start_array() override { return note(); }
    bool end_array() override { return note(); }
    std::string seen;

   private:
    bool note() {
      seen += std::to_string(reader_.position().line) + ":" + std::to_string(reader_.position().column) + " ";
      return true;
    }
    const json::Reader& reader_;
  };
  MemorySource source("[12\n,\"x\",\n{\"k\":3}\n]");
  json::Reader reader(source);
  Watch watch(reader);
  CHECK(reader.read(watch).empty());
  CHECK(watch.seen == "1:2 1:4 2:5 3:2 3:5 3:7 3:8 4:2 ");
}
