#include "cli/importer.hh"

#include <fmt/format.h>

#include <utility>
#include <variant>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "formats/repair_fields.hh"

namespace ckm::cli {
namespace {

using Clock = std::chrono::steady_clock;

// A batch is gathered until the first of these, and only then written: nobody waits for an input that is slow.
constexpr std::chrono::milliseconds kBatchTime{500};
constexpr std::size_t kBatchRecords = 20'000;
constexpr std::uint64_t kBatchBytes = std::uint64_t{16} << 20;
// How many records are gathered or written between two looks at the clock.
constexpr std::size_t kLookAtClock = 64;
// How many rejections are told one by one.
constexpr std::int64_t kMostTold = 20;

class StoreSink final : public formats::Sink {
 public:
  // `text`: what decodes the input, null where the format reads its bytes.
  StoreSink(Context& context, const Input& input, const TextInput* text, const ImportOptions& options,
            const formats::ImportFormat& format, const formats::RecordMap* map, RejectFile* rejects)
      : context_(context),
        path_(input.name()),
        options_(options),
        key_({options.source, options.kind.value_or(map != nullptr ? map->kind : format.kind),
              map != nullptr ? map->name : std::string(format.name), input.path()}),
        input_(input),
        text_(text),
        rejects_(rejects),
        indexer_(context.store(), context.settings.index()),
        progress_(path_, "records", !context.quiet) {
    context.store().trust_keys();
  }

  bool ticket(model::Ticket&& ticket, const model::Origin& origin, formats::Place) override {
    repair(ticket, origin);
    batch_.push_back({std::move(ticket), origin});
    return next();
  }
  bool article(model::Article&& article, const model::Origin& origin, formats::Place) override {
    repair(article, origin);
    batch_.push_back({std::move(article), origin});
    return next();
  }
  bool reject(formats::Rejection&& rejection) override {
    ++rejected_;
    if (++told_ <= kMostTold) {
      std::string place = fmt::format("{}:{}", path_, rejection.place.line);
      if (rejection.place.column > 0) place += fmt::format(":{}", rejection.place.column);
      context_.say(fmt::format("{}: rejected: {}", place, rejection.reason));
    }
    if (rejects_ != nullptr) rejects_->add(as_it_came(rejection.raw), text_ != nullptr && !text_->is_utf8());
    return next();
  }
  void header(std::string_view raw) override {
    if (rejects_ != nullptr) rejects_->header(as_it_came(raw));
  }
  void note(std::string_view text) override { context_.say(fmt::format("note: {} {}", path_, text)); }
  void pass_over() override { ++passed_over_; }

  // Writes the last batch. A signal leaves the run unfinished, to be gone on with.
  Imported finish() {
    if (text_ != nullptr) text_->tell_undecodable();
    tell_repaired();
    if (told_ > kMostTold)
      context_.say(fmt::format("{}: {} more {} rejected", path_, told_ - kMostTold, told_ - kMostTold == 1 ? "was" : "were"));
    if (passed_over_ > 0)
      context_.say(fmt::format("{}: {} passed over, as its map says", path_, counted(passed_over_, "record")));
    const bool whole = interrupted() == 0;
    write(whole);
    if (!whole) {
      const store::Counts& c = run_->counts();
      context_.say(fmt::format(
          "{}: interrupted after {} added, {} changed, {} unchanged, {} rejected; the same command goes on from there", path_,
          c.added, c.changed, c.unchanged, c.rejected));
    }
    std::vector<std::string> sources = run_->sources();
    if (sources.empty()) sources.push_back(key_.source);
    return {key_.format, sources, key_.kind, options_.dry_run ? 0 : run_->id(), run_->counts(), run_->resumed(), run_->kept()};
  }

 private:
  struct Gathered {
    std::variant<model::Ticket, model::Article> record;
    model::Origin origin;
  };

  [[nodiscard]] std::string as_it_came(std::string_view part) const {
    return text_ == nullptr ? std::string(part) : text_->raw(part);
  }

  template <typename Record>
  void repair(Record& record, const model::Origin& origin) {
    if (!options_.repair || origin.exported) return;
    const formats::FieldRepairs done = formats::repair_fields(record);
    repaired_.texts += done.texts;
    repaired_.findings += done.findings;
    repaired_records_ += done.texts > 0 ? 1 : 0;
  }

  void tell_repaired() const {
    const auto places = static_cast<std::int64_t>(repaired_.findings);
    if (repaired_records_ == 0 && places == 0) return;
    const std::string left = fmt::format("{} left as {}", counted(places, "damaged place"), places == 1 ? "it is" : "they are");
    if (repaired_records_ == 0) {
      context_.say(fmt::format("{}: {}", path_, left));
      return;
    }
    context_.say(fmt::format("{}: repaired {} of {}{}; ckm show --raw shows them as they came, --no-repair keeps them so", path_,
                             counted(static_cast<std::int64_t>(repaired_.texts), "text"), counted(repaired_records_, "record"),
                             places == 0 ? "" : ", " + left));
  }

  bool next() {
    ++records_;
    if (interrupted() != 0) return false;
    if (++gathered_ % kLookAtClock != 0) return true;
    const FileSource& file = input_.file();
    progress_.show(records_, file.position(), file.size());
    const bool full = gathered_ >= kBatchRecords || file.position() - batch_position_ >= kBatchBytes;
    if (!full && Clock::now() - batch_start_ < kBatchTime) return true;
    write(false);
    return true;
  }

  // The run begins with its first record, which says of what source and kind it is where the command did not.
  void begin_run() {
    if (run_) return;
    if (!batch_.empty()) {
      const auto* article = std::get_if<model::Article>(&batch_.front().record);
      if (!options_.kind) key_.kind = article == nullptr ? model::Kind::kTicket : article->kind;
      if (options_.source.empty()) key_.source = batch_.front().origin.source;
    }
    if (key_.source.empty()) key_.source = key_.format;
    run_.emplace(context_.store(), key_, context_.author(options_.message), options_.dry_run);
    if (run_->resumed()) context_.say(fmt::format("{}: going on with run:{}, which was interrupted", path_, run_->id()));
  }

  void put(Gathered& gathered) {
    // The option wins over what a record says, and an import without a name takes the format's.
    if (!options_.source.empty()) gathered.origin.source.clear();
    else if (gathered.origin.source.empty() && key_.source != key_.format) gathered.origin.source = key_.format;
    std::visit([&](auto& record) { run_->put(std::move(record), gathered.origin); }, gathered.record);
  }

  // What was gathered, in transactions of about half a second.
  void write(bool last) {
    std::optional<store::Transaction> transaction;
    const auto begin = [&] {
      if (!options_.dry_run) transaction.emplace(context_.store().db());
    };
    const auto commit = [&] {
      if (!transaction) return;
      run_->checkpoint();
      if (options_.index) {
        while (indexer_.step(kBatchRecords) > 0) {
        }
      }
      transaction->commit();
      transaction.reset();
    };
    begin();
    begin_run();
    run_->count_rejected(std::exchange(rejected_, 0));
    auto start = Clock::now();
    std::size_t written = 0;
    for (Gathered& gathered : batch_) {
      put(gathered);
      if (options_.dry_run || ++written % kLookAtClock != 0 || Clock::now() - start < kBatchTime) continue;
      commit();
      store::let_others_write();
      begin();
      start = Clock::now();
    }
    if (last && !options_.dry_run) run_->finish();
    commit();
    batch_.clear();
    gathered_ = 0;
    batch_position_ = input_.file().position();
    batch_start_ = Clock::now();
    if (!last && !options_.dry_run) store::let_others_write();
  }

  Context& context_;
  std::string path_;
  const ImportOptions& options_;
  store::RunKey key_;
  const Input& input_;
  const TextInput* text_;
  RejectFile* rejects_;
  search::Indexer indexer_;
  ProgressLine progress_;
  std::optional<store::ImportRun> run_;
  std::vector<Gathered> batch_;
  std::size_t gathered_ = 0;  // Records and rejections since the last batch.
  std::uint64_t batch_position_ = 0;
  Clock::time_point batch_start_ = Clock::now();
  std::int64_t records_ = 0;
  std::int64_t rejected_ = 0;
  std::int64_t told_ = 0;
  std::int64_t passed_over_ = 0;
  formats::FieldRepairs repaired_;
  std::int64_t repaired_records_ = 0;
};

// What a look at the input's dates hands its records to.
class Nobody final : public formats::Sink {
 public:
  bool ticket(model::Ticket&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool article(model::Article&&, const model::Origin&, formats::Place) override { return interrupted() == 0; }
  bool reject(formats::Rejection&&) override { return interrupted() == 0; }
  void header(std::string_view) override {}
  void note(std::string_view) override {}
};

// What the records' columns in an input's head are called.
formats::Look look_at_names(const formats::ImportFormat& format, formats::ReadOptions reading, std::string_view head) {
  formats::Look look;
  reading.look = &look;
  Nobody nobody;
  MemorySource first(head);
  try {
    format.read(first, reading, nobody);
  } catch (const Error&) {  // The import tells.
  }
  return look;
}

// What the dates of the input's head tell of the order of day and month; those of the whole file, where some in the head could be
// of either.
formats::DateColumns look_at_dates(const formats::ImportFormat& format, formats::ReadOptions reading, std::string_view head,
                                   const Input& input, const TextInput& text) {
  formats::DateColumns seen;
  if (reading.dates.said.order != formats::DayOrder::kUnknown) return seen;
  reading.dates.seen = &seen;
  Nobody nobody;
  const auto look = [&](ByteSource& in) {
    try {
      format.read(in, reading, nobody);
    } catch (const Error&) {  // The import tells.
    }
  };
  MemorySource first(head);
  look(first);
  if (!seen.any_ambiguous() || head.size() < Input::kHead || !input.seekable()) return seen;
  seen = {};
  FileSource file(input.path());
  text::DecodeSource decoded(file, text.encoding(), text::OnUndecodable::kReplace);
  look(decoded);
  return seen;
}

// Which order was taken for dates that could be of either, and where none could be.
void tell_dates(const Context& context, const std::string& name, const formats::DateColumns& known,
                const formats::DateColumns& seen, formats::DayOrder said) {
  if (said != formats::DayOrder::kUnknown) return;
  for (const auto& [column, dates] : seen.all()) {
    if (dates.ambiguous == 0) continue;
    const formats::DayOrder order = known.order(column);
    if (order != formats::DayOrder::kUnknown) {
      const bool day = order == formats::DayOrder::kDayFirst;
      const formats::DateColumn& shown = known.all().find(column)->second;
      context.say(fmt::format("note: {}: dates of {} are read with the {} first, as {} shows", name, column,
                              day ? "day" : "month", day ? shown.day_first : shown.month_first));
      continue;
    }
    std::string why = fmt::format("{} could be of either order", dates.example);
    if (!dates.day_first.empty()) why += fmt::format(", and {} and {} contradict each other", dates.day_first, dates.month_first);
    context.say(fmt::format("note: {}: {} of {} kept as written: {}; --date-order day or month reads such dates", name,
                            counted(static_cast<std::int64_t>(dates.ambiguous), "date"), column, why));
  }
}

}  // namespace

void RejectFile::header(std::string_view raw) { header_ = raw; }

void RejectFile::add(std::string_view raw, bool marked) {
  if (!file_) {
    file_.emplace(path_);
    if (marked) file_->write("\uFEFF");
  }
  if (header_ != written_) {
    file_->write(header_ + "\n");
    written_ = header_;
  }
  file_->write(raw);
  file_->write("\n");
}

void RejectFile::commit() {
  if (file_) file_->commit();
}

namespace {

// How an input is read: its format and, where there is one, the map of its records.
struct Reading {
  const formats::ImportFormat& format;
  const formats::RecordMap* map;
  formats::ReadOptions options;
};

formats::ReadOptions reading_of(const Input& input, const ImportOptions& options) {
  return {options.kind, options.columns, input.name(), input.file_name(), {options.dates}};
}

// The map that the user gave or named, else the one for the columns of the head.
const formats::RecordMap* choose_map(const formats::ImportFormat& format, const formats::ReadOptions& reading,
                                     std::string_view head, const ImportOptions& options) {
  if (options.map != nullptr) return options.map.get();
  if (const formats::RecordMap* const named = formats::find_map(options.as)) return named;
  if (!options.as.empty() || !reading.columns.empty()) return nullptr;
  const formats::RecordMap* const map = formats::guess_map(look_at_names(format, reading, head));
  return map != nullptr && options.kind.value_or(map->kind) == map->kind ? map : nullptr;
}

void use_map(formats::ReadOptions& reading, const formats::RecordMap* map) {
  reading.map = map;
  if (map == nullptr) return;
  if (reading.columns.empty()) reading.columns = map->columns;
  if (reading.dates.said.order == formats::DayOrder::kUnknown) reading.dates.said.order = map->dates.order;
  if (reading.dates.said.zone.empty()) reading.dates.said.zone = map->dates.zone;
}

Reading choose_text(const Input& input, std::string_view head, const ImportOptions& options) {
  const bool columns = !options.columns.empty() || (options.map != nullptr && !options.map->columns.empty());
  const formats::ImportFormat* const named = formats::find_import_format(options.as);
  const formats::RecordMap* const by_name = formats::find_map(options.as);
  const formats::ImportFormat& format =
      named != nullptr
          ? *named
          : formats::guess_import_format(head, input.name(), columns || (by_name != nullptr && !by_name->columns.empty()));
  Reading reading{format, nullptr, reading_of(input, options)};
  reading.map = choose_map(format, reading.options, head, options);
  use_map(reading.options, reading.map);
  return reading;
}

// The named or guessed format that reads bytes as they are, or null.
const formats::ImportFormat* choose_bytes(Input& input, const ImportOptions& options) {
  const formats::ImportFormat* const format = options.as.empty() || formats::find_map(options.as) != nullptr
                                                  ? formats::guess_bytes_format(input.head(), input.name())
                                                  : formats::find_import_format(options.as);
  return format != nullptr && format->bytes ? format : nullptr;
}

Imported read_bytes(Context& context, Input& input, const formats::ImportFormat& format, const ImportOptions& options,
                    RejectFile* rejects) {
  formats::ReadOptions reading = reading_of(input, options);
  const formats::RecordMap* const map = options.map != nullptr ? options.map.get() : formats::find_map(options.as);
  use_map(reading, map);
  StoreSink sink(context, input, nullptr, options, format, map, rejects);
  try {
    format.read(input.bytes(), reading, sink);
  } catch (const Interrupted&) {  // While it waited for input: what was read is kept.
  }
  return sink.finish();
}

Imported read_text(Context& context, Input& input, const ImportOptions& options, RejectFile* rejects) {
  TextInput text(context, input, options.decoding);
  PeekSource source(text.text());
  const std::string_view head = source.peek(Input::kHead);
  auto [format, map, reading] = choose_text(input, head, options);
  const formats::DateColumns known = look_at_dates(format, reading, head, input, text);
  formats::DateColumns seen;
  reading.dates.known = &known;
  reading.dates.seen = &seen;
  StoreSink sink(context, input, &text, options, format, map, rejects);
  try {
    format.read(source, reading, sink);
  } catch (const Interrupted&) {  // While it waited for input: what was read is kept.
  }
  Imported imported = sink.finish();
  tell_dates(context, input.name(), known, seen, reading.dates.said.order);
  return imported;
}

}  // namespace

Imported import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects) {
  Input input(path);
  const std::string_view head = input.head();
  if (head.empty()) throw Error(Exit::kInput, fmt::format("{} is empty", input.name()), "there is nothing to import");
  const formats::ImportFormat* const format = choose_bytes(input, options);
  return format != nullptr ? read_bytes(context, input, *format, options, rejects) : read_text(context, input, options, rejects);
}

WasRead read_input(Context& context, const std::string& path, const ImportOptions& options, formats::Look* look,
                   formats::Sink& sink) {
  Input input(path);
  if (input.head().empty()) throw Error(Exit::kInput, fmt::format("{} is empty", input.name()), "there is nothing to import");
  if (const formats::ImportFormat* const format = choose_bytes(input, options)) {
    formats::ReadOptions reading = reading_of(input, options);
    use_map(reading, options.map != nullptr ? options.map.get() : formats::find_map(options.as));
    reading.look = look;
    format->read(input.bytes(), reading, sink);
    return {format->name, reading.map};
  }
  TextInput text(context, input, options.decoding);
  PeekSource source(text.text());
  const std::string_view head = source.peek(Input::kHead);
  auto [format, map, reading] = choose_text(input, head, options);
  const formats::DateColumns known = look_at_dates(format, reading, head, input, text);
  reading.dates.known = &known;
  reading.look = look;
  format.read(source, reading, sink);
  return {format.name, map};
}

}  // namespace ckm::cli
