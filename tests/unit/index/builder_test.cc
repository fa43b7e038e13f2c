#include "index/builder.hh"

#include <doctest/doctest.h>

#include <cmath>

#include "memory_blobs.hh"

using namespace ckm;
using namespace ckm::index;

TEST_CASE("length_code: exact below 32, never falls, within 1/32") {
  std::uint8_t before = 0;
  for (std::uint32_t length = 0; length < 50'000; ++length) {
    const std::uint8_t code = length_code(length);
    REQUIRE(code >= before);
    before = code;
    const std::uint32_t back = length_of_code(code);
    if (length < 32) REQUIRE(back == length);
    // Two numbers with 6 significant bits lie less than 1/32 apart.
    if (code < 255) {
      REQUIRE(back <= length);
      REQUIRE((length - back) * 32 <= length);
      REQUIRE(length_of_code(static_cast<std::uint8_t>(code + 1)) > back);
    }
  }
  for (int code = 0; code < 256; ++code) CHECK(length_code(length_of_code(static_cast<std::uint8_t>(code))) == code);
  CHECK(length_code(UINT32_MAX) == 255);
}

TEST_CASE("SegmentBuilder: impacts are those of the formula") {
  Random random(1);
  Scoring s;
  s.question_weight = 1.3;
  s.answer_weight = 0.2;
  s.k1 = 1.1;
  s.question_b = 0.6;
  s.answer_b = 1;
  s.question_length = 4.5;
  s.answer_length = 17;
  SegmentBuilder builder(s);
  Lists expected;
  LengthSum questions;
  LengthSum answers;
  std::uint32_t doc = 0;
  // More than one growth of the hash table.
  for (int i = 0; i < 800; ++i) {
    doc += 1 + below(random, 90);
    builder.begin_document(doc);
    std::map<std::string, std::pair<int, int>> counts;
    std::uint32_t lengths[2] = {0, 0};
    for (std::uint32_t w = 0, n = below(random, 60); w < n; ++w) {
      const std::string term = "t" + std::to_string(below(random, 1 + below(random, 20'000)));
      const bool answer = below(random, 3) > 0;
      const bool is_word = below(random, 4) > 0;
      builder.add(term, answer ? Field::kAnswer : Field::kQuestion, is_word);
      ++(answer ? counts[term].second : counts[term].first);
      if (is_word) ++lengths[answer ? 1 : 0];
    }
    if (i % 3 == 0) builder.mark(kLetters);
    builder.end_document();
    for (const auto& [term, tf] : counts) {
      // A field without words adds nothing.
      const double question = lengths[0] == 0 ? 0 : 1.3 * tf.first / (1 - 0.6 + 0.6 * lengths[0] / 4.5);
      const double answer = lengths[1] == 0 ? 0 : 0.2 * tf.second / (lengths[1] / 17.0);
      const double x = question + answer;
      const long impact = std::max(1L, std::lround(255 * x / (x + 1.1)));
      expected[term].push_back({doc, static_cast<std::uint8_t>(impact)});
    }
    expected[std::string(kQuestionLengths)].push_back({doc, length_code(lengths[0])});
    expected[std::string(kAnswerLengths)].push_back({doc, length_code(lengths[1])});
    questions.add(length_of_code(length_code(lengths[0])));
    answers.add(length_of_code(length_code(lengths[1])));
    if (i % 3 == 0) expected[std::string(kLetters)].push_back({doc, 1});
    if (i == 0) CHECK(builder.first() == doc);
  }
  CHECK(builder.documents() == 800);
  CHECK(builder.last() == doc);
  CHECK(builder.question_lengths().average() == questions.average());
  CHECK(builder.answer_lengths().average() == answers.average());
  CHECK(builder.memory() > 100'000);
  MemoryBlobs blobs;
  SegmentWriter writer(blobs);
  builder.write(writer);
  const Lists read = read_lists(blobs);
  CHECK(read == expected);
  CHECK(builder.documents() == 0);

  // It starts anew, and remembers nothing.
  builder.begin_document(7);
  builder.add("fresh", Field::kQuestion, true);
  builder.end_document();
  CHECK(builder.first() == 7);
  CHECK(builder.question_lengths().average() == 1);
  CHECK(builder.answer_lengths().documents == 0);
  CHECK(builder.answer_lengths().average() == 0);
  MemoryBlobs second;
  SegmentWriter again(second);
  builder.write(again);
  const Lists rest = read_lists(second);
  CHECK(rest.size() == 3);
  CHECK(rest.at("fresh").size() == 1);
}

TEST_CASE("SegmentBuilder: terms ascend by bytes, long ones are cut") {
  SegmentBuilder builder{Scoring()};
  builder.begin_document(1);
  for (const char* term : {"退款", "zebra", "abcdefghi", "abcdefgh", "abcdefghz", "a", "\xF4\x8F\xBF\xBF"})
    builder.add(term, Field::kQuestion, true);
  builder.add(std::string(3000, 'm'), Field::kAnswer, true);
  builder.end_document();
  MemoryBlobs blobs;
  SegmentWriter writer(blobs);
  builder.write(writer);
  std::vector<std::string> terms;
  for (TermCursor cursor(blobs); cursor.next();) terms.push_back(cursor.term());
  const std::vector<std::string> expected = {std::string(kAnswerLengths),
                                             std::string(kQuestionLengths),
                                             "a",
                                             "abcdefgh",
                                             "abcdefghi",
                                             "abcdefghz",
                                             std::string(kMostTermBytes, 'm'),
                                             "zebra",
                                             "退款",
                                             "\xF4\x8F\xBF\xBF"};
  CHECK(terms == expected);
}
