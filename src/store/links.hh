// What things have to do with each other, as people say it.
//
// A link is a change with an entry of its own (kLink), so that it can be undone. All calls happen within the caller's
// transaction.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/said.hh"

namespace ckm::store {

struct Relation {
  enum class End : std::uint8_t { kAny, kTicket, kArticle };
  std::string_view name;
  std::string_view inverse;  // What the other end is to this one, for people.
  End from = End::kAny;
  End to = End::kAny;
  bool alike = false;          // Both are tickets, or both articles.
  std::string_view hint = {};  // What it joins.
};
inline constexpr std::array<Relation, 6> kRelations = {{
    {"solved-by", "solves", Relation::End::kTicket, Relation::End::kArticle, false, "a ticket is solved by an article"},
    {"duplicate-of", "has the duplicate", Relation::End::kAny, Relation::End::kAny, true,
     "a ticket is the duplicate of a ticket, and an article of an article"},
    {"related", "related"},
    {"supersedes", "superseded by", Relation::End::kArticle, Relation::End::kArticle, true, "an article supersedes an article"},
    {"variant-of", "has the variant", Relation::End::kArticle, Relation::End::kArticle, true,
     "an article is the variant of an article"},
    {"derived-from", "source of", Relation::End::kArticle, Relation::End::kAny, false,
     "an article is derived from a ticket or an article"},
}};

// Returns whether nobody had said so. Throws Error{kUsage} for a thing and itself, for things that the relation does not join,
// and where, but for related, it would lead back to where it begins.
bool add_link(Store& store, const Item& from, std::string_view relation, const Item& to, std::string_view actor,
              ChangeWriter& change);
// Returns whether anybody had; of what is related, either way.
bool remove_link(Store& store, const Item& from, std::string_view relation, const Item& to, ChangeWriter& change);

// What undoing a changeset does to a link: it is there as an entry says, or, with null, not. Nothing where an end is gone.
void restore_link(Store& store, std::string_view uid, const Value& now, const Value& before, ChangeWriter& change);

// An article was merged into another one (merge_into.hh): its links are that one's, with who said them and when. Those that make
// no sense there, or that it has already, only go. Both are there. Returns how many went over, and sets how many did not.
std::int64_t move_links(Store& store, const Item& from, const Item& into, ChangeWriter& change, std::int64_t& left);
// The entry of a link with the article `into` at the end where `from` was, and its uid.
struct OtherLink {
  std::string uid;
  Value entry;
};
OtherLink link_of_other(const Value& entry, std::string_view from, model::Kind into_kind, std::string_view into);

// One end of a link, as the other one sees it.
struct Linked {
  std::string relation;
  bool outwards = true;  // It leads from the thing that was asked about.
  Item item;
};
// Those from it in the order of relations, then those to it.
std::vector<Linked> links_of(Store& store, const Item& item);
// All articles that an article is a variant of, or that are variants of it, be it by way of others; without itself, by kind and
// number.
std::vector<Item> variants_of(Store& store, const Item& article);
void add_links(Store& store, const Item& item, std::vector<Said>& into);
// All of them, by what they are from and to; false ends it.
void for_each_link(Store& store, const std::function<bool(Said&&)>& visit);
// The end of an entry by its name, from or to; nothing where it is not there.
std::optional<Item> find_link_end(Store& store, const Value& entry, std::string_view which);

}  // namespace ckm::store
