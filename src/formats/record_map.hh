// A map: how the records of one desk, or of one file, become tickets or articles. Told in TOML; ckm-map(5) describes it.
//
// What a map says of a field counts above the names that the field is known by (aliases.hh); fields that it does not name are
// still found by theirs.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/value.hh"
#include "formats/aliases.hh"
#include "formats/date.hh"
#include "formats/format.hh"
#include "model/kind.hh"

namespace re2 {
class RE2;
}

namespace ckm::formats {

// Where a value comes from. Paths are names joined by dots; what stands in an array is taken of each of its elements.
struct Rule {
  std::vector<std::string> from;                            // The first that holds something; of lists and `all` each.
  std::string text;                                         // {path} in it is replaced; in place of `from`.
  std::optional<std::string> constant;                      // In place of both.
  std::vector<std::pair<std::string, std::string>> values;  // What the source's codes mean; others stay as they are.
  std::string date_format;                                  // As strptime(3) reads it.
  std::string lookup;                                       // The name of a table: the value is its key.
  std::string line_break = {};                              // What stands for one in the text.
  std::string split;  // What parts the levels of a path, which are parted by / here, or the parts of a list.
  std::string match;  // The value is what the groups of this RE2 hold; what it doesn't fit holds nothing.
  std::shared_ptr<const re2::RE2> expression;
  std::string join;  // Between those groups; or, without them, between all of `from`, of which the first
                     // has to hold something.
};

// A table of another file: what its key stands for.
using Lookup = std::unordered_map<std::string, std::string>;

struct RecordMap {
  std::string name;    // What --as calls it.
  std::string source;  // Of what it reads: its name, unless it says another.
  std::string summary;
  model::Kind kind = model::Kind::kTicket;
  // Where a column says of which kind each record is: that, and what its codes mean. Any other code means `kind`.
  std::string kind_column;
  std::vector<std::pair<std::string, model::Kind>> kinds;
  std::vector<std::vector<std::string>> names;  // Records with all of one of these, name or name.member, are what it is for.
  std::vector<std::string> columns;             // Of a file without a header.
  std::vector<std::string> skip;                // A record that has one of these with a value is passed over.
  std::vector<std::string> drop;                // Not kept in extra.
  // Of an envelope in JSON the arrays of other records beside these, and by which map that ckm comes with each is read.
  std::vector<std::pair<std::string, std::string>> beside;
  std::vector<std::string> keep;  // Kept in extra, whatever field their names are of.
  DateOptions dates;
  std::vector<std::pair<Field, Rule>> fields;  // Of one field the first that gives something counts; of lists each does.
  // The messages: `from` is the path of an array of objects, each part is a path within one of them, or . where the record is the
  // message; or the name of columns whose
  // texts are cut at `cut` into parts in that order, the last taking what is left. Empty: the record has none.
  std::vector<std::string> messages;
  std::string cut;
  bool messages_open = false;  // The first of them is the record's body.
  bool part = false;           // Each record is a message of the ticket that its external_id names (model/ticket_part.hh).
  std::vector<std::pair<std::string, Rule>> message_parts;
  std::unordered_map<std::string, Lookup> lookups;

  [[nodiscard]] bool has(Field field) const;
};

// What [messages] come from where the record is the message.
inline constexpr std::string_view kRecordItself = ".";
// The parts of a message that a map may name.
inline constexpr std::array<std::string_view, 7> kMessageParts = {"id", "body", "author", "role", "at", "internal", "public"};

// `name` is the file's, for messages; tables that it looks things up in lie beside it: `folder` with a / at its end, or none
// where the map may have none. Throws Error{kInput} with line and column for what is no map.
RecordMap parse_map(std::string_view toml, std::string_view name, std::optional<std::string> folder = std::nullopt);

// Those that ckm comes with, by name.
std::span<const RecordMap> shipped_maps();
const RecordMap* find_map(std::string_view name);
// Whether records with these columns can say which ticket they are of, where the map makes parts of them.
bool can_name_ticket(const RecordMap& map, const Look& look);
// One for files without a header that have so many columns, of that kind where one was said; or null.
const RecordMap* headerless_map(std::size_t columns, std::optional<model::Kind> kind);
// The one for records with these columns, the more of them it asks for the better; or null.
const RecordMap* guess_map(const Look& look);

}  // namespace ckm::formats
