#include "index/builder.hh"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace ckm::index {
namespace {

constexpr unsigned kFirstSlotBits = 9;
constexpr std::size_t kAhead = 8;  // Terms whose slots are fetched before they are needed.
constexpr unsigned kMantissaBits = 5;
constexpr std::uint32_t kExact = 1U << kMantissaBits;

// The first bytes of a term as a number that sorts as they do.
std::uint64_t sort_key(std::string_view term) {
  std::array<char, 8> bytes{};
  std::memcpy(bytes.data(), term.data(), std::min(term.size(), bytes.size()));
  const auto key = std::bit_cast<std::uint64_t>(bytes);
  return std::endian::native == std::endian::little ? __builtin_bswap64(key) : key;
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

SegmentBuilder::SegmentBuilder(const Scoring& scoring) : scoring_(scoring) {}

void SegmentBuilder::begin_document(std::uint32_t doc) {
  doc_ = doc;
  question_length_ = answer_length_ = 0;
  counted_.clear();
  names_.clear();
  slot_bits_ = kFirstSlotBits;
  slots_.assign(std::size_t{1} << slot_bits_, 0);
}

void SegmentBuilder::grow_slots() {
  ++slot_bits_;
  slots_.assign(std::size_t{1} << slot_bits_, 0);
  for (std::uint32_t i = 0; i < counted_.size(); ++i) {
    std::size_t at = place_of_key(counted_[i].key, slot_bits_);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = i + 1;
  }
}

SegmentBuilder::Counted& SegmentBuilder::count(std::string_view term) {
  const std::uint64_t key = term_key(term);
  std::size_t at = place_of_key(key, slot_bits_);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    Counted& counted = counted_[slots_[at] - 1];
    if (counted.key == key && (!is_long_key(key) || std::string_view(names_).substr(counted.begin, counted.size) == term))
      return counted;
  }
  counted_.push_back({key, static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(term.size()), 0, 0});
  slots_[at] = static_cast<std::uint32_t>(counted_.size());
  names_ += term;
  if (counted_.size() * 2 > slots_.size()) grow_slots();
  return counted_.back();
}

void SegmentBuilder::add(std::string_view term, Field field, bool counts) {
  Counted& counted = count(term.substr(0, kMostTermBytes));
  if (field == Field::kQuestion) {
    ++counted.in_question;
    if (counts) ++question_length_;
  } else {
    ++counted.in_answer;
    if (counts) ++answer_length_;
  }
}

void SegmentBuilder::record(std::string_view term, std::uint64_t key, std::uint8_t impact) {
  posting_terms_.push_back(terms_.number(term, key));
  posting_impacts_.push_back(impact);
}

void SegmentBuilder::mark(std::string_view list) { record(list, term_key(list), 1); }

void SegmentBuilder::end_document() {
  const Scoring& s = scoring_;
  // What one occurrence adds to x. A field without words adds nothing; with b = 1 its share would be 1/0.
  const auto share = [](double weight, double norm_b, std::uint32_t length, double average) {
    return length == 0 ? 0 : weight / (1 - norm_b + norm_b * length / average);
  };
  const double question = share(s.question_weight, s.question_b, question_length_, s.question_length);
  const double answer = share(s.answer_weight, s.answer_b, answer_length_, s.answer_length);
  for (std::size_t i = 0; i < std::min(kAhead, counted_.size()); ++i) terms_.expect(counted_[i].key);
  for (std::size_t i = 0; i < counted_.size(); ++i) {
    if (i + kAhead < counted_.size()) terms_.expect(counted_[i + kAhead].key);
    const Counted& term = counted_[i];
    const double x = question * term.in_question + answer * term.in_answer;
    record(std::string_view(names_).substr(term.begin, term.size), term.key,
           static_cast<std::uint8_t>(std::clamp(std::lround(255 * x / (x + s.k1)), 1L, 255L)));
  }
  const std::uint8_t question_code = length_code(question_length_);
  const std::uint8_t answer_code = length_code(answer_length_);
  record(kQuestionLengths, term_key(kQuestionLengths), question_code);
  record(kAnswerLengths, term_key(kAnswerLengths), answer_code);
  question_lengths_.add(length_of_code(question_code));
  answer_lengths_.add(length_of_code(answer_code));
  documents_.push_back({doc_, posting_terms_.size()});
}

std::size_t SegmentBuilder::memory() const {
  constexpr std::size_t kPosting = 4 + 1 + 4 + 1;                      // As recorded, and as grouped.
  constexpr std::size_t kTerm = sizeof(std::size_t) + sizeof(Sorted);  // Its start, and its place in the order.
  return terms_.memory() + terms_.size() * kTerm + posting_terms_.size() * kPosting + documents_.size() * sizeof(Document);
}

void SegmentBuilder::sort() {
  starts_.assign(terms_.size() + 1, 0);
  for (const std::uint32_t term : posting_terms_) ++starts_[term + 1];
  for (std::size_t i = 0; i < terms_.size(); ++i) starts_[i + 1] += starts_[i];
  docs_.resize(posting_terms_.size());
  impacts_.resize(posting_terms_.size());
  // Each start moves to its end, which is the next one's start: moved back below.
  std::size_t posting = 0;
  for (const Document& document : documents_) {
    for (; posting < document.postings_end; ++posting) {
      const std::size_t at = starts_[posting_terms_[posting]]++;
      docs_[at] = document.doc;
      impacts_[at] = posting_impacts_[posting];
    }
  }
  for (std::size_t i = terms_.size(); i > 0; --i) starts_[i] = starts_[i - 1];
  starts_[0] = 0;
  posting_terms_ = {};
  posting_impacts_ = {};

  order_.resize(terms_.size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) {
    const std::string_view name = terms_.term(i);
    order_[i] = {sort_key(name), i, static_cast<std::uint32_t>(name.size())};
  }
  std::sort(order_.begin(), order_.end(), [&](const Sorted& a, const Sorted& b) { return compare(a, *this, b) < 0; });
}

int SegmentBuilder::compare(const Sorted& mine, const SegmentBuilder& other, const Sorted& others) const {
  if (mine.first != others.first) return mine.first < others.first ? -1 : 1;
  // Terms hold no NUL: where one is short, both are the same or the longer one is the greater.
  constexpr std::uint32_t kFirst = sizeof mine.first;
  if (mine.size <= kFirst || others.size <= kFirst) return mine.size < others.size ? -1 : mine.size > others.size ? 1 : 0;
  return terms_.term(mine.number).compare(other.terms_.term(others.number));
}

std::string_view SegmentBuilder::term(const Sorted& sorted, std::array<char, 8>& scratch) const {
  if (sorted.size > scratch.size()) return terms_.term(sorted.number);
  for (std::size_t i = 0; i < scratch.size(); ++i) scratch[i] = static_cast<char>(sorted.first >> (56 - 8 * i));
  return {scratch.data(), sorted.size};
}

void write_sorted(std::span<const SegmentBuilder> builders, SegmentWriter& writer) {
  struct Head {
    const SegmentBuilder* builder;
    std::size_t at = 0;
    std::size_t posting = 0, end = 0;  // Of the term at hand.
    [[nodiscard]] bool open() const { return at < builder->order_.size(); }
    [[nodiscard]] const SegmentBuilder::Sorted& term() const { return builder->order_[at]; }
    [[nodiscard]] std::uint32_t doc() const { return builder->docs_[posting]; }
  };
  std::vector<Head> heads;
  for (const SegmentBuilder& builder : builders) heads.push_back({&builder});
  std::vector<Head*> same;
  std::array<char, 8> scratch{};
  for (;;) {
    std::erase_if(heads, [](const Head& head) { return !head.open(); });
    if (heads.empty()) break;
    same.assign(1, &heads.front());
    for (Head& head : std::span(heads).subspan(1)) {
      const int order = head.builder->compare(head.term(), *same.front()->builder, same.front()->term());
      if (order > 0) continue;
      if (order < 0) same.clear();
      same.push_back(&head);
    }
    writer.begin(same.front()->builder->term(same.front()->term(), scratch));
    for (Head* head : same) {
      const std::uint32_t number = head->builder->order_[head->at++].number;
      head->posting = head->builder->starts_[number];
      head->end = head->builder->starts_[number + 1];
    }
    while (!same.empty()) {
      Head* const first = *std::ranges::min_element(same, {}, &Head::doc);
      // Up to the least document of the others it can be drained.
      std::uint64_t limit = UINT64_MAX;
      for (const Head* head : same) {
        if (head != first) limit = std::min<std::uint64_t>(limit, head->doc());
      }
      for (; first->posting < first->end && first->doc() < limit; ++first->posting)
        writer.push({first->doc(), first->builder->impacts_[first->posting]});
      if (first->posting == first->end) std::erase(same, first);
    }
    writer.end();
  }
  writer.finish();
}

void SegmentBuilder::write(SegmentWriter& writer) {
  sort();
  write_sorted({this, 1}, writer);
  clear();
}

void SegmentBuilder::clear() { *this = SegmentBuilder(scoring_); }

}  // namespace ckm::index
