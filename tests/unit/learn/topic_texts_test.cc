#include "learn/topic_texts.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>

using namespace ckm;
using namespace ckm::learn;

namespace {

std::vector<std::string> keys_of(const std::vector<TopicText>& texts) {
  std::vector<std::string> keys;
  for (const TopicText& text : texts) keys.push_back(text.key);
  return keys;
}

}  // namespace

TEST_CASE("topic texts: the same in whatever order they come") {
  std::vector<int> order(500);
  for (int i = 0; i < 500; ++i) order[static_cast<std::size_t>(i)] = i;
  std::vector<std::string> first;
  for (unsigned seed = 0; seed < 3; ++seed) {
    TopicTexts texts(7, 100);
    for (const int i : order) texts.add(fmt::format("T{}", i), i, fmt::format("\ntext {}", i));
    CHECK(texts.given() == 500);
    const std::vector<std::string> keys = keys_of(texts.take());
    CHECK(keys.size() == 100);
    if (first.empty()) first = keys;
    CHECK(keys == first);
    std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  }
  TopicTexts other(8, 100);
  for (const int i : order) other.add(fmt::format("T{}", i), i, fmt::format("\ntext {}", i));
  CHECK(keys_of(other.take()) != first);
}

TEST_CASE("topic texts: no more bytes than there is room for") {
  TopicTexts texts(1, 1000, 5000);
  for (int i = 0; i < 100; ++i) texts.add(std::to_string(i), i, "\n" + std::string(999, 'x'));
  CHECK(texts.take().size() == 5);
  TopicTexts long_one(1);
  long_one.add("1", 1, "\n" + std::string(100'000, 'x'));
  CHECK(long_one.take()[0].text.size() == TopicTexts::kMostOfText);
}

TEST_CASE("topic texts: lines that many share are left out of bodies") {
  TopicTexts texts(1);
  for (int i = 0; i < 40; ++i) {
    texts.add(std::to_string(i), i,
              fmt::format("Refund\n  Dear team,\t\nWhere is the money of order {}?\n\nKind regards\nRefund", 1000 + i));
  }
  texts.add("few", 40, "Hello\nA line of its own\nand another");
  texts.add("only", 41, "\nKind regards");
  texts.add("none", 42, "Nothing but a title");
  for (const TopicText& text : texts.take()) {
    if (text.key == "few") CHECK(text.text == "Hello\nA line of its own\nand another");
    else if (text.key == "only") CHECK(text.text == "\nKind regards");  // The rarest line stays.
    else if (text.key == "none") CHECK(text.text == "Nothing but a title");
    else CHECK(text.text == fmt::format("Refund\nWhere is the money of order {}?", 1000 + text.id));
  }
}

TEST_CASE("topic texts: lines of fewer texts stay") {
  CommonLines lines;
  for (int i = 0; i < 19; ++i) lines.add(fmt::format("\nDear team\nquestion {}", i));
  lines.finish();
  CHECK(lines.without("\nDear team\nmine") == "\nDear team\nmine");
}
