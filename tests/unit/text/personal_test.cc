#include "text/personal.hh"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/error.hh"

using namespace ckm;
using text::PersonalFinder;
using text::PersonalFinding;

namespace {

std::vector<PersonalFinding> find(const std::string& in, const std::string& beside = {}) {
  static const PersonalFinder finder;
  return finder.find(in, beside);
}

// The findings in brackets: [[email:anna@example.org]].
std::string marked(const std::string& in, const PersonalFinder& finder) {
  std::string out;
  std::size_t at = 0;
  for (const PersonalFinding& finding : finder.find(in)) {
    out += in.substr(at, finding.offset - at) + "[[" + std::string(finding.kind) + ":" +
           in.substr(finding.offset, finding.length) + "]]";
    at = finding.offset + finding.length;
  }
  return out + in.substr(at);
}

std::string value(const std::string& in, const std::string& beside = {}) {
  const auto found = find(in, beside);
  return found.size() == 1 ? std::string(found[0].kind) + " " + found[0].value : std::to_string(found.size()) + " found in " + in;
}

struct Labelled {
  std::string text;
  std::vector<std::pair<std::string, std::pair<std::size_t, std::size_t>>> spans;
};

Labelled read(const std::string& line) {
  Labelled out;
  for (std::size_t at = 0;;) {
    const std::size_t open = line.find("[[", at);
    if (open == std::string::npos) {
      out.text += line.substr(at);
      return out;
    }
    out.text += line.substr(at, open - at);
    const std::size_t colon = line.find(':', open);
    const std::size_t close = line.find("]]", colon);
    const std::string what = line.substr(colon + 1, close - colon - 1);
    out.spans.push_back({line.substr(open + 2, colon - open - 2), {out.text.size(), what.size()}});
    out.text += what;
    at = close + 2;
  }
}

}  // namespace

TEST_CASE("of the labelled sentences nearly all is found of each kind, and nearly nothing else") {
  struct Count {
    int wanted = 0, found = 0, right = 0;
  };
  std::map<std::string, Count> counts;
  const char* const folder = std::getenv("SAMPLE");
  std::ifstream in(std::string(folder == nullptr ? "tests/data" : folder) + "/personal/labelled.txt");
  REQUIRE(in);
  const PersonalFinder finder;
  int lines = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    ++lines;
    const Labelled labelled = read(line);
    const auto found = finder.find(labelled.text);
    int missed = static_cast<int>(labelled.spans.size() != found.size());
    for (const auto& [kind, span] : labelled.spans) ++counts[kind].wanted;
    for (const PersonalFinding& finding : found) {
      Count& count = counts[std::string(finding.kind)];
      ++count.found;
      bool right = false;
      for (const auto& [kind, span] : labelled.spans)
        right = right || (kind == finding.kind && span.first == finding.offset && span.second == finding.length);
      if (right) ++count.right;
      else ++missed;
    }
    if (missed > 0) MESSAGE(line << "\n      -> " << marked(labelled.text, finder));
  }
  CHECK(lines >= 290);
  CHECK(counts.size() == text::personal_names().size());
  for (const auto& [kind, count] : counts) {
    INFO(kind << ": " << count.wanted << " wanted, " << count.found << " found, " << count.right << " of them right");
    CHECK(count.wanted >= 8);
    CHECK(count.right * 100 >= count.wanted * 95);
    CHECK(count.right * 100 >= count.found * 95);
  }
}

TEST_CASE("a value has one form however it is written") {
  for (const char* const text :
       {"13800138000", "138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００", "(0086)13800138000", "86 13800138000"})
    CHECK(value(text) == "phone +8613800138000");
  CHECK(value("0912-345-678") == value("+886 912 345 678"));
  CHECK(value("(02) 2345-6789") == "phone +886223456789");
  CHECK(value("010-87654321") == value("+86 10 8765 4321"));
  CHECK(value("電話 2345 6789") == value("+852 2345 6789"));
  CHECK(value("Anna@Example.ORG") == "email anna@example.org");
  CHECK(value("11010519491231002x") == "id 11010519491231002X");
  CHECK(value("4111-1111-1111-1111") == "card 4111111111111111");
  CHECK(value("车牌 京a12345") != "plate 京A12345");
  CHECK(value("京A·12345") == value("京A12345"));
  CHECK(value("2001:0db8::8a2e:0370") == "ip 2001:db8::8a2e:370");
  CHECK(value("021-62345678-801") != value("021-62345678"));
}

TEST_CASE("what stands beside a text says what it is") {
  CHECK(find("23456789").empty());
  CHECK(value("23456789", "contact_phone") == "phone +85223456789");
  CHECK(value("301234567", "護照號碼") == "passport 301234567");
  CHECK(find("13800138000", "order_id").empty());
}

TEST_CASE("offsets are those of the text, whatever stands before") {
  const std::string text = "　全角\u200b！\n二行 ＡＢ １３８\u200b００１３８０００。";
  const auto found = find(text);
  REQUIRE(found.size() == 1);
  CHECK(text.substr(found[0].offset, found[0].length) == "１３８\u200b００１３８０００");
}

TEST_CASE("a longer finding covers those in it") {
  CHECK(value("1234567@example.com").starts_with("email"));
  CHECK(value("44030819900307771X 和").starts_with("0 found"));  // A wrong check digit, and no phone inside of it.
  CHECK(value("anna@13800138000.com").starts_with("email"));
}

TEST_CASE("kinds are switched off and own expressions are added") {
  const PersonalFinder finder({"phone"}, {{"order", R"(SO-(\d+))"}, {"staff", "小[王李]"}});
  CHECK(marked("13800138000 小王 SO-4711, SO-9", finder) == "13800138000 [[staff:小王]] SO-[[order:4711]], SO-[[order:9]]");
  CHECK_THROWS_AS(PersonalFinder({}, {{"x", "(a"}}), Error);
  CHECK_THROWS_AS(PersonalFinder({}, {{"x", "a*"}}), Error);
  CHECK(text::pattern_fault("a+").empty());
}

TEST_CASE("texts of any bytes are read to their end") {
  for (const std::string text :
       {"", "\n", "@", "１", "\xEF\xBC", "0\xFF", "号", "一号", "1号", "+", "(+", "12", "::", "1::", "@@@", "[1]"})
    CHECK(find(text).empty());
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "a@b.cn ";
  CHECK(find(many).size() == 20'000);
}

TEST_CASE("a masked value shows less than half, and of an address of mail its domain") {
  CHECK(text::masked("+8613800138000") == "+86****8000");
  CHECK(text::masked("anna@example.org") == "a****@example.org");
  CHECK(text::masked("京A12345") == "京***5");
  CHECK(text::masked("小王") == "***");
  CHECK(text::masked("") == "***");
}
