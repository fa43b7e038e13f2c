// What things were, version by version, from the changesets (changes.hh).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "model/ref.hh"
#include "store/changes.hh"
#include "store/items.hh"
#include "store/labels.hh"

namespace ckm::store {

// A thing that the history knows, there or removed.
struct Known {
  model::Kind kind = model::Kind::kFaq;
  std::string uid;
  std::optional<Item> item;  // Where it is still there.
};
// By which the history knows an item that is there.
std::string item_uid(Store& store, const Item& item);
// Nothing where there never was such a thing. What was removed is found by the number or the source that it had.
std::optional<Known> find_known(Store& store, const model::Ref& ref);

// One version of a thing: how a changeset left it.
struct Version {
  std::int64_t number = 0;  // From 1, the oldest.
  std::int64_t change_id = 0;
  std::string change;  // Its digest, hexadecimal; empty while an import runs.
  Time at = 0;
  Author author;
  std::string op;  // add, change, remove or label.
  Value content;   // The article's JSON without a label, as model::to_value() makes it, and its source; null where there is none.
  std::string label;     // The category that a person said; empty for none,
  LabelSaid label_said;  // and who said it, and when.
  std::string into;      // Of a removal: the uid of the article that it was merged into; else empty.
  bool forgotten = false;

  [[nodiscard]] bool there() const { return !content.is_null(); }
  // The article's JSON with the label as its category; null where it is not there.
  [[nodiscard]] Value shown() const;
};
// Oldest first. Of a ticket there are only labels and its removal.
std::vector<Version> versions_of(Store& store, std::string_view uid);

// Adds the source to an article's JSON of a store of schema 1, which does not tell it, where the store knows it.
void complete_source(Store& store, std::string_view uid, Value& content);

// A category as it is named where other things have references: category:billing/refund.
std::string category_ref(std::string_view path);

// By what its source knows a ticket that is or was there.
struct TicketName {
  std::string source;
  std::string external_id;
};
TicketName ticket_name(Store& store, const Known& ticket);

// As it is shown; what is gone by what its last version says, or as it was asked for.
std::string known_ref(Store& store, const Known& known, const std::vector<Version>& versions, std::string_view asked);

// An article by its uid and a ticket by where it is from, as they are shown, or were; "an article" for a uid that nothing had.
std::string article_ref(Store& store, std::string_view uid);
std::string ticket_ref(Store& store, std::string_view source, std::string_view external_id);

// Of what is not there any more, and was asked for as `asked`: throws Error{kNotFound} with who removed it and how it is seen and
// brought back.
[[noreturn]] void tell_removed(Store& store, const Known& known, std::string_view asked);

// A reference with @ and the number of a version behind it, such as faq:12@3.
struct VersionName {
  Known known;
  std::optional<std::int64_t> number;
};
// An identifier may itself end so: the whole is tried as a reference first. Throws Error{kUsage} for what is no reference,
// kNotFound where nothing has ever had it.
VersionName need_version_name(Store& store, std::string_view text);

// The version that counted at a time; null where it was not there yet.
const Version* version_at(const std::vector<Version>& versions, Time time);

// The changeset that change: and at least four digits of its digest, or run: and a number, name. Throws Error{kUsage} for
// another text or digits that begin several, kNotFound where there is none.
std::int64_t need_change(Store& store, std::string_view name);
// When a changeset was made.
Time change_time(Store& store, std::int64_t change_id);
// The number of run:12; nothing for another text.
std::optional<std::int64_t> parse_run(std::string_view name);

// A field that two versions have not alike.
struct FieldChange {
  std::string name;  // As in JSON; a part of a case is case.cause and so on.
  Value before;      // Null where the field was empty.
  Value after;
};
// In the order of the JSON. Either may be null for a thing that is not there. What it is called, where it is from and when it
// was written don't count.
std::vector<FieldChange> field_changes(const Value& before, const Value& after);

}  // namespace ckm::store
