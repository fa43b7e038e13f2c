#include "formats/xlsx_strings.hh"

#include <doctest/doctest.h>

#include <string>

#include "base/error.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

std::string get(SharedStrings& strings, std::uint64_t index) {
  std::string out;
  return strings.append(index, out) ? out : "none";
}

void read(SharedStrings& strings, std::string_view xml) { strings.read(std::make_unique<MemorySource>(xml), "strings"); }

}  // namespace

TEST_CASE("shared strings: runs are joined, phonetic hints left out, white space kept") {
  SharedStrings strings;
  read(strings,
       "<x:sst xmlns:x='urn:any'><x:si><x:t>plain &amp; &lt;b&gt;</x:t></x:si>\n"
       "<x:si><x:r><x:rPr><x:b/></x:rPr><x:t>two </x:t></x:r><x:r><x:t xml:space='preserve'> runs</x:t></x:r>"
       "<x:rPh sb='0' eb='1'><x:t>hint</x:t></x:rPh><x:phoneticPr fontId='1'/></x:si><x:si/><x:si><x:t/></x:si>"
       "<x:si><x:t><![CDATA[<raw>]]></x:t></x:si></x:sst>");
  CHECK(strings.size() == 5);
  CHECK(get(strings, 0) == "plain & <b>");
  CHECK(get(strings, 1) == "two  runs");
  CHECK(get(strings, 2).empty());
  CHECK(get(strings, 3).empty());
  CHECK(get(strings, 4) == "<raw>");
  CHECK(get(strings, 5) == "none");
}

TEST_CASE("shared strings: the same from memory and from a file") {
  std::string xml = "<sst>";
  const auto text = [](int i) {
    return std::string(static_cast<std::size_t>(i % 97 == 0 ? 70'000 : i % 300), 'x') + std::to_string(i);
  };
  constexpr int kCount = 5000;
  for (int i = 0; i < kCount; ++i) xml += "<si><t>" + text(i) + "</t></si>";
  xml += "</sst>";
  for (const std::size_t memory : {std::size_t{100}, std::size_t{200'000}, SharedStrings::kMemory}) {
    SharedStrings strings(memory);
    read(strings, xml);
    CHECK(strings.size() == kCount);
    int wrong = 0;
    for (int i = 0; i < kCount; ++i) {
      const int any = (i * 7919) % kCount;  // A prime, so that each comes once, out of order.
      wrong += get(strings, static_cast<std::uint64_t>(any)) == text(any) ? 0 : 1;
    }
    CHECK(wrong == 0);
    CHECK(get(strings, kCount) == "none");
  }
}

TEST_CASE("shared strings: characters that XML does not allow are left out") {
  SharedStrings strings;
  read(strings, "<sst><si><t>ver\x0Btical &#1;one</t></si><si><t>two</t></si></sst>");
  CHECK(get(strings, 0) == "vertical one");
  CHECK(get(strings, 1) == "two");
}

TEST_CASE("shared strings: entities of a document's own are refused, as is what is no XML") {
  for (const char* xml : {"<!DOCTYPE sst [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><sst><si><t>&b;</t></si></sst>",
                          "<!DOCTYPE sst SYSTEM 'file:///etc/passwd'><sst/>", "<sst><si><t>&undeclared;</t></si></sst>",
                          "<sst><si></sst>", "<sst><si><t>cut", "", "PK"}) {
    CAPTURE(xml);
    SharedStrings strings;
    CHECK_THROWS_AS(read(strings, xml), Error);
  }
}
