// Articles: FAQ, cases and documents.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"
#include "store/items.hh"
#include "store/row_inserter.hh"
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

// As the history keeps it: its JSON (model::to_value) with the source behind it, which tells a copy of the store where it
// belongs.
std::string article_snapshot(const model::Article& article, std::string_view source);

// The uid that an imported article gets: the same in every copy that imports it.
std::string article_uid(model::Kind kind, std::string_view source, std::string_view external_id);

// Adds or rewrites an article, its phrasings and its story, within the caller's transaction. `article.uid` and
// `article.external_id` must be set. `run_id` is the import that does it, 0 for an edit made here: that keeps what the source
// said last as the base of the next import.
// `number`: one that was its own before; 0: the next one.
std::int64_t insert_article(Store& store, std::int64_t source_id, const model::Article& article, std::int64_t run_id,
                            std::int64_t number = 0);
void update_article(Store& store, std::int64_t id, const model::Article& article, std::int64_t run_id);

// Adds many at once: their rows wait for others, and until flush() nothing finds them. It belongs before each commit, and before
// what looks articles up; nothing else may add any before it. Foreign keys must be off.
class ArticleAdder {
 public:
  explicit ArticleAdder(Store& store);
  // `hash`: its article_hash(). As insert_article() otherwise.
  std::int64_t add(std::int64_t source_id, model::Article&& article, std::string hash, std::int64_t run_id,
                   std::int64_t number = 0);
  void flush();

 private:
  struct Waiting {
    std::int64_t id, source_id, run_id;
    model::Article article;
    std::string hash;
    std::optional<std::int64_t> category;
    std::string tags;
    std::optional<std::string> extra, raw;
  };
  Store& store_;
  RowInserter rows_;
  std::vector<Waiting> waiting_;
  std::int64_t last_id_ = 0;  // That was given out; 0: others may have added articles since.
};

// How it is asked: its title, then its phrasings and the customers' wordings, the newest first, at most `limit`.
std::vector<std::string> read_questions(Store& store, std::int64_t id, std::int64_t limit);

// The titles of all validated FAQ and documents, each with its authors' phrasings behind it, at most `most` of them; by number.
void for_each_validated_question(Store& store, std::int64_t most,
                                 const std::function<void(const Item& item, std::string_view question)>& visit);

std::optional<StoredArticle> read_article(Store& store, std::int64_t id);
// 0 where there is none.
std::int64_t find_article_by_uid(Store& store, std::string_view uid);

// With its labels, links and predictions. The history keeps what it was.
void remove_article(Store& store, std::int64_t id);

}  // namespace ckm::store
