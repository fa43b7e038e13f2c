// Customers' wordings that an article answered, and what they add up to (ckm-store(5), "Learned wordings").
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/kind.hh"
#include "store/items.hh"

namespace ckm::store {

// A learned wording, kept apart from the article's own phrasings; `use_id` is the use that taught it. Within the caller's
// transaction; returns whether it was not there.
bool learn_wording(Store& store, std::int64_t article_id, std::int64_t use_id, std::string_view text);
// Whether there was one.
bool forget_wording(Store& store, std::int64_t use_id);
// In the order of the uses that taught them.
std::vector<std::string> learned_wordings(Store& store, std::int64_t article_id);
// The same with the tickets that they are from.
struct Wording {
  std::string text;
  Item ticket;
};
std::vector<Wording> wordings_of(Store& store, std::int64_t article_id);

// All of them, of all articles.
void for_each_wording(Store& store, const std::function<void(std::string_view text)>& visit);

// Articles whose wordings changed since they were summed up, at most `limit`; of those that are gone without a kind.
struct QueuedArticle {
  std::int64_t id = 0;
  std::optional<model::Kind> kind;
};
std::vector<QueuedArticle> read_learned_queue(Store& store, std::int64_t limit);
// All that have any are to be summed up anew.
void queue_all_learned(Store& store);

// Tells in whose stems the wordings of a kind are summed up; where it was in others', all that have any are to be, anew.
void sum_up_in_languages(Store& store, model::Kind kind, std::int64_t languages);

// The sum of an article's wordings; nothing of `uses` 0 is kept. Takes it off the queue.
struct LearnedRow {
  std::int64_t article_id = 0;
  std::int64_t uses = 0;
  std::string data;
};
void write_learned(Store& store, model::Kind kind, const LearnedRow& row, std::span<const std::int64_t> terms);
std::optional<LearnedRow> read_learned(Store& store, model::Kind kind, std::int64_t article_id);
// How many articles have a sum that can't be that of their wordings, and none waiting. Numbers and sizes are compared.
std::int64_t wrongly_learned(Store& store);
// All uses of a kind's articles.
std::int64_t learned_uses(Store& store, model::Kind kind);
// The articles that learned a wording with the word, at most `limit`, by number. Returns how many.
std::size_t learned_with(Store& store, model::Kind kind, std::int64_t term, std::int64_t limit,
                         const std::function<void(std::int64_t article)>& visit);

}  // namespace ckm::store
