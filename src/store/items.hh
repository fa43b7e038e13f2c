// Any thing of a store by its reference, and what search needs of it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hh"
#include "model/kind.hh"
#include "model/ref.hh"
#include "store/store.hh"

namespace ckm::store {

struct Item {
  model::Kind kind = model::Kind::kTicket;
  std::int64_t id = 0;
  bool operator==(const Item&) const = default;
};

// Tickets and articles. Nothing where there is no such item. A number that it had before it was removed and imported again leads
// to it.
std::optional<Item> find_item(Store& store, const model::Ref& ref);
// An article by its uid.
std::optional<Item> find_article(Store& store, std::string_view uid);
// The thing of a reference as a text. Throws Error{kUsage} where it is no reference and kNotFound where there is no such item:
// with who removed it, where somebody did.
Item need_item(Store& store, std::string_view ref);
// As it is shown; by number where the item is gone.
std::string item_ref(Store& store, const Item& item);

// Between the parts of a text: title and phrasings, one message and the next. No wording reaches over it.
inline constexpr std::string_view kPartBorder = "\n\x1E\n";

// An item's text, in the two fields that ranking tells apart, each of parts with kPartBorder between them.
struct SearchText {
  std::string question;  // Subject, or question and its authors' phrasings.
  std::string answer;    // Messages, or answer, or the parts of a case.
  std::string language;  // As the source says it; may be empty.
};
std::optional<SearchText> read_search_text(Store& store, const Item& item);
// What ranking knows of an item beside what its text says.
struct RankFacts {
  std::string question;            // Its subject or question alone, without other phrasings.
  std::optional<Time> changed_at;  // Else when it was made.
  std::string confidence;          // Of an article.
  std::int64_t uses = 0;           // That helped, or of which nobody knows whether they did.
  std::int64_t helpful = 0;
  std::int64_t unhelpful = 0;
};
std::optional<RankFacts> read_rank_facts(Store& store, const Item& item);

// What a list of results shows.
struct Summary {
  std::string ref;
  std::string title;  // The first line of the text where there is no title.
  std::string source;
  std::string status;    // A ticket's status, an article's confidence.
  std::string category;  // The effective one.
  std::optional<Time> created_at;
};
std::optional<Summary> read_summary(Store& store, const Item& item);

struct Times {
  std::optional<Time> created_at;
  std::optional<Time> updated_at;
};
std::optional<Times> read_times(Store& store, const Item& item);
// Articles that were used, in the order of their numbers, and how often.
std::vector<std::pair<Item, std::int64_t>> read_uses(Store& store);

// What filters can ask of an item: field and value, the category being the effective one.
std::vector<std::pair<std::string, std::string>> read_facts(Store& store, const Item& item);

// All items of a kind in the order of their source's name, then their identifier: the same in every copy.
void for_each_item(Store& store, model::Kind kind, const std::function<bool(std::int64_t id)>& visit);

// Every id of a kind above `after`, at most `limit`, ascending.
std::vector<std::int64_t> next_ids(Store& store, model::Kind kind, std::int64_t after, std::int64_t limit);

}  // namespace ckm::store
