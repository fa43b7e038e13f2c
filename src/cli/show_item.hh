// One thing as ckm show has it: its JSON, and a card for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/value.hh"
#include "cli/card.hh"
#include "cli/export_item.hh"
#include "store/articles.hh"
#include "store/labels.hh"
#include "store/learned.hh"
#include "store/people.hh"
#include "store/reviews.hh"
#include "store/said_log.hh"
#include "store/uses.hh"

namespace ckm::cli {

// Adds what a ticket or article is linked to.
void show_links(store::Store& store, const store::Item& item, Value& value, Card& card);

// Adds the variants of an article, such as its translations, with their languages.
void show_variants(store::Store& store, const store::Item& item, Value& value, Card& card);

// Adds the articles that were used on a ticket.
void show_used(store::Store& store, std::int64_t ticket_id, Value& value, Card& card);

// Each fills the card. The thing must exist.
// `only`: that one of its messages, counted from 1, which is all that the card has of it; 0: all.
Value show_ticket(store::Store& store, std::int64_t id, Texts texts, Card& card, std::size_t only = 0);
Value show_somebody(const store::Somebody& somebody, Card& card);

// Which version of an article is shown: for people, and as JSON.
struct ShownVersion {
  std::string line;
  Value value;
};
// Comments that are shown at most; one more of them tells that there are older ones.
inline constexpr std::size_t kMostComments = 5;

// How an article did, what it learned of it, who checked it, and the newest comments: for an article that is there.
struct ShownUse {
  store::Record record;
  std::vector<store::Wording> wordings;
  std::vector<store::Review> reviews;
  std::optional<Time> due;  // When it is to be checked.
  std::vector<store::Comment> comments;
};
// What was tried, in order, a line each, what belongs to it indented below: 2. 2026-03-05 Ann (failed): the method.
std::string timeline(const std::vector<model::Attempt>& attempts);
// An article as it is, or was.
Value show_article(store::Store& store, store::StoredArticle stored, const store::EffectiveCategory& category, Texts texts,
                   Card& card, const ShownVersion& version = {}, const ShownUse& use = {});

}  // namespace ckm::cli
