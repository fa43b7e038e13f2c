// Words that begin in some way.
//
// A document has such a word where one of its words, folded, or that word's stem begins so: runn* finds running, whose stem is
// run, and happi* finds happy.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "index/docset.hh"
#include "search/terms.hh"

namespace ckm::search {

class PrefixTerms {
 public:
  // Walks through the terms that begin with the front of a word, which is folded. The corpus must outlive it.
  PrefixTerms(std::string_view front, Corpus& corpus, Stemmers& stemmers);

  // Documents that have such a word.
  [[nodiscard]] const index::DocSet& documents() const { return documents_; }
  // Documents that may have one, too many for a look at each: they have what its stem may be.
  [[nodiscard]] const index::DocSet& others() const { return others_; }
  // Whether a text has one.
  [[nodiscard]] bool in(std::string_view text, Stemmers& stemmers) const;
  // One unit of all these words, weighed by how many documents have one: it counts as much as the one of them that counts most.
  [[nodiscard]] Unit unit(Corpus& corpus) const;

 private:
  void gather(Corpus& corpus, const std::vector<std::string>& stems, Stemmers& stemmers);
  std::string front_;
  index::DocSet documents_;
  index::DocSet others_;
  std::shared_ptr<UnionLists> lists_;
};

}  // namespace ckm::search
