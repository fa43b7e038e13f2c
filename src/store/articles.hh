// Articles: FAQ, cases and documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/article.hh"
#include "store/store.hh"

namespace ckm::store {

struct StoredArticle {
  std::int64_t id = 0;
  std::string source;
  std::string ref;
  model::Article article;
  std::string hash;      // Of its content.
  std::string imported;  // The hash of what its source said last; empty for what was made here.
  std::string base;      // What its source said last, as JSON, where it was edited here since; else empty.
  std::int64_t changed_run = 0;
};

// Equal for equal content, whatever uid and identifier. 16 bytes.
std::string article_hash(const model::Article& article);

// The uid that an imported article gets: the same in every copy that imports it.
std::string article_uid(model::Kind kind, std::string_view source, std::string_view external_id);

// Adds or rewrites an article, its phrasings and its story, within the caller's transaction. `article.uid` and
// `article.external_id` must be set. `run_id` is the import that does it, 0 for an edit made here: that keeps what the source
// said last as the base of the next import.
std::int64_t insert_article(Store& store, std::int64_t source_id, const model::Article& article, std::int64_t run_id);
void update_article(Store& store, std::int64_t id, const model::Article& article, std::int64_t run_id);

std::optional<StoredArticle> read_article(Store& store, std::int64_t id);
// 0 where there is none.
std::int64_t find_article_by_uid(Store& store, std::string_view uid);

// With its labels, links and predictions. The history keeps what it was.
void remove_article(Store& store, std::int64_t id);

}  // namespace ckm::store
