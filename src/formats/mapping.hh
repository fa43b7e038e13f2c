// From a record's own columns to the fields of a ticket or an article.
//
// Names match a field's aliases (aliases.cc) regardless of case, script (Traditional or Simplified), blanks, _, - and full width;
// what matches nothing is kept in `extra` under its own name. Two columns of one field: tags add up; of others the one
// with the best alias that is not empty counts, of equal names the first, and the rest is kept in `extra` (as an array where
// a name is repeated). A time that is none and a value of a form that its field can't take are kept in `extra` too.
// Empty texts and nulls are left out.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "formats/aliases.hh"
#include "formats/format.hh"

namespace ckm::formats {

// One value of a record: a text (CSV) or a JSON value.
struct Cell {
  std::string_view name;
  const Value* json = nullptr;  // Null: `text` holds it.
  std::string_view text;
  Field field = Field::kNone;  // Where a map says it.
  bool made = false;           // By a map, of a text that is in another cell too.
};

// What is wrong with the bytes of a cell, with its name, as a reason to reject the record: a text that is not UTF-8, a JSON value
// with a NUL character, bytes that could not be decoded (text/undecodable.hh). Empty where nothing is.
std::string byte_fault(const Cell& cell);

class MappedRecord;

class Mapper {
 public:
  // Of any kind. Without one the first record's names decide: a question and an answer, but nothing that only
  // a ticket has, make FAQ, which is noted; all others make tickets.
  // `dates` says how to read them and must outlive the mapper; null: each by itself.
  explicit Mapper(std::optional<model::Kind> kind, const DateReading* dates = nullptr);
  // The same with the options' map, which says the kind where they do not. They must outlive it.
  explicit Mapper(const ReadOptions& options);
  Mapper(Mapper&&) noexcept;
  Mapper& operator=(Mapper&&) noexcept;
  ~Mapper();

  // Lets the names decide now where no kind was given, before any record. Throws Error{kInput} where they are those of people.
  void decide(std::span<const std::string_view> names, Sink& out);
  // Of which kind records are that don't say it themselves.
  [[nodiscard]] model::Kind kind() const { return kind_; }
  // The field that a column of that name goes into.
  [[nodiscard]] Field field(std::string_view name) const;
  // Whether a name is one that the mapper knows for its kind. Used to tell a header from data.
  [[nodiscard]] bool knows(std::string_view name) const { return field(name) != Field::kNone; }
  // Whether a record of its kind can live on that field alone, such as a subject.
  [[nodiscard]] bool gives_text(Field field) const;
  // Throws Error{kInput} when no column of the header gives a record its text (subject or body; question or title).
  void check_header(std::span<const std::string_view> names, std::string_view input) const;
  // Notes what a map of the user's own takes an identifier or a text from where the header has none of it.
  void tell_absent(std::span<const std::string_view> names, Sink& out) const;

  // Hands the record to the sink, as what it became or as a rejection (no text at all, a byte_fault). One that ckm exported (its
  // `ref` is a reference) is of the kind that it says, of its own source, and says who gave its category. `raw` is copied into a
  // rejection only. Returns what the sink says. Fastest where the names are the same views, of texts that outlive the mapper,
  // each time.
  bool map(std::span<const Cell> cells, Place place, std::string_view raw, Sink& out);

 private:
  struct State;
  State& state(model::Kind kind);
  void look_at(std::span<const Cell> cells);
  void check_people(std::span<const std::string_view> names);
  std::array<std::unique_ptr<State>, model::kKinds.size()> states_;  // By kind, made when needed.
  model::Kind kind_;
  bool decided_;
  const DateReading* dates_;
  const RecordMap* map_ = nullptr;
  std::unique_ptr<MappedRecord> mapped_;
  Look* look_ = nullptr;
  std::string input_;  // Its name.
};

}  // namespace ckm::formats
