// Builds a segment in memory: documents in, sorted postings out.
//
// Impacts are BM25F (Robertson, Zaragoza, Taylor, CIKM 2004) without the idf, which a query brings:
//   x = w_q·tf_q/(1 − b_q + b_q·len_q/avg_q) + w_a·tf_a/(1 − b_a + b_a·len_a/avg_a),   impact = x/(x + k1) in [0, 1)
// coded as 1 to 255.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "index/lists.hh"
#include "index/segment.hh"
#include "index/term_table.hh"

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

// What an average length is computed from: lengths by their codes, of the documents that have the field at all. Those without it
// (titles alone, of another source) would make each word of the others' texts look like one of a long text.
struct LengthSum {
  double words = 0;
  std::uint64_t documents = 0;
  void add(std::uint32_t length) {
    words += length;
    documents += length > 0 ? 1 : 0;
  }
  LengthSum& operator+=(const LengthSum& other) {
    words += other.words;
    documents += other.documents;
    return *this;
  }
  // 0 where no document has the field.
  [[nodiscard]] double average() const { return documents > 0 ? words / static_cast<double>(documents) : 0; }
};

class SegmentBuilder {
 public:
  explicit SegmentBuilder(const Scoring& scoring);

  // One document after another, in ascending order.
  void begin_document(std::uint32_t doc);
  // `counts`: whether the term is a word that counts towards the length (a pair does not).
  void add(std::string_view term, Field field, bool counts);
  // The document at hand is in a list that holds no impacts.
  void mark(std::string_view list);
  void end_document();

  [[nodiscard]] std::uint64_t documents() const { return documents_.size(); }
  // Bytes held, those that sort() will take included.
  [[nodiscard]] std::size_t memory() const;
  [[nodiscard]] LengthSum question_lengths() const { return question_lengths_; }
  [[nodiscard]] LengthSum answer_lengths() const { return answer_lengths_; }
  // Of at least one document.
  [[nodiscard]] std::uint32_t first() const { return documents_.front().doc; }
  [[nodiscard]] std::uint32_t last() const { return documents_.back().doc; }

  // Groups the postings by term and sorts the terms. No document may follow.
  void sort();
  // Writes all terms and forgets the documents. Calls writer.finish().
  void write(SegmentWriter& writer);
  void clear();

 private:
  friend void write_sorted(std::span<const SegmentBuilder> builders, SegmentWriter& writer);
  // A term of the document at hand.
  struct Counted {
    std::uint64_t key = 0;
    std::uint32_t begin = 0;  // In names_.
    std::uint32_t size = 0;
    std::uint32_t in_question = 0;
    std::uint32_t in_answer = 0;
  };
  struct Document {
    std::uint32_t doc = 0;
    std::size_t postings_end = 0;  // In posting_terms_.
  };
  Counted& count(std::string_view term);
  void grow_slots();
  void record(std::string_view term, std::uint64_t key, std::uint8_t impact);

  Scoring scoring_;
  // The document at hand: its terms in the order of their first occurrence.
  std::uint32_t doc_ = 0;
  std::uint32_t question_length_ = 0;
  std::uint32_t answer_length_ = 0;
  std::vector<Counted> counted_;
  std::string names_;
  std::vector<std::uint32_t> slots_;  // Open addressing: a place in counted_ plus one.
  unsigned slot_bits_ = 0;
  // All documents.
  TermTable terms_;
  std::vector<Document> documents_;
  std::vector<std::uint32_t> posting_terms_;
  std::vector<std::uint8_t> posting_impacts_;
  LengthSum question_lengths_;
  LengthSum answer_lengths_;
  // A term's place in the order of terms: its first bytes as a number that sorts as they do, then the rest of it.
  struct Sorted {
    std::uint64_t first = 0;
    std::uint32_t number = 0;
    std::uint32_t size = 0;  // In bytes: a short term is all in `first`.
  };
  // As std::string_view::compare.
  [[nodiscard]] int compare(const Sorted& mine, const SegmentBuilder& other, const Sorted& others) const;
  // `scratch` holds a short term.
  [[nodiscard]] std::string_view term(const Sorted& sorted, std::array<char, 8>& scratch) const;
  // Once sorted: the terms in order; the postings of number n from starts_[n] to starts_[n + 1].
  std::vector<Sorted> order_;
  std::vector<std::size_t> starts_;
  std::vector<std::uint32_t> docs_;
  std::vector<std::uint8_t> impacts_;
};

// Writes what several sorted builders hold as one segment: what one builder that had been given all their documents would
// write. No document may be in two of them. Calls writer.finish().
void write_sorted(std::span<const SegmentBuilder> builders, SegmentWriter& writer);

}  // namespace ckm::index
