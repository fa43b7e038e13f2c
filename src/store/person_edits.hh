// An article as a person edits it: with the category that a person said of it, and without what its text does not tell.
//
// All calls that write happen within the caller's transaction.
#pragma once

#include <string>
#include <string_view>

#include "model/article.hh"
#include "store/articles.hh"
#include "store/changes.hh"
#include "store/items.hh"

namespace ckm::store {

// `label`: the category that a person said, empty for none.
model::Article shown_article(const model::Article& article, const std::string& label);

// What was edited, with what the text does not tell of the article: its uid, identifier, times and extra, and how those of its
// texts came that nobody changed.
model::Article completed(model::Article edited, const model::Article& before);

// What an edit writes. Of what is imported the source's category stays, and a person's counts above it. Of what is made here all
// words are people's.
struct PersonEdit {
  model::Article article;
  bool labels = false;   // Whether the label changes,
  std::string category;  // to that; empty: it is taken back.
};
PersonEdit person_edit(const StoredArticle& stored, const std::string& label, model::Article edited);

// Writes a completed() article. Returns whether it changed anything.
bool save_edit(Store& store, const Item& item, const StoredArticle& stored, const std::string& label, model::Article edited,
               std::string_view actor, ChangeWriter& change);

}  // namespace ckm::store
