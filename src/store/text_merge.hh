// What a text that was exported, and edited since, means for the article as it is now.
#pragma once

#include <string>
#include <vector>

#include "model/article.hh"
#include "store/articles.hh"
#include "store/history.hh"

namespace ckm::store {

// The version whose text has a digest, as the members that a merge compares; null where the history has none.
Value find_text_version(const std::vector<Version>& versions, const std::string& digest);

// Gives a text what it does not say: the states, and the category that a source says, which no text takes away. Returns whether
// that is the category. `here`: as a person edits it (shown_article()).
bool fill_text(model::Article& text, const StoredArticle& stored, const model::Article& here);

struct TextMerge {
  model::Article article;              // completed().
  std::vector<std::string> conflicts;  // Fields that were changed on both sides, by their JSON names; what is here stays.
};
// Field by field from the version that was exported. Where nobody knows that one, every difference is a conflict.
TextMerge merge_edited(Store& store, const StoredArticle& stored, const model::Article& here, const model::Article& text,
                       const std::string& base);

// How a text stands to what is here.
enum class TextIs : std::uint8_t {
  kSame,    // It says what is here, be it with what was changed here since.
  kOlder,   // Nobody edited it since it was exported, and what is here was changed since.
  kEdited,  // It says what is not here.
};
TextIs compare_text(Store& store, std::int64_t id, model::Article text, const std::string& base);

}  // namespace ckm::store
