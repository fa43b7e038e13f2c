#include "index/builder.hh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace ckm::index {
namespace {

constexpr std::size_t kFirstSlots = 1 << 12;
constexpr unsigned kMantissaBits = 5;
constexpr std::uint32_t kExact = 1U << kMantissaBits;

// The first bytes of a term as a number that sorts as they do.
std::uint64_t sort_key(std::string_view term) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8 | (i < term.size() ? static_cast<unsigned char>(term[i]) : 0U);
  return key;
}

}  // namespace

std::uint8_t length_code(std::uint32_t length) {
  if (length < kExact) return static_cast<std::uint8_t>(length);
  const auto exponent = static_cast<std::uint32_t>(std::bit_width(length)) - kMantissaBits - 1;
  const std::uint32_t mantissa = (length >> exponent) - kExact;
  return static_cast<std::uint8_t>(std::min<std::uint32_t>(255, kExact + exponent * kExact + mantissa));
}

std::uint32_t length_of_code(std::uint8_t code) {
  if (code < kExact) return code;
  const std::uint32_t exponent = (code - kExact) / kExact;
  return (kExact + (code - kExact) % kExact) << exponent;
}

void SegmentBuilder::begin_document(std::uint32_t doc) {
  if (documents_ == 0) first_doc_ = doc;
  doc_ = doc;
  question_length_ = answer_length_ = 0;
}

void SegmentBuilder::grow() {
  slots_.assign(slots_.empty() ? kFirstSlots : slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    std::size_t at = std::hash<std::string_view>()(name(terms_[i])) & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

std::uint32_t SegmentBuilder::intern(std::string_view term) {
  if (terms_.size() * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>()(term) & mask;
  for (; slots_[at] != 0; at = (at + 1) & mask) {
    const std::uint32_t number = slots_[at] - 1;
    if (name(terms_[number]) == term) return number;
  }
  const auto number = static_cast<std::uint32_t>(terms_.size());
  slots_[at] = number + 1;
  terms_.push_back({names_.size(), static_cast<std::uint32_t>(term.size())});
  names_ += term;
  return number;
}

void SegmentBuilder::add(std::string_view term, Field field, bool counts) {
  const std::uint32_t number = intern(term.substr(0, kMostTermBytes));
  Term& entry = terms_[number];
  if (entry.in_question + entry.in_answer == 0) touched_.push_back(number);
  if (field == Field::kQuestion) {
    ++entry.in_question;
    if (counts) ++question_length_;
  } else {
    ++entry.in_answer;
    if (counts) ++answer_length_;
  }
}

void SegmentBuilder::record(std::uint32_t term, std::uint8_t impact) {
  ++terms_[term].count;
  posting_terms_.push_back(term);
  posting_docs_.push_back(doc_);
  posting_impacts_.push_back(impact);
}

void SegmentBuilder::end_document() {
  const Scoring& s = scoring_;
  // What one occurrence adds to x. A field without words adds nothing; with b = 1 its share would be 1/0.
  const auto share = [](double weight, double norm_b, std::uint32_t length, double average) {
    return length == 0 ? 0 : weight / (1 - norm_b + norm_b * length / average);
  };
  const double question = share(s.question_weight, s.question_b, question_length_, s.question_length);
  const double answer = share(s.answer_weight, s.answer_b, answer_length_, s.answer_length);
  for (const std::uint32_t number : touched_) {
    Term& term = terms_[number];
    const double x = question * term.in_question + answer * term.in_answer;
    term.in_question = term.in_answer = 0;
    record(number, static_cast<std::uint8_t>(std::clamp(std::lround(255 * x / (x + s.k1)), 1L, 255L)));
  }
  touched_.clear();
  const std::uint8_t question_code = length_code(question_length_);
  const std::uint8_t answer_code = length_code(answer_length_);
  record(intern(kQuestionLengths), question_code);
  record(intern(kAnswerLengths), answer_code);
  question_words_ += length_of_code(question_code);
  answer_words_ += length_of_code(answer_code);
  ++documents_;
}

std::size_t SegmentBuilder::memory() const {
  constexpr std::size_t kPosting = 4 + 4 + 1 + 4 + 1;  // As recorded, and as sorted.
  return names_.capacity() + terms_.capacity() * (sizeof(Term) + 12) + slots_.capacity() * 4 + posting_docs_.size() * kPosting;
}

void SegmentBuilder::write(SegmentWriter& writer) {
  // Postings by term, each term's in the order of recording, which is that of documents.
  std::vector<std::size_t> start(terms_.size() + 1, 0);
  for (std::size_t i = 0; i < terms_.size(); ++i) start[i + 1] = start[i] + terms_[i].count;
  std::vector<std::uint32_t> docs(posting_docs_.size());
  std::vector<std::uint8_t> impacts(posting_docs_.size());
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (std::size_t i = 0; i < posting_docs_.size(); ++i) {
    const std::size_t at = next[posting_terms_[i]]++;
    docs[at] = posting_docs_[i];
    impacts[at] = posting_impacts_[i];
  }
  struct Order {
    std::uint64_t key;
    std::uint32_t number;
  };
  std::vector<Order> order(terms_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = {sort_key(name(terms_[i])), i};
  std::sort(order.begin(), order.end(), [&](const Order& a, const Order& b) {
    return a.key != b.key ? a.key < b.key : name(terms_[a.number]) < name(terms_[b.number]);
  });
  for (const Order& o : order) {
    writer.begin(name(terms_[o.number]));
    for (std::size_t i = start[o.number]; i < start[o.number + 1]; ++i) writer.push({docs[i], impacts[i]});
    writer.end();
  }
  writer.finish();
  clear();
}

void SegmentBuilder::clear() {
  names_.clear();
  terms_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
  touched_.clear();
  posting_terms_.clear();
  posting_docs_.clear();
  posting_impacts_.clear();
  documents_ = 0;
  question_words_ = answer_words_ = 0;
}

}  // namespace ckm::index
