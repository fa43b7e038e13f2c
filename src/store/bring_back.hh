// What was removed comes back: with its uid and its identifier, under the number that it had.
//
// All calls happen within the caller's transaction, and write their entries into the changeset.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.hh"
#include "model/article.hh"
#include "store/changes.hh"
#include "store/history.hh"
#include "store/items.hh"

namespace ckm::store {

// An article that is not there, under the number that it had, if any, without an entry. Its uid must be set.
Item put_back_article(Store& store, std::string_view source, model::Article article);

// The number that it is there under names it again.
void take_number(Store& store, const Item& item);

// An article that is not there, as a version that is there says; without its label. What its source said of it last is known
// again, and so are the imports that wrote it.
Item bring_back_article(Store& store, const Known& known, const Version& version, ChangeWriter& change);
// A ticket that is not there, as the entry of its removal says; without its label.
Item bring_back_ticket(Store& store, const Value& entry, ChangeWriter& change);
// The version that removed a thing last.
std::optional<Version> last_removal(Store& store, std::string_view uid);
// What was said of a thing and went with it in that version (said.hh), as far as its other ends are there.
void bring_back_said(Store& store, const Known& known, const Version& removal, ChangeWriter& change);
// Whether what was said is about an article.
bool is_about(const Value& entry, std::string_view uid);

// What imports knew of an article when it was removed last: the columns of its row that its history does not tell.
struct KeptColumns {
  std::int64_t added_run = 0;
  std::int64_t changed_run = 0;
  std::string hash;
  std::optional<std::string> imported;
  std::optional<std::string> base;
  std::string told;  // The hash of what its source said since it was merged into another, which was told; empty for nothing.
};
// Nothing where the store doesn't know it.
std::optional<KeptColumns> kept_of(Store& store, const Item& item);
// What it was when it was removed; empty where that was forgotten.
model::Article last_content(Store& store, std::string_view uid);
// The number that a thing had when it was removed last; 0 where it has none to go back to.
std::int64_t old_number(Store& store, model::Kind kind, std::string_view uid);

}  // namespace ckm::store
