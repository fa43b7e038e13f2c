// Formats that records come in: one row each in formats.cc, found by name or by looking at the first bytes.
//
// A reader streams: it hands each record to a Sink as soon as it is whole, in the order of the input and in bounded memory,
// and never touches the store. What is wrong with one record is a Rejection given to the sink, and the rest goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "formats/date_columns.hh"
#include "formats/table_options.hh"
#include "formats/unpack_limits.hh"
#include "model/article.hh"
#include "model/entry.hh"
#include "model/kind.hh"
#include "model/origin.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// Where a record stands in its input, from 1; a column counts bytes, 0 when only the line is known.
struct Place {
  std::uint64_t line = 0;  // Of a sheet the row. 0: the whole file.
  std::uint64_t column = 0;
  std::string_view sheet = {};  // By its name, which lives as long as the reading; empty where there are none.
  std::string_view file = {};   // Of a folder, by its path in it; lives as long as the call.
};

struct Cell;
struct RecordMap;

// A record that was not taken.
struct Rejection {
  Place place;
  std::string reason;
  std::string raw;  // The record as it stood in the input, without its line end (a JSON record: its JSON); what --rejects
                    // writes. Empty where no record could be cut out.
};

// Receives what a reader finds. Returning false ends the reading early.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;
  // `origin`: what a record that ckm exported says of itself, and whether a ticket comes in parts; empty for others.
  virtual bool ticket(model::Ticket&& ticket, const model::Origin& origin, Place place) = 0;
  virtual bool article(model::Article&& article, const model::Origin& origin, Place place) = 0;
  virtual bool entry(model::Entry&& entry, const model::Origin& origin, Place place) = 0;
  virtual bool reject(Rejection&& rejection) = 0;
  // What stands between the cells of a table; before header().
  virtual void table(std::string_view) {}
  // The first line of the input, for formats that have a header: what --rejects writes first.
  virtual void header(std::string_view raw) = 0;
  // Something about the whole input that its owner should know.
  virtual void note(std::string_view text) = 0;
  // Before all records: the input is an export that was made for readers, with less in it than the store had or other words
  // (audience public, redacted).
  virtual void made_for(std::string_view) {}
  // A record that its map passes over.
  virtual void pass_over() {}
  // The source of a record that does not say it, where that is known; lives until the next record.
  [[nodiscard]] virtual std::string_view source_said() const { return {}; }
  // Whether records are wanted as they are, by their own columns' names: raw() is given them then in place of all others.
  [[nodiscard]] virtual bool wants_raw() const { return false; }
  virtual bool raw(std::span<const Cell>, Place) { return true; }
};

// What a look at an input's first records tells of it.
struct Look {
  static constexpr std::size_t kRecords = 200;
  std::size_t records = 0;
  std::vector<std::string> names;     // Of their columns, in the order in which they were met.
  std::vector<std::string> examples;  // A short value of each.
  std::vector<std::string> inner;     // name.member of the members of objects among them.
};

// What is wrong with an end of a link that is an identifier, with what to write instead; empty where nothing is. `ticket`: of
// those it is looked up among. `source`: what the record says for it, if anything.
using LinkDoubt = std::function<std::string(std::string_view end, bool ticket, std::string_view source)>;

struct ReadOptions {
  // Of any kind. Without one records are of the format's kind, or FAQ where they hold a question and an
  // answer.
  std::optional<model::Kind> kind;
  std::vector<std::string> columns;  // Names for a file without a header; empty: it has one.
  std::string name;                  // What errors call the input.
  std::string file = {};             // Its file's name without folders; empty for standard input.
  DateReading dates = {};
  const RecordMap* map = nullptr;        // What the records' columns are; null: as their names say.
  bool any_names = false;                // A header need not name a known column.
  Look* look = nullptr;                  // Told of the first records' columns; may be null.
  std::string sheet = {};                // Of a workbook, by name or number from 1; empty: all that are not hidden.
  TableOptions table = {};               // Of delimited text.
  UnpackLimits unpack = {};              // Of formats that are packed.
  std::vector<std::string> agents = {};  // Addresses and domains of the team, for formats that don't say who belongs to it.
  LinkDoubt link_doubt = {};             // Of links; empty: none.
  std::vector<ByteSource*> beside = {};  // The files that lie beside it, of formats that read several together.
};

// Of which kinds a format's records can be.
enum class Gives : std::uint8_t {
  kAny,
  kTexts,       // Tickets and articles.
  kQuestions,   // Tickets and FAQ.
  kTickets,     // And nothing else.
  kCategories,  // The same.
};

// Of a file whose format reads several together.
enum class Together : std::uint8_t {
  kNo,      // It is read by itself.
  kMain,    // It is what is read,
  kBeside,  // with those beside it;
  kUnread,  // and these come with them and hold nothing of what is read.
};

struct ImportFormat {
  std::string_view name;
  std::string_view summary;
  std::string_view suffixes;             // ".csv .txt"
  bool (*sniff)(std::string_view head);  // At most the first 64 KiB of what read() reads. The first row that says yes is taken.
  bool by_name;                          // It is asked only where the name has one of the suffixes.
  Gives gives;
  model::Kind kind;  // Of a record where neither the command nor the record itself says it.
  // Reads UTF-8. Throws Error{kInput} only if nothing can be read at all (no header, no such column).
  void (*read)(ByteSource& in, const ReadOptions& options, Sink& out);
  bool bytes = false;  // Sniffs and reads the bytes as they are: what is no text, or says its encodings itself.
  // For formats that are folders, in place of sniff and read.
  bool (*sniff_folder)(const std::string& path) = nullptr;
  void (*read_folder)(const std::string& path, const ReadOptions& options, Sink& out) = nullptr;
  // By fewer signs, where the name has one of the suffixes; may be null.
  bool (*sniff_named)(std::string_view head) = nullptr;
  Together (*together)(std::string_view head) = nullptr;  // May be null: kNo.
};

// In the order in which they are tried.
std::span<const ImportFormat> import_formats();
// By name, or null; Markdown also by the one that it has as an export.
const ImportFormat* find_import_format(std::string_view name);
// The format of bytes as they are whose sniff says yes to them, or else the one that their name means too, or null: what is tried
// before they are decoded.
const ImportFormat* guess_bytes_format(std::string_view head, std::string_view path);
// Of what begins so, as any format takes it.
Together read_together(std::string_view head);
// The format of a folder, or null.
const ImportFormat* guess_folder_format(const std::string& path);
// Throws Error{kUsage} where records of that format can't be of that kind. `input`: what messages call it.
void check_kind(const ImportFormat& format, model::Kind kind, std::string_view input);
// Of text, by content first, file name second; `columns`: their names were given, so it has some; `kind`: its records were said
// to be of that. Throws Error{kInput} with the known formats where nothing fits.
const ImportFormat& guess_import_format(std::string_view head, std::string_view path, bool columns = false,
                                        std::optional<model::Kind> kind = std::nullopt);

}  // namespace ckm::formats
