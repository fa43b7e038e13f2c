#include "formats/mbox.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace ckm;
using namespace ckm::formats;

namespace {

constexpr const char* kFrom = "From ann@x.org Thu Mar  5 14:07:09 2026\n";

std::vector<std::string> cut(const std::string& text) {
  MemorySource source(text);
  const Stored stored(source);
  MboxScanner scanner(stored);
  std::vector<std::string> messages;
  while (scanner.next()) messages.push_back(text.substr(scanner.begin(), scanner.end() - scanner.begin()));
  return messages;
}

using Messages = std::vector<std::string>;

}  // namespace

TEST_CASE("is_from_line") {
  CHECK(is_from_line("From ann@x.org Thu Mar  5 14:07:09 2026"));
  CHECK(is_from_line("From - Thu Mar  5 14:07:09 2026"));
  CHECK(is_from_line("From 1234@xxx Thu Mar 05 14:07:09 +0000 2026"));
  CHECK(!is_from_line("From 10:30 on we are there"));
  CHECK(!is_from_line("From 2024 on"));
  CHECK(!is_from_line(">From ann@x.org Thu Mar  5 14:07:09 2026"));
  CHECK(!is_from_line("From: ann@x.org Thu Mar  5 14:07:09 2026"));
}

TEST_CASE("MboxScanner: where messages lie") {
  const std::string from = kFrom;
  CHECK(cut(from + "A: 1\n\nx\n\n" + from + "A: 2\n\ny\n") == Messages{"A: 1\n\nx\n", "A: 2\n\ny\n"});
  CHECK(cut(from + "A: 1\r\n\r\nx\r\n\r\n" + from + "A: 2\r\n\r\ny") == Messages{"A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny"});
  // A sentence begins with From, below an empty line or not.
  CHECK(cut(from + "A: 1\n\nx\n\nFrom here on\nFrom there\n").size() == 1);
  CHECK(cut(from + "A: 1\n\nx\n" + from + "not a header\n").size() == 1);
  // Without the empty line, where a header follows.
  CHECK(cut(from + "A: 1\n\nx\n" + from + "A: 2\n\ny\n") == Messages{"A: 1\n\nx\n", "A: 2\n\ny\n"});
  // What stands before the first one is a message too.
  CHECK(cut("A: 1\n\nx\n\n" + from + "A: 2\n\ny\n").size() == 2);
  CHECK(cut("\n\n\xEF\xBB\xBF").size() == 1);
  CHECK(cut("\n\n").empty());
  CHECK(cut(from) == Messages{""});
  CHECK(cut(from + from + "A: 1\n\n") == Messages{"", "A: 1\n"});
}

TEST_CASE("MboxScanner: a length that leads to the next message is believed") {
  const std::string from = kFrom;
  const std::string body = "x\n\n" + from + "B: quoted by nobody\n\nz\n";
  const std::string length = std::to_string(body.size());
  CHECK(cut(from + "A: 1\nContent-Length: " + length + "\n\n" + body + "\n" + from + "A: 2\n\ny\n").size() == 2);
  CHECK(cut(from + "A: 1\nContent-Length: " + length + "\n\n" + body).size() == 1);
  CHECK(cut(from + "A: 1\nContent-Length: 7\n\n" + body).size() == 2);
  CHECK(cut(from + "A: 1\nContent-Length: 99999999999999999999\n\n" + body).size() == 2);
  CHECK(cut(from + "A: 1\nContent-Length: 100000\n\n" + body).size() == 2);
}

TEST_CASE("MboxScanner: lines, and messages longer than its buffer") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 20; ++round) {
    std::string text;
    std::vector<std::string> expected;
    std::vector<std::size_t> lines;
    for (int i = 0; i < 6; ++i) {
      std::string message = "A: " + std::to_string(i) + "\n\n";
      const std::size_t size = random() % 3 == 0 ? random() % 3'000'000 : random() % 3000;
      while (message.size() < size) message += std::string(random() % 5000, 'x') + "\nFrom here\n";
      lines.push_back(1 + static_cast<std::size_t>(std::ranges::count(text, '\n')));
      text += kFrom + message + "\n";
      expected.push_back(message);
    }
    MemorySource source(text);
    const Stored stored(source);
    MboxScanner scanner(stored);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      REQUIRE(scanner.next());
      REQUIRE(scanner.line() == lines[i]);
      REQUIRE(text.substr(scanner.begin(), scanner.end() - scanner.begin()) == expected[i]);
    }
    REQUIRE(!scanner.next());
  }
}
