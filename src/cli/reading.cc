#include "cli/reading.hh"

#include <fmt/format.h>

#include "base/interrupt.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

// What a look at the input hands its records to.
class Nobody final : public formats::Sink {
 public:
  bool ticket(model::Ticket&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool article(model::Article&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool entry(model::Entry&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool reject(formats::Rejection&&) override { return interrupted() == 0; }
  void header(std::string_view) override {}
  void note(std::string_view) override {}
};

// What a spool has not given yet, looked at.
class SpoolLook final : public ByteSource {
 public:
  explicit SpoolLook(Spool& spool) : spool_(spool) {}
  std::size_t read(std::span<char> into) override {
    if (rest_.empty()) rest_ = spool_.look_on();
    const std::size_t n = rest_.copy(into.data(), into.size());
    rest_.remove_prefix(n);
    return n;
  }

 private:
  Spool& spool_;
  std::string_view rest_;
};

void look(const formats::ImportFormat& format, const formats::ReadOptions& options, ByteSource& in) {
  Nobody nobody;
  try {
    format.read(in, options, nobody);
  } catch (const Error& e) {  // What is wrong with the input the import tells; without room for a copy there is none of it.
    if (e.code() == Exit::kSystem) throw;
  }
}

// The map that the user gave or named.
const formats::RecordMap* said_map(const ReadingOptions& said) {
  return said.map != nullptr ? said.map.get() : formats::find_map(said.as);
}

const formats::ImportFormat& folder_format(const Input& input, const ReadingOptions& said) {
  const std::string& path = input.path();
  const formats::ImportFormat* const format =
      said.as.empty() ? formats::guess_folder_format(path) : formats::find_import_format(said.as);
  if (format == nullptr || format->read_folder == nullptr || !format->sniff_folder(path))
    throw Error(Exit::kInput, fmt::format("{} is a folder", path),
                "name the files in it, for example: " + path + "/*; with --since-last a folder stands for them");
  return *format;
}

// The named or guessed format that reads bytes as they are, or null.
const formats::ImportFormat* bytes_format(Input& input, const ReadingOptions& said) {
  const formats::ImportFormat* const named = formats::find_import_format(said.as);
  const formats::ImportFormat* const format = named != nullptr ? named : formats::guess_bytes_format(input.head(), input.name());
  return format != nullptr && format->bytes ? format : nullptr;
}

}  // namespace

std::string place_text(std::string_view input, const formats::Place& place) {
  std::string text(input);
  if (!place.file.empty()) text += fmt::format("{}{}", input.ends_with('/') ? "" : "/", utf8::one_line(place.file));
  if (!place.sheet.empty()) text += fmt::format(":{}!{}", utf8::one_line(place.sheet), place.line);
  else if (place.line > 0) text += fmt::format(":{}", place.line);
  if (place.column > 0) text += fmt::format(":{}", place.column);
  return text;
}

Reading::Reading(const Context& context, Input& input, const ReadingOptions& options)
    : input_(input),
      options_{.kind = options.kind,
               .columns = options.columns,
               .name = input.name(),
               .file = input.file_name(),
               .dates = {options.dates},
               .any_names = options.any_names,
               .sheet = options.sheet,
               .table = options.table,
               .unpack = context.settings.unpack(),
               .agents = options.agents,
               .beside = input.beside()},
      format_(input.is_folder() ? &folder_format(input, options) : bytes_format(input, options)) {
  if (format_ != nullptr) {
    use(said_map(options));
  } else {
    text_.emplace(context, input, options.decoding);
    head_ = source_.emplace(text_->text()).peek(Input::kHead);
    choose_text_format(options);
    look_at_dates();
    known_.settle_by_others();
  }
  if (options_.kind) formats::check_kind(*format_, *options_.kind, input.name());
  options_.dates.known = &known_;
  options_.dates.seen = &seen_;
}

model::Kind Reading::kind() const { return options_.kind.value_or(options_.map != nullptr ? options_.map->kind : format_->kind); }

std::string Reading::name() const { return std::string(options_.map != nullptr ? options_.map->name : format_->name); }

std::string Reading::source() const { return options_.map != nullptr ? options_.map->source : std::string(format_->name); }

void Reading::use(const formats::RecordMap* map) {
  options_.map = map;
  if (map == nullptr) return;
  if (options_.columns.empty()) options_.columns = map->columns;
  formats::DateOptions& dates = options_.dates.said;
  if (dates.order == formats::DayOrder::kUnknown) dates.order = map->dates.order;
  if (dates.zone.empty()) dates.zone = map->dates.zone;
}

void Reading::choose_text_format(const ReadingOptions& said) {
  const formats::RecordMap* map = said_map(said);
  const bool columns = !said.columns.empty() || (map != nullptr && !map->columns.empty());
  format_ = formats::find_import_format(said.as.empty() && said.table.any() ? "csv" : said.as);
  if (format_ == nullptr) format_ = &formats::guess_import_format(head_, input_.name(), columns, said.kind);
  if (map == nullptr && said.as.empty() && !columns) {
    map = formats::guess_map(look_at_names());
    if (map != nullptr && said.kind.value_or(map->kind) != map->kind) map = nullptr;
  }
  use(map);
  if (map == nullptr || !map->part || options_.any_names || options_.kind.value_or(map->kind) != map->kind) return;
  const formats::Look found = look_at_names();
  if (found.records > 0 && !formats::can_name_ticket(*map, found))
    throw Error(Exit::kInput, fmt::format("{}: its messages don't say of which ticket they are", input_.name()),
                fmt::format("put it into each, as ticket_id, or into the map that ckm import --guess {} prints: "
                            "external_id = {{ constant = \"4711\" }}",
                            input_.name()));
}

formats::Look Reading::look_at_names() const {
  formats::Look found;
  formats::ReadOptions options = options_;
  options.look = &found;
  MemorySource first(head_);
  look(*format_, options, first);
  return found;
}

// What the dates of the head tell of the order of day and month; those of the whole file, where some in the head could be of
// either.
void Reading::look_at_dates() {
  if (options_.dates.said.order != formats::DayOrder::kUnknown) return;
  formats::ReadOptions options = options_;
  options.dates.seen = &known_;
  MemorySource first(head_);
  look(*format_, options, first);
  if (!known_.any_ambiguous() || head_.size() < Input::kHead) return;
  known_ = {};
  if (!input_.seekable()) {
    SpoolLook all(spool_.emplace(*source_, Spool::kMemory, Spool::kAll, "say --date-order day or month"));
    look(*format_, options, all);
    return;
  }
  FileSource file(input_.path());
  text::DecodeSource decoded(file, text_->encoding(), text::OnUndecodable::kReplace);
  look(*format_, options, decoded);
}

void Reading::read(formats::Sink& sink, formats::Look* columns) {
  options_.look = columns;
  if (input_.is_folder()) format_->read_folder(input_.path(), options_, sink);
  else if (spool_) format_->read(*spool_, options_, sink);
  else format_->read(source_ ? static_cast<ByteSource&>(*source_) : input_.bytes(), options_, sink);
}

std::vector<std::string> Reading::undecided_dates() const {
  std::vector<std::string> columns;
  for (const auto& [column, dates] : known_.all()) {
    if (dates.ambiguous > 0 && dates.day_first.empty() && dates.month_first.empty()) columns.push_back(column);
  }
  return columns;
}

std::vector<std::string> Reading::date_notes() const {
  if (!text_ || options_.dates.said.order != formats::DayOrder::kUnknown) return {};
  return formats::date_notes(known_, seen_);
}

}  // namespace ckm::cli
