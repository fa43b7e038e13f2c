// What a text that was exported, and edited since, means for the article as it is now.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/article.hh"
#include "store/articles.hh"
#include "store/lineage.hh"

namespace ckm::store {

// The version that a text is compared with, of those that it says it has been through (model::TextOrigin, the newest first).
struct TextBase {
  std::size_t place = 0;  // In what it says.
  Value content;          // The members that a merge compares.
};
// The newest of these that the history has. One that it has only before the next older one of them is passed over: the text went
// back to that after the history ends. Nothing where the history has none. Where something was forgotten only the newest counts,
// so that what is older brings nothing back. `here`: as it is now, as a person edits it.
std::optional<TextBase> find_text_base(const std::vector<Version>& versions, const model::Article& here,
                                       const std::vector<std::string>& bases);

// Gives a text what it does not say: the states, and the category that a source says, which no text takes away. Returns whether
// that is the category. `here`: as a person edits it (shown_article()).
bool fill_text(model::Article& text, const StoredArticle& stored, const model::Article& here);

struct TextMerge {
  model::Article article;              // completed().
  std::vector<std::string> conflicts;  // Fields that were changed on both sides, by their JSON names; what is here stays.
};
// Field by field from find_text_base(). Where there is none, every difference is a conflict.
TextMerge merge_edited(Store& store, LazyGraph& graph, const StoredArticle& stored, const model::Article& here,
                       const model::Article& text, const std::vector<std::string>& bases);

// How a text stands to what is here.
enum class TextIs : std::uint8_t {
  kSame,    // It says what is here, be it with what was changed here since.
  kOlder,   // Nobody edited it since it was exported, and what is here was changed since.
  kEdited,  // It says what is not here.
};
TextIs compare_text(Store& store, LazyGraph& graph, std::int64_t id, model::Article text, const std::vector<std::string>& bases);

}  // namespace ckm::store
