// What was said of a thing (said.hh), to be read: the latest comments, the articles that were used on a ticket, and what the
// history tells of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::store {

// What a reader wrote beside a verdict.
struct Comment {
  bool helpful = false;
  std::string text;
  Time at = 0;
  std::string actor;
};
// Of an article, the newest first, at most `limit`. Verdicts without one don't count.
std::vector<Comment> comments_of(Store& store, std::int64_t article_id, std::int64_t limit);

// An article that was used on a ticket.
struct UsedArticle {
  Item item;
  std::optional<bool> solved;  // Nothing: nobody knows.
  Time at = 0;
  std::string actor;
};
// The oldest first.
std::vector<UsedArticle> used_on(Store& store, std::int64_t ticket_id);

// An end of an entry: an article by its uid, a ticket by its source and identifier.
struct End {
  std::string uid;
  std::string source, id;
  bool operator==(const End&) const = default;
};
// What it is or was shown by.
std::string end_ref(Store& store, const End& end);

// An entry of a use, a verdict, a check or a link.
struct SaidEntry {
  std::int64_t change_id = 0;
  std::string change;  // As Version::change.
  Time at = 0;
  Author author;
  model::Kind kind = model::Kind::kUse;
  std::string op;              // add, change or remove.
  Value content;               // Null once forgotten.
  std::vector<End> ends = {};  // The article or what a link is from, then the ticket or what it is to, if any.
};
// Those that are about a thing, there or not, the newest first. Found by an index: as many steps as there are of them.
std::vector<SaidEntry> said_entries(Store& store, const Known& known, const ChangeFilter& filter);
// The end of an entry that is the thing.
End end_of(Store& store, const Known& known);

// The one thing that a changeset was about, as it is or was shown; of a link what it is from. Empty where it was about several.
std::string changed_thing(Store& store, std::int64_t change_id);

}  // namespace ckm::store
