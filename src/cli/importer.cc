#include "cli/importer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>
#include <variant>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "cli/import_packed.hh"
#include "cli/import_writer.hh"
#include "cli/link_doubt.hh"
#include "formats/packed.hh"
#include "formats/redacting.hh"
#include "formats/repair_fields.hh"
#include "learn/rules.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/dated_texts.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

using Clock = std::chrono::steady_clock;

// A batch is gathered until the first of these, and only then written: nobody waits for an input that is slow.
constexpr std::chrono::milliseconds kBatchTime{500};
constexpr std::size_t kBatchRecords = 4'096;
constexpr std::uint64_t kBatchBytes = std::uint64_t{8} << 20;
// How many records are gathered between two looks at the clock.
constexpr std::size_t kLookAtClock = 64;
static_assert(kBatchRecords % kLookAtClock == 0, "else a batch outgrows what is reserved for it");
// What is wrong with the rule of a category; empty for nothing.
std::string rule_fault(const model::Entry& entry) {
  model::Category category;
  if (const auto* const said = std::get_if<model::CategoryEntry>(&entry)) {
    category.path = said->path;
    category.rule = said->rule;
  } else if (const auto* const exported = std::get_if<model::Exported>(&entry); exported != nullptr) {
    const Value* const rule = exported->kind == model::Kind::kCategory ? exported->fields.find("rule") : nullptr;
    category.path = exported->fields.text("path");
    if (rule != nullptr) category.rule = *rule;
  }
  if (category.rule.is_null()) return {};
  try {
    const learn::Rules rules({category});
  } catch (const Error& e) {
    return e.what();
  }
  return {};
}

// How many rejections are told one by one.
constexpr std::int64_t kMostTold = 20;
// How many records are taken after a signal of what was read before it.
constexpr std::int64_t kMostDrained = 20'000;

// Whether all records are of one kind, or what comes beside those that are.
bool says_kind(const Reading& reading, const ImportOptions& options) {
  return options.reading.kind || (reading.map() != nullptr && reading.map()->kinds.empty());
}

class StoreSink final : public formats::Sink {
 public:
  StoreSink(Context& context, const Reading& reading, const ImportOptions& options, RejectFile* rejects)
      : context_(context),
        path_(reading.input().name()),
        options_(options),
        mapped_(reading.map() != nullptr),
        reading_(reading),
        input_(reading.input()),
        text_(reading.text()),
        rejects_(rejects),
        writer_(context, options, {options.source, reading.kind(), reading.name(), reading.input().path(), options.file},
                says_kind(reading, options), reading.source(), path_),
        progress_(path_, "records", !context.quiet),
        drains_(!reading.input().is_folder() && !reading.input().file().seekable()) {}

  bool ticket(model::Ticket&& ticket, const model::Origin& said, formats::Place) override {
    repair(ticket, said);
    const model::Origin origin = redacted(ticket, said);
    for (const model::Message& message : ticket.messages) gathered_bytes_ += message.body.size() + message.raw.size();
    if (origin.part && origin.part->apart && joins_last(ticket, origin)) return next();
    std::string hash = origin.part ? std::string() : store::ticket_hash(ticket);
    gather(std::move(ticket), origin, std::move(hash));
    return next();
  }
  bool article(model::Article&& article, const model::Origin& said, formats::Place) override {
    repair(article, said);
    const model::Origin origin = redacted(article, said);
    gathered_bytes_ += article.body.size();
    article.category = store::clean_path(article.category);
    std::string hash = store::article_hash(article);
    gather(std::move(article), origin, std::move(hash));
    return next();
  }
  bool entry(model::Entry&& entry, const model::Origin& said, formats::Place place) override {
    model::Origin origin = said;
    if (options_.redact != nullptr && !formats::redact_for_import(entry, origin, *options_.redact))
      return reject({place, "it is about somebody, and nothing is left of it without personal data", {}});
    if (std::string fault = rule_fault(entry); !fault.empty()) return reject({place, std::move(fault), {}});
    gather(std::move(entry), origin);
    batch_.back().origin.line = place.line;
    return next();
  }
  bool reject(formats::Rejection&& rejection) override {
    ++rejected_;
    if (options_.redact != nullptr) formats::Redactor(*options_.redact).redact(rejection.reason, "reason");
    if (++told_ <= kMostTold) context_.say(fmt::format("{}: rejected: {}", place_text(path_, rejection.place), rejection.reason));
    if (rejects_ != nullptr) rejects_->add(rejection, reading_);
    return next() && !too_many_rejected();
  }
  void table(std::string_view delimiter) override {
    if (rejects_ != nullptr) rejects_->table(delimiter);
  }
  void header(std::string_view raw) override {
    if (rejects_ != nullptr) rejects_->header(raw, reading_);
  }
  void note(std::string_view text) override { context_.say(fmt::format("note: {} {}", path_, text)); }
  void made_for(std::string_view readers) override {
    if (!options_.over) writer_.only_add(std::string(readers));
  }
  void pass_over() override { ++passed_over_; }

  // Whether more were rejected than the user takes.
  [[nodiscard]] bool too_many_rejected() const { return options_.max_rejects >= 0 && told_ > options_.max_rejects; }
  // Whether anything was found, so that finish() makes sense of an input that broke off.
  [[nodiscard]] bool found_any() const { return records_ > 0; }

  // Writes the last batch. A signal and an input that broke off leave the run unfinished, to be gone on with.
  Imported finish(std::optional<Error> broken) {
    if (text_ != nullptr) text_->tell_undecodable();
    tell_repaired();
    if (told_ > kMostTold)
      context_.say(fmt::format("{}: {} more {} rejected", path_, told_ - kMostTold, told_ - kMostTold == 1 ? "was" : "were"));
    if (passed_over_ > 0)
      context_.say(
          fmt::format("{}: {} passed over{}", path_, counted(passed_over_, "record"), mapped_ ? ", as its map says" : ""));
    const bool stopped = interrupted() != 0;
    const store::ImportRun& run = writer_.finish(take(), !stopped && !broken);
    const store::RunKey& key = writer_.key();
    tell_waiting(run);
    tell_without_ends(run);
    if (const auto& names = run.other_names(); names.count > 0)
      context_.say(fmt::format(
          "note: {}: {} one identifier with another customer, whose name stays, such as {} with {} ({}); if it is "
          "a company's, map it to organisation_id: ckm-map(5)",
          path_, names.count == 1 ? "1 customer's name shares" : fmt::format("{} customers' names share", names.count),
          utf8::one_line(names.other), utf8::one_line(names.known), utf8::one_line(names.identifier)));
    if (const auto& apart = run.told_apart(); apart.count > 0)
      context_.say(
          apart.count == 1
              ? fmt::format("note: {}: 1 record differs from another one with its identifier and got one of its own: {}", path_,
                            utf8::one_line(apart.first))
              : fmt::format(
                    "note: {}: {} records differ from others with their identifiers and got ones of their own, such as {}", path_,
                    apart.count, utf8::one_line(apart.first)));
    if (const auto& left = run.left_out(); left.count > 0)
      context_.say(fmt::format(
          "note: {}: {} left out, such as {}: another one before with the same identifier and time of update differs", path_,
          left.count == 1 ? "1 record is" : fmt::format("{} records are", left.count), utf8::one_line(left.first)));
    if (const std::int64_t away = run.kept_away(); away > 0)
      context_.say(fmt::format("note: {}: {} away: ckm forget erased what it is about", path_,
                               away == 1 ? "1 record stays" : fmt::format("{} records stay", away)));
    tell_texts(run);
    if (stopped) {
      const store::Counts& c = run.counts();
      context_.say(fmt::format("{}: interrupted after {} added, {} changed, {} unchanged, {} rejected; {}", path_, c.added,
                               c.changed, c.unchanged, c.rejected,
                               drains_ ? "what follows was not read" : "the same command goes on from there"));
    }
    std::vector<std::string> sources = run.sources();
    if (sources.empty()) sources.push_back(key.source);
    return {input_.path(), path_,         key.format, sources,          key.kind, options_.dry_run ? 0 : run.id(),
            run.counts(),  run.resumed(), run.kept(), std::move(broken)};
  }

 private:
  template <typename Record>
  void repair(Record& record, const model::Origin& origin) {
    if (!options_.repair || origin.exported) return;
    const formats::FieldRepairs done = formats::repair_fields(record);
    repaired_.texts += done.texts;
    repaired_.findings += done.findings;
    repaired_records_ += done.texts > 0 ? 1 : 0;
  }

  // What else is said of the record that it takes personal data out of, where that is asked for.
  template <typename Record>
  model::Origin redacted(Record& record, model::Origin origin) const {
    if (options_.redact == nullptr) return origin;
    if (origin.part && origin.part->apart)
      throw Error(Exit::kUsage,
                  fmt::format("{}: --redact: messages that come apart from their tickets can't be numbered with them", path_),
                  "import without --redact into a store of its own, and write from that: ckm export --as jsonl --redact");
    formats::redact_for_import(record, origin, *options_.redact);
    return origin;
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

  void tell_texts(const store::ImportRun& run) const {
    if (const std::int64_t older = run.older_texts(); older > 0)
      context_.say(
          fmt::format("note: {}: {} older than the store and {} nothing; ckm export to the folder brings {} up to date", path_,
                      older == 1 ? "1 text that nobody edited is" : fmt::format("{} texts that nobody edited are", older),
                      older == 1 ? "changes" : "change", older == 1 ? "it" : "them"));
    if (const auto& stay = run.categories_stay(); stay.count == 1)
      context_.say(fmt::format("{}: the category of {} is still {}, as its source says", path_, stay.first, stay.category));
    else if (stay.count > 1)
      context_.say(fmt::format("{}: the categories of {} are still what their sources say, such as {} of {}", path_,
                               counted(stay.count, "article"), stay.category, stay.first));
  }

  // Messages that came apart, one after another of the same ticket, are written at once.
  bool joins_last(model::Ticket& ticket, const model::Origin& origin) {
    auto* const last = batch_.empty() ? nullptr : std::get_if<model::Ticket>(&batch_.back().record);
    if (last == nullptr || !batch_.back().origin.part || !batch_.back().origin.part->apart) return false;
    if (last->external_id != ticket.external_id || last->internal_id != ticket.internal_id ||
        batch_.back().origin.source != origin.source)
      return false;
    std::ranges::move(ticket.messages, std::back_inserter(last->messages));
    return true;
  }

  // Links whose ends are not here.
  void tell_waiting(const store::ImportRun& run) const {
    const store::LinkRows& links = run.links();
    if (links.waiting() == 0) return;
    context_.say(fmt::format("{}: of {} {} for a ticket or an article that is not there yet", path_,
                             counted(links.said(), "link"),
                             links.waiting() == 1 ? "1 waits" : fmt::format("{} wait", links.waiting())));
    for (const store::WaitingLink& link : links.first_waiting())
      context_.say(fmt::format("{}: waits: {}", place_text(path_, {.line = link.line}), link.what));
    context_.say("hint: all that wait are listed by: ckm check --waiting");
  }

  void tell_without_ends(const store::ImportRun& run) const {
    if (const std::int64_t count = run.without_ends(); count > 0)
      context_.say(
          fmt::format("{}: {} of what was said of tickets and articles left out: {} not there\nhint: import the whole "
                      "export, or those that they are about first",
                      path_, counted(count, "record"), count == 1 ? "its ends are" : "their ends are"));
  }

  void gather(auto&& record, const model::Origin& origin, std::string hash = {}) {
    if (batch_.empty()) batch_.reserve(kBatchRecords);
    batch_.emplace_back(std::forward<decltype(record)>(record), origin, std::move(hash));
  }

  bool next() {
    ++records_;
    // What was read of a pipe nobody can read again.
    if (interrupted() != 0 && (!drains_ || ++drained_ > kMostDrained)) return false;
    if (++gathered_ % kLookAtClock != 0 && gathered_bytes_ < kBatchBytes) return true;
    progress_.show(records_, input_.position(), input_.size());
    // What is read in another order than it stands moves back too.
    const bool full =
        gathered_ >= kBatchRecords || gathered_bytes_ >= kBatchBytes || input_.position() >= batch_position_ + kBatchBytes;
    if (!full && Clock::now() - batch_start_ < kBatchTime) return true;
    write();
    return true;
  }

  // Hands over what was gathered.
  void write() {
    writer_.write(take());
    batch_position_ = input_.position();
    batch_start_ = Clock::now();
  }

  Batch take() {
    gathered_ = 0;
    gathered_bytes_ = 0;
    return {std::exchange(batch_, {}), std::exchange(rejected_, 0)};
  }

  Context& context_;
  std::string path_;
  const ImportOptions& options_;
  bool mapped_;
  const Reading& reading_;
  const Input& input_;
  const TextInput* text_;
  RejectFile* rejects_;
  ImportWriter writer_;
  ProgressLine progress_;
  std::vector<Gathered> batch_;
  std::size_t gathered_ = 0;          // Records and rejections since the last batch.
  std::uint64_t gathered_bytes_ = 0;  // Of the texts among them.
  std::uint64_t batch_position_ = 0;
  Clock::time_point batch_start_ = Clock::now();
  std::int64_t records_ = 0;
  std::int64_t rejected_ = 0;
  std::int64_t told_ = 0;
  std::int64_t passed_over_ = 0;
  formats::FieldRepairs repaired_;
  std::int64_t repaired_records_ = 0;
  bool drains_;  // After a signal what was read already is taken.
  std::int64_t drained_ = 0;
};

// In which order earlier imports took the dates of a column.
formats::DayOrder earlier_order(Context& context, const Reading& reading, const ImportOptions& options,
                                const std::string& column) {
  const std::string source = options.source.empty() ? reading.source() : options.source;
  for (const store::DatedText& dated : store::dated_texts(context.store(), source, column)) {
    const auto order = formats::order_taken(dated.text, dated.times, reading.zone());
    if (order != formats::DayOrder::kUnknown) return order;
  }
  return formats::DayOrder::kUnknown;
}

Imported import_one(Context& context, Input& input, const ImportOptions& options, RejectFile* rejects) {
  Reading reading(context, input, options.reading);
  for (const std::string& column : reading.undecided_dates())
    reading.settle_dates(column, earlier_order(context, reading, options, column));
  const bool says_source = !options.source.empty();
  const auto doubt = std::make_shared<LinkDoubt>(context, says_source ? std::string() : reading.source());
  if (options.reading.kind == model::Kind::kLink)
    reading.doubt_links(
        [doubt](std::string_view end, bool ticket, std::string_view source) { return (*doubt)(end, ticket, source); });
  if (rejects != nullptr) rejects->next_input();
  StoreSink sink(context, reading, options, rejects);
  std::optional<Error> broken;
  try {
    reading.read(sink);
  } catch (const Interrupted&) {  // While it waited for input: what was read is kept.
  } catch (const Error& e) {
    if (e.code() != Exit::kInput || !sink.found_any()) throw;
    broken = e;
  }
  if (sink.too_many_rejected() && !broken)
    broken.emplace(Exit::kInput,
                   fmt::format("{}: more than {} rejected: what follows was not read", input.name(), options.max_rejects),
                   "mend the file or how it is read (--print raw, --guess), then give the same command again");
  Imported imported = sink.finish(std::move(broken));
  for (const std::string& note : reading.date_notes()) context.say(fmt::format("note: {}: {}", input.name(), note));
  return imported;
}

}  // namespace

bool for_each_input(Context& context, const std::string& path, const std::function<void(Input&)>& visit) {
  std::error_code ignored;
  if (path != "-" && std::filesystem::is_directory(path, ignored)) {
    Input folder = Input::folder(path);
    visit(folder);
    return true;
  }
  Input input(path);
  const std::string_view head = input.head();
  if (head.empty() && interrupted() != 0) {
    context.say(fmt::format("{}: interrupted before anything was read", input.name()));
    return true;
  }
  if (head.empty()) throw Error(Exit::kInput, fmt::format("{} is empty", input.name()), "there is nothing to import");
  // Some formats are packed themselves.
  if (formats::is_packed(head) && formats::guess_bytes_format(head, input.name()) == nullptr)
    return import_packed(context, input, context.settings.unpack(), visit);
  visit(input);
  return true;
}

bool import_input(Context& context, const std::string& path, const ImportOptions& options, RejectFile* rejects,
                  const std::function<void(const Imported&)>& done) {
  return for_each_input(context, path, [&](Input& input) { done(import_one(context, input, options, rejects)); });
}

}  // namespace ckm::cli
