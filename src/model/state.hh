// Which states of an article may follow each other.
//
// States are those of Knowledge-Centered Service v6 (KCS Practices Guide, "Article State"): who may rely on an article
// (confidence), who may see it (audience) and who may change it (governance). An article is shown outside once it is validated;
// what was archived is checked again before anyone relies on it.
#pragma once

#include <optional>
#include <string>

#include "model/article.hh"

namespace ckm::model {

// Why a step is none, and what to do instead.
struct Refusal {
  std::string reason;  // A sentence's end: "can't go from archived to validated: …".
  std::string hint;    // With REF for the article's reference.
};

// Of an article that is new.
std::optional<Refusal> refuse_state(const Article& article);
// Of one that is changed. A state that is kept is never refused: a source may have said it.
std::optional<Refusal> refuse_step(const Article& before, const Article& after);

}  // namespace ckm::model
