// Builds a segment in memory: documents in, sorted postings out.
//
// Impacts are BM25F (Robertson, Zaragoza, Taylor, CIKM 2004) without the idf, which a query brings:
//   x = w_q·tf_q/(1 − b_q + b_q·len_q/avg_q) + w_a·tf_a/(1 − b_a + b_a·len_a/avg_a),   impact = x/(x + k1) in [0, 1)
// coded as 1 to 255.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "index/segment.hh"

namespace ckm::index {

enum class Field : std::uint8_t { kQuestion, kAnswer };

struct Scoring {
  double question_weight = 1.0;
  double answer_weight = 0.1;
  double k1 = 1.2;
  double question_b = 0.75;
  double answer_b = 0.75;
  double question_length = 1.0;  // Averages, in words.
  double answer_length = 1.0;
};

// Lists that every segment has beside its words: each document's length in words, coded by length_code. Their names can't be
// words, for no word holds a control character.
inline constexpr std::string_view kAnswerLengths =
    "\x01"
    "a";
inline constexpr std::string_view kQuestionLengths =
    "\x01"
    "q";
// A length as one byte: exact below 32, then within 1/32; and the length that a code stands for.
std::uint8_t length_code(std::uint32_t length);
std::uint32_t length_of_code(std::uint8_t code);

class SegmentBuilder {
 public:
  explicit SegmentBuilder(const Scoring& scoring) : scoring_(scoring) {}

  // One document after another, in ascending order.
  void begin_document(std::uint32_t doc);
  // `counts`: whether the term is a word that counts towards the length (a pair does not).
  void add(std::string_view term, Field field, bool counts);
  void end_document();

  [[nodiscard]] std::uint64_t documents() const { return documents_; }
  // Bytes held, the sorting in write() included.
  [[nodiscard]] std::size_t memory() const;
  // Lengths so far, summed over the documents, from their codes: what averages are computed from.
  [[nodiscard]] double question_words() const { return question_words_; }
  [[nodiscard]] double answer_words() const { return answer_words_; }
  [[nodiscard]] std::uint32_t first() const { return first_doc_; }
  [[nodiscard]] std::uint32_t last() const { return doc_; }

  // Writes all terms and forgets the documents. Calls writer.finish().
  void write(SegmentWriter& writer);
  void clear();

 private:
  struct Term {
    std::size_t offset = 0;  // In names_.
    std::uint32_t length = 0;
    std::uint32_t count = 0;        // Documents.
    std::uint32_t in_question = 0;  // In the document at hand.
    std::uint32_t in_answer = 0;
  };
  std::uint32_t intern(std::string_view term);
  [[nodiscard]] std::string_view name(const Term& term) const {
    return std::string_view(names_).substr(term.offset, term.length);
  }
  void record(std::uint32_t term, std::uint8_t impact);
  void grow();

  Scoring scoring_;
  std::string names_;
  std::vector<Term> terms_;
  std::vector<std::uint32_t> slots_;  // Open addressing: term number plus one.
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> posting_terms_;
  std::vector<std::uint32_t> posting_docs_;
  std::vector<std::uint8_t> posting_impacts_;
  std::uint32_t doc_ = 0;
  std::uint32_t first_doc_ = 0;
  std::uint32_t question_length_ = 0;
  std::uint32_t answer_length_ = 0;
  std::uint64_t documents_ = 0;
  double question_words_ = 0;
  double answer_words_ = 0;
};

}  // namespace ckm::index
