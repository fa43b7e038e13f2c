// The tickets that a draft of an article is made of (model/draft.hh): ckm draft and ckm gaps --draft.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"
#include "model/draft.hh"
#include "store/items.hh"

namespace ckm::cli {

// The tickets of a draft, each once, in the order in which they were named.
struct DraftSources {
  std::vector<store::Item> items;
  std::vector<model::DraftSource> tickets;
  std::vector<std::string> open, unknown;          // Of these, by reference: with such a resolution,
  std::vector<std::string> unanswered, undecided;  // and of those left out: without an answer, and open ones for a FAQ.
  std::vector<std::string> drafts;                 // Articles of the same kind that were made of any of them before,
  std::vector<std::string> same;                   // and those of them that were made of just these.

  void add(store::Store& store, const store::Item& item, bool faq);
  void find_drafts(store::Store& store, bool faq);  // Once all are added.
  void tell(const Context& context, bool faq) const;
};

}  // namespace ckm::cli
