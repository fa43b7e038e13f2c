// Answers a query.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/explain.hh"
#include "search/rank.hh"
#include "search/session.hh"
#include "search/snippet.hh"
#include "search/spelling.hh"
#include "search/synonyms.hh"
#include "store/items.hh"

namespace ckm::search {

class Plan;
struct Clause;

enum class Sort : std::uint8_t { kScore, kNewest, kUpdated, kUses };

struct SearchOptions {
  Synonyms synonyms;
  std::size_t limit = 10;
  std::size_t offset = 0;  // Results before the first one that is given.
  Sort sort = Sort::kScore;
  bool corrects = true;  // Words that no item has are looked for in the spelling that one has, too.
  bool explains = false;
  bool bare = false;  // Of results nothing is shown but what their summary says: no highlights, passages and reasons.
  RankWeights weights;
  std::size_t rerank = 100;              // How many of each kind's best the second stage looks at.
  std::size_t title_columns = SIZE_MAX;  // At most, with … where something was cut.
  std::size_t snippet_columns = 160;
};

// Why a text was found that may not have the query's words.
struct Reason {
  std::string words;  // Of the query, folded.
  std::string found;  // What the text has in their place.
  std::string why;    // As the synonyms' file says it, spelling, same sound or pinyin.
};

struct Result {
  store::Item item;
  store::Summary summary;
  Score score;
  Marked title;
  Marked snippet;
  std::vector<Reason> reasons;
  std::vector<TermShare> terms;  // What its base is made of, where it was asked to explain.
};

// How many of what is found have a value.
struct FacetCount {
  std::string field;
  std::string value;
  std::uint64_t items = 0;
};

// How closely an item was looked at: those of the second stage come before the rest of the first, and those before what has none
// of the words and only passes. So a page of results never depends on how many pages are asked for.
enum class Stage : std::uint8_t { kSecond, kFirst, kNone };

struct Candidate {
  store::Item item;
  Score score;
  Stage stage = Stage::kNone;
};

// A text of somebody who knows of no query language.
struct Message {
  std::string_view text;
  std::string_view where = {};
};

// One query, ready to be asked in several ways.
class Search {
 public:
  // The session and the options must outlive it. Throws Error{kUsage} for a query that makes no sense and kDamaged for a broken
  // index; so do all calls.
  Search(Session& session, std::string_view query, const SearchOptions& options);
  // What a message's words find, none of which is an operator; `where` chooses as in a selection.
  Search(Session& session, const Message& message, const SearchOptions& options);
  // What is like an item, except the item itself; `where` chooses as in a selection. Throws Error{kNotFound} where it is gone.
  Search(Session& session, const store::Item& like, std::string_view where, const SearchOptions& options);
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;
  ~Search();

  // Best first; equal scores in the order of kind and number. With filters and no words: the documents that pass, by kind and
  // number, scored 0. In another order all that has one of the words, or passes: what has no time comes last, equals by kind and
  // number.
  std::vector<Result> results();
  // The same without what is shown of them.
  std::vector<Candidate> best();
  // Whether there are results behind those that either gave.
  [[nodiscard]] bool more() const { return more_; }
  // How many were found for that: all that there are, unless there are more().
  [[nodiscard]] std::size_t found() const { return found_; }
  // How many items have one of the words, or pass.
  std::uint64_t count();
  // Of them, by value: the commonest first, equal ones by value. The field is a filter's; days are counted by month.
  std::vector<FacetCount> facet(std::string_view field);
  // All of them, by kind, then by source and identifier, until `visit` says false.
  void for_each(const std::function<bool(const store::Item& item)>& visit);
  // What a result shows.
  std::optional<Result> show(const store::Item& item, const Score& score);
  // The words that no item has.
  [[nodiscard]] const std::vector<Correction>& corrections() const { return corrections_; }

 private:
  struct PerKind;
  void prepare(const std::vector<Clause>& clauses);
  void ranked(PerKind& kind, std::size_t limit, std::vector<Candidate>& into);
  void unranked(PerKind& kind, std::size_t limit, std::vector<Candidate>& into);
  std::vector<Candidate> by_score(std::size_t limit);
  std::vector<Candidate> by_days(std::string_view field, std::size_t limit);
  std::vector<Candidate> by_uses(std::size_t limit);
  const index::DocSet& matches(PerKind& kind);
  std::vector<Reason> reasons(const PerKind& kind, const store::SearchText& text, text::Stemmer& stemmer) const;

  Session& session_;
  const SearchOptions& options_;
  std::vector<std::unique_ptr<PerKind>> kinds_;
  std::vector<Correction> corrections_;
  std::optional<store::Item> like_;
  bool has_words_ = false;
  bool selects_ = false;
  bool more_ = false;
  std::size_t found_ = 0;
};

// A query without ado.
std::vector<Result> search(store::Store& store, std::string_view query, const SearchOptions& options);

// The query with words that no item has replaced by what they may have been meant as, where that finds something; else nothing.
std::optional<std::string> did_you_mean(Session& session, std::string_view query, const SearchOptions& options);

}  // namespace ckm::search
