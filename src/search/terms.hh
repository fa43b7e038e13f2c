// The units of a query, and how much each says.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "index/docset.hh"
#include "search/analyze.hh"
#include "search/blobs.hh"
#include "store/segments.hh"
#include "text/tokenize.hh"

namespace ckm::search {

struct Unit;

// One kind's live segments, with what all lookups share.
class Corpus {
 public:
  // `keeps`: bytes of postings that it may keep once it read them.
  Corpus(store::Store& store, model::Kind kind, std::size_t keeps = 0);

  struct Segment {
    Segment(store::SegmentRow r, store::Store& store, index::DocSet d, std::size_t keeps)
        : row(std::move(r)), blobs(store, row.id, keeps), dead(std::move(d)) {}
    // A term's entry; quick where it was noted.
    [[nodiscard]] std::optional<index::TermEntry> find(const std::string& term);
    store::SegmentRow row;
    StoreBlobs blobs;
    index::DocSet dead;
    std::unordered_map<std::string, std::optional<index::TermEntry>> noted;
  };
  [[nodiscard]] std::vector<std::unique_ptr<Segment>>& segments() { return segments_; }
  [[nodiscard]] store::Store& store() const { return store_; }
  [[nodiscard]] model::Kind kind() const { return kind_; }
  [[nodiscard]] std::int64_t documents() const { return documents_; }
  // Bits of the languages that its documents are stemmed in.
  [[nodiscard]] std::int64_t languages() const { return languages_; }

  // In how many documents a term stands, deleted ones that are still in a segment included. Remembered.
  std::int64_t document_frequency(const std::string& term);
  // Whether any document has one of these terms.
  bool has_any(const std::vector<std::string>& terms);
  // How much a unit says: [ln(1 + (N − df + ½)/(df + ½))]^0.8, times 0.7 for function words. Its terms count as one. N are the
  // documents that it could stand in: those with any word of its script or, of a function word, those of its languages; so a text
  // in one language weighs the same whatever else the store has. N and df count the queries that were asked before, too.
  double idf(const Unit& unit);
  // The same where its documents were counted.
  double idf(const Unit& unit, std::int64_t documents);
  // The idf of characters that stand in so many documents, as a share of that of what stands in none: 0 to 1. A few documents
  // tell little of what is common, so that they are taken for part of a thousand.
  [[nodiscard]] double rarity(std::int64_t documents);

 private:
  // Of documents and of queries that were asked.
  std::int64_t frequency(const std::string& term);
  std::int64_t population(const Unit& unit);
  store::Store& store_;
  model::Kind kind_;
  std::vector<std::unique_ptr<Segment>> segments_;
  std::int64_t documents_ = 0;
  bool asked_ = false;  // Any query is kept.
  std::int64_t languages_ = 0;
  std::unordered_map<std::string, std::int64_t> frequencies_;
};

// Postings of what has no list in the index, by the number of the segment.
using UnionLists = std::vector<std::vector<index::Posting>>;

// A word of a query or of a title.
struct Unit {
  std::string folded;
  std::vector<std::string> terms;  // Its stems in every language of the corpus, without repeats.
  bool latin = false;              // A word of letters, not a Han, kana or Hangul character.
  bool function_word = false;
  bool joined = false;  // It touches the unit before it, and the index has the pair of them.
  bool extra = false;   // None of the query's own words: it ranks in the first stage only, by any of its terms.
  double idf = 0;       // How much it weighs.
  std::shared_ptr<const UnionLists> lists = nullptr;  // Of the front of a word, whose only term is no word of the index then.
};

// The terms of a word of letters: its stems in every language of the corpus, or itself.
std::vector<std::string> terms_of(const std::string& word, const Corpus& corpus, Stemmers& stemmers);

// A word of a text, with an idf of 0 until it is weighed.
Unit unit_of(const text::Token& word, const Corpus& corpus, Stemmers& stemmers);
// All words of a text in order, repeats included, without parts and names.
std::vector<Unit> split_units(std::string_view text, const Corpus& corpus, Stemmers& stemmers);
void weigh(std::vector<Unit>& units, Corpus& corpus);
// Both.
std::vector<Unit> units_of(std::string_view text, Corpus& corpus, Stemmers& stemmers);
// The pairs of its joined units as extra ones, weighed for a share. They tell a long text about 客户知识 from one that has 客户
// here and 知识 there; of questions, which are short, the second stage compares the pairs (rank.hh), and to count them twice
// hurts.
std::vector<Unit> pairs_of(const std::vector<Unit>& units, Corpus& corpus);
// Parts and names (text/compound.hh) of the text's words, weighed for a share: they find documents, beside the words.
std::vector<Unit> compounds_of(std::string_view text, Corpus& corpus, Stemmers& stemmers);

}  // namespace ckm::search
