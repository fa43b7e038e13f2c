// Other spellings of one word, from the index of some kinds; how they are looked for is told in spelling.hh.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/near_terms.hh"
#include "search/session.hh"

namespace ckm::search {

class Corrector {
 public:
  // The session must outlive it.
  Corrector(Session& session, std::span<const model::Kind> kinds);

  // A word's stems.
  std::vector<std::string> terms_of(std::string_view word, const Corpus& corpus);
  // In how many documents one of the terms stands.
  std::int64_t documents(const std::vector<std::string>& terms);

  // What a word was meant as. One that `documents` items have: what it is one slip away from, and far more have.
  std::optional<std::string> word(const std::string& typed, std::int64_t documents);
  // What two characters were meant as: the commonest pair that some item has, of which one of those that are free is another that
  // is read alike.
  std::optional<std::string> pair(const std::string& typed, bool first_free, bool second_free);

 private:
  using Near = std::map<std::string, NearTerm>;  // By their term.
  struct Candidate {
    std::string word;
    std::size_t edits = 0;
    bool doubles = false;
    std::int64_t documents = 0;
    bool operator<(const Candidate& other) const;
  };
  // Whether it spells characters that some item has side by side.
  bool is_pinyin(const std::string& word);
  // Words with two neighbours swapped, whose stem would be far from that of the right one: printign.
  void swaps(std::u32string_view letters, Near& near);
  std::optional<Candidate> nearest(const std::u32string& letters, std::size_t most, bool same_start);
  // A word of a stem that some item has: the nearest one of the first items'.
  std::string surface(const NearTerm& term, std::u32string_view letters);
  // Sets `best` to the nearest word of the stem where it is fewer edits away than `least`.
  void look_for_form(const store::SearchText& text, const std::string& term, std::u32string_view letters, std::string& best,
                     std::size_t& least);
  Session& session_;
  std::vector<Corpus*> corpora_;
};

}  // namespace ckm::search
