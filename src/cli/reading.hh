// How an input is read: as text in its encoding or as bytes, in which format, by which map.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/spool.hh"
#include "cli/command.hh"
#include "cli/input.hh"
#include "cli/text_input.hh"
#include "formats/format.hh"
#include "formats/record_map.hh"

namespace ckm::cli {

// What the user said of it.
struct ReadingOptions {
  std::optional<model::Kind> kind;  // Without one the records say it, see formats::ReadOptions.
  std::vector<std::string> columns;
  std::string as;                                 // The name of a format or of a map; empty: guessed.
  std::shared_ptr<const formats::RecordMap> map;  // Of the user's own; null: one that ckm comes with, where one fits.
  DecodingOptions decoding;
  formats::DateOptions dates;
  bool any_names = false;           // See formats::ReadOptions,
  std::string sheet;                // and this,
  formats::TableOptions table;      // and this,
  std::vector<std::string> agents;  // and this, too.
};

// For messages: tickets.csv:3:7, book.xlsx:Sheet1!3, mail/new/1:1. `input`: its name.
std::string place_text(std::string_view input, const formats::Place& place);

class Reading {
 public:
  // Looks at the input's head, and at all of it where that is what its dates need: of what is no file, or packed, at a copy of
  // the text that is kept in TMPDIR. All must outlive it. Throws Error{kInput} for what is no known format, and Error{kUsage}
  // where that has no such records as were asked for.
  Reading(const Context& context, Input& input, const ReadingOptions& options);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  [[nodiscard]] const Input& input() const { return input_; }
  [[nodiscard]] const formats::ImportFormat& format() const { return *format_; }
  [[nodiscard]] const formats::RecordMap* map() const { return options_.map; }
  // What its records are where they don't say it, and the name of what it is read as: a map's, else its format's.
  [[nodiscard]] model::Kind kind() const;
  [[nodiscard]] std::string name() const;
  // Of records that don't say theirs, where the user named none.
  [[nodiscard]] std::string source() const;
  // What decodes it; null for bytes.
  [[nodiscard]] const TextInput* text() const { return text_ ? &*text_ : nullptr; }

  // The columns whose dates could be of either order and tell nothing of it, and what earlier imports took for one of them.
  [[nodiscard]] std::vector<std::string> undecided_dates() const;
  // Where times without a zone are from; empty: UTC.
  [[nodiscard]] const std::string& zone() const { return options_.dates.said.zone; }
  void settle_dates(const std::string& column, formats::DayOrder order) { known_.settle(column, order); }

  // Of links: what is said of their ends.
  void doubt_links(formats::LinkDoubt doubt) { options_.link_doubt = std::move(doubt); }

  // Once. Where `look` is not null it is told of the first records' columns. Throws what the format does.
  void read(formats::Sink& sink, formats::Look* look = nullptr);
  // For people, once it was read: how dates were taken.
  [[nodiscard]] std::vector<std::string> date_notes() const;

 private:
  void use(const formats::RecordMap* map);
  void choose_text_format(const ReadingOptions& said);
  [[nodiscard]] formats::Look look_at_names() const;
  void look_at_dates();

  Input& input_;
  formats::ReadOptions options_;
  std::optional<TextInput> text_;
  std::optional<PeekSource> source_;
  std::optional<Spool> spool_;  // What was looked at beyond the head, where that can't be read twice.
  std::string_view head_;       // Of the text.
  const formats::ImportFormat* format_ = nullptr;
  formats::DateColumns known_;
  formats::DateColumns seen_;
};

}  // namespace ckm::cli
