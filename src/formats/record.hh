// One record on its way into a ticket or an article: which cell goes into which field, and what is left over.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "formats/aliases.hh"
#include "formats/mapping.hh"
#include "model/article.hh"
#include "model/entry.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// Without white space around it, the ideographic space and no-break space included.
std::string_view trimmed(std::string_view text);
// Trimmed, and with LF for CR LF and CR.
void assign_body(std::string& into, std::string_view text);
// The parts of a list in one text, trimmed, empty ones left out: split at ; where there is one, else at |, else at , (and
// the full-width forms and 、 of each).
void split_tags(std::string_view text, std::vector<std::string>& into);
// The same at line breaks, or at | where there are none.
void split_lines(std::string_view text, std::vector<std::string>& into);

struct Column {
  Target target;
  bool repeated = false;  // Another column has the same name.
};

// Filled by Mapper, emptied by map_ticket or map_article, which mark what they take; the rest becomes `extra`.
struct Record {
  static constexpr std::size_t kAbsent = static_cast<std::size_t>(-1);

  static inline const DateReading kByItself = {};

  static inline const LinkDoubt kNoDoubt = {};

  const DateReading* dates = &kByItself;
  const LinkDoubt* doubt = &kNoDoubt;
  std::string_view source;  // What is known for its source, for the doubt.
  std::span<const Cell> cells;
  std::span<const Column> columns;
  std::array<std::size_t, kFieldCount> best;             // The cell that counts for a field, or kAbsent.
  std::vector<char> taken;                               // Per cell: it stands in a field.
  std::array<std::string, 5> levels = {};                // Of a table of categories, those of the row above.
  std::vector<std::pair<std::size_t, Value>> leftovers;  // What a cell holds besides what was taken of it.

  [[nodiscard]] const Cell* cell(Field field) const {
    const std::size_t at = best[static_cast<std::size_t>(field)];
    return at == kAbsent ? nullptr : &cells[at];
  }
  [[nodiscard]] bool has(Field field) const { return best[static_cast<std::size_t>(field)] != kAbsent; }
  void take(Field field, bool yes = true) { taken[best[static_cast<std::size_t>(field)]] = yes ? 1 : 0; }
  [[nodiscard]] bool is_taken(Field field) const { return has(field) && taken[best[static_cast<std::size_t>(field)]] != 0; }
  void leave(Field field, Value rest) { leftovers.emplace_back(best[static_cast<std::size_t>(field)], std::move(rest)); }

  // A field's text as it stands, empty where it has none.
  [[nodiscard]] std::string text(Field field) const;

  // Each moves a field's text into `into` and marks it taken; what has no such form stays where it is.
  void line(Field field, std::string& into);
  // Of a document in another form than text `raw` gets that, as JSON.
  void body(Field field, std::string& into, std::string& raw);
  void time(Field field, std::optional<Time>& into);
  void list(Field field, std::vector<std::string>& into);

  // What was not taken, as an object by the source's names; null when that is nothing.
  Value extra();
};

// Whether a cell holds nothing: blanks, null, an empty array.
bool is_empty(const Cell& cell);
// A JSON scalar as text, an object's name; nothing for null, arrays and other objects.
std::optional<std::string> text_of(const Value& value);

model::Ticket map_ticket(Record& record);
model::Article map_article(model::Kind kind, Record& record);
// A record of any other kind, or why it is none.
struct Made {
  std::optional<model::Entry> entry;
  std::string fault;
};
Made map_entry(model::Kind kind, Record& record);
// The messages of a JSON array: objects with a text, or texts; nothing where it has elements and none is one.
struct Messages {
  std::vector<model::Message> messages;
  Value rest;  // An array of what the elements hold besides, those that are no messages whole; null when that is nothing.
};
std::optional<Messages> map_messages(const Value& list, const model::Ticket& ticket, const DateReading& dates);

}  // namespace ckm::formats
