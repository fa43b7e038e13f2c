#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <span>

#include "base/cores.hh"
#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/out_file.hh"
#include "cli/bundle.hh"
#include "cli/declare.hh"
#include "cli/export_chain.hh"
#include "cli/export_digest.hh"
#include "cli/export_item.hh"
#include "cli/export_site.hh"
#include "cli/export_tickets.hh"
#include "cli/export_tree.hh"
#include "cli/history_names.hh"
#include "cli/progress.hh"
#include "cli/redact_settings.hh"
#include "cli/saved_words.hh"
#include "cli/seen.hh"
#include "formats/export.hh"
#include "search/selection.hh"
#include "store/articles.hh"
#include "store/changed_since.hh"
#include "store/exported_records.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/segments.hh"
#include "store/tickets.hh"
#include "text/convert_script.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kBundle = "bundle";
constexpr std::string_view kDigest = "digest";

struct Options {
  std::string as;
  std::string output = "-";
  std::string kind;
  std::string where;
  bool raw = false;
  bool bom = false;
  bool history = false;
  bool html = false;
  std::string since;
  std::string as_of;
  std::string script;
  bool redact = false;
  bool plain = false;  // No redaction where it is the default.
  std::string theme;
};

// What of the store is exported.
struct Choice {
  std::optional<search::Selection> selection = {};
  std::optional<store::ChangedSince> changed = {};

  [[nodiscard]] bool holds(const store::Item& item) const {
    return (!selection || selection->holds(item)) && (!changed || changed->holds(item));
  }
  // Whether there is any of a kind.
  [[nodiscard]] bool wants(store::Store& store, model::Kind kind) const {
    if (selection && !selection->wants(kind)) return false;
    bool any = false;
    store::for_each_item(store, kind, [&](std::int64_t id) { return !(any = holds({kind, id})); });
    return any;
  }
};

// Whether --since names a changeset; else a time.
bool names_change(std::string_view since) { return since.starts_with("change:") || store::parse_run(since); }

// The time that --as-of means, as it is written; empty where there is none.
std::string moment(const std::string& as_of) { return as_of.empty() ? "" : format_time(need_moment("--as-of", as_of)); }

Exit export_bundle(Context& context, const Options& options) {
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  if (!options.kind.empty() || !options.where.empty() || !options.as_of.empty())
    throw Error(Exit::kUsage, "a bundle holds all that was changed", "leave --kind, --where and --as-of out");
  const auto since = options.since.empty() ? std::nullopt : std::optional(store::need_change(store, options.since));
  context.spare_store(options.output);
  OutFile file(options.output);
  std::int64_t count = 0;
  {
    ProgressLine progress("exporting", "records", !context.quiet && options.output != "-");
    count = write_bundle(
        store, since, [&](std::string_view bytes) { file.write(bytes); }, progress);
  }
  file.commit();
  if (options.output != "-") context.say(fmt::format("wrote {} to {}", counted(count, "record", "records"), options.output));
  if (count == 0)
    context.say(since ? "nothing was changed since then" : "nothing was ever changed: there is no history to export");
  return count > 0 ? Exit::kDone : Exit::kNo;
}

// What --since names: a changeset, or a time.
store::ChangedSince changed_since(Context& context, const std::string& since) {
  store::Store& store = *context.opened;
  return names_change(since) ? store::ChangedSince::change(store, store::need_change(store, since))
                             : store::ChangedSince::time(store, need_start("--since", since));
}

// What the public sees is without personal data unless somebody says otherwise.
bool redacts(const Context& context, const Options& options) {
  return options.redact || (context.audience == model::Audience::kPublic && !options.plain);
}

Exit export_digest(Context& context, const Options& options) {
  if (options.since.empty())
    throw Error(Exit::kUsage, "a digest is of a span of time", "write: ckm export --as digest --since 2026-06");
  if (!options.kind.empty() || !options.where.empty() || !options.as_of.empty() || !options.script.empty())
    throw Error(Exit::kUsage, "a digest is of all articles as they are written now",
                "leave --kind, --where, --as-of and --script out");
  const Time since = names_change(options.since)
                         ? store::change_time(*context.opened, store::need_change(*context.opened, options.since))
                         : need_start("--since", options.since);
  const formats::Digest digest = digest_since(context, since);
  context.spare_store(options.output);
  OutFile file(options.output);
  std::string text = formats::digest_text(digest);
  if (redacts(context, options)) {
    const text::PersonalFinder finder = personal_finder(context.settings);
    formats::Redactor(finder).redact(text, kDigest.data());
  }
  file.write(options.html ? formats::digest_page(text) : text);
  file.commit();
  return digest.added.empty() && digest.changed.empty() && digest.retired.empty() ? Exit::kNo : Exit::kDone;
}

// What holds what was, and is to be joined or imported as it is, can't be redacted.
void refuse_redact(const Options& options) {
  if (options.as == kBundle || options.history)
    throw Error(Exit::kUsage, "--redact: the history is what it is, digest by digest", "write: ckm export --as jsonl --redact");
  if (options.as == formats::kMarkdownExport && names_folder(options.output))
    throw Error(Exit::kUsage,
                "--redact: a folder is edited and imported again, and what was taken out would be gone from the store",
                "write it to one file: ckm export --as md --redact -o FILE.md");
}

// Takes out the kinds that a format has no place for, and says how much that leaves out.
void tell_left_out(Context& context, const formats::ExportFormat& format, std::vector<model::Kind>& kinds, const Choice& choice) {
  std::string left;
  std::erase_if(kinds, [&](model::Kind kind) {
    if (formats::takes(format, kind)) return false;
    std::int64_t count = 0;
    store::for_each_item(context.store(), kind, [&](std::int64_t id) {
      count += choice.holds({kind, id}) ? 1 : 0;
      return true;
    });
    left += fmt::format("{}{}", left.empty() ? "" : ", ", counted(count, model::info(kind).name, model::info(kind).plural));
    return true;
  });
  if (!left.empty()) context.say(fmt::format("left out, for {} has no place for them: {}", format.name, left));
}

// A record as all copies tell it: categories without a rule stand in no order that copies agree on.
Value for_all(model::Kind kind, const Value& fields) {
  if (kind != model::Kind::kCategory || fields.find("rule") != nullptr) return fields;
  Value told = Value::Object{};
  for (const auto& [name, value] : *fields.object()) {
    if (name != "position") told.set(name, value);
  }
  return told;
}

bool is_item_kind(std::string_view name) {
  return std::ranges::any_of(model::kKinds, [&](const auto& kind) { return kind.name == name && kind.searchable; });
}

// Those of jsonl last.
std::vector<std::string> exported_kinds() {
  std::vector<std::string> names = model::searchable_kinds();
  for (const model::Kind kind : store::kRecordsBefore) names.emplace_back(model::info(kind).name);
  for (const model::Kind kind : store::kRecordsAfter) names.emplace_back(model::info(kind).name);
  return names;
}

// People, links and the like leave as they are, and in a form that tells all of them.
[[noreturn]] void refuse_records(const Options& options, const formats::ExportFormat& format) {
  if (format.takes != formats::Takes::kEverything)
    throw Error(Exit::kUsage, fmt::format("{} has no place for what is neither ticket nor article", format.name),
                fmt::format("write: ckm export --as jsonl --kind {}", options.kind));
  throw Error(Exit::kUsage, fmt::format("--kind {}: they are exported as they are, all of them", options.kind),
              "leave --where, --since, --as-of, --script, --redact and --audience out");
}

// How many connections are worth having besides the store's own: none for what is read in no time, and none of a store that is
// seen as others see it, which there is but once.
std::size_t helpers(Context& context) {
  constexpr std::int64_t kMany = 5'000;
  if (context.seen || workers() < 2) return 0;
  return store::next_ids(context.store(), model::Kind::kTicket, kMany, 1).empty() ? 0 : workers();
}

Exit do_export(Context& context, const Options& options) {
  if (options.redact) refuse_redact(options);
  const formats::ExportFormat* const known = formats::find_export_format(options.as);
  if ((options.raw || options.bom) && (known == nullptr || !known->cells)) {
    throw Error(Exit::kUsage,
                fmt::format("{} is about the cells of csv and tsv, and {} has none", options.raw ? "--raw" : "--bom", options.as),
                fmt::format("leave it out, or write: ckm export --as csv {}", options.raw ? "--raw" : "--bom"));
  }
  if (!options.script.empty() && (options.as == kBundle || options.history))
    throw Error(Exit::kUsage, "--script changes what is exported, and a history can't be changed", "leave one of them out");
  if (options.html && options.as != kDigest)
    throw Error(Exit::kUsage, "--html is how a digest is written", "for a site write: ckm export --as html -o FOLDER");
  if (options.as == kBundle) return export_bundle(context, options);
  if (options.as == kDigest) return export_digest(context, options);
  if (!options.since.empty() && options.history)
    throw Error(Exit::kUsage, "--history is the whole history", "write: ckm export --as bundle --since CHANGE");
  if (options.history && (options.as != "jsonl" || !options.kind.empty() || !options.where.empty()))
    throw Error(Exit::kUsage, "--history is the whole history, in JSON lines", "write: ckm export --as jsonl --history");
  if (options.history && !options.as_of.empty())
    throw Error(Exit::kUsage, "--history is the whole history", "leave out --as-of, or --history");
  // A site is for everybody, unless somebody says otherwise.
  if (options.as == kSite && !context.audience_said) {
    context.audience = model::Audience::kPublic;
    see_as_audience(context);
  }
  go_back(context, options.as_of);
  if (!options.where.empty() || options.as == kSite) index_seen(context);
  store::Store& store = context.store();
  store::SameMoment moment_of_all(store, known != nullptr && known->separable ? helpers(context) : 0);
  if (!options.theme.empty() && options.as != kSite)
    throw Error(Exit::kUsage, "--theme is how a site looks", "write: ckm export --as html --theme FILE -o FOLDER");
  Choice choice;
  if (!options.where.empty()) choice.selection.emplace(store, need_exact_where(store, options.where));
  if (!options.since.empty()) choice.changed.emplace(changed_since(context, options.since));
  if (options.as == kSite) {
    if (choice.changed)
      throw Error(Exit::kUsage, "--since is not for a site, which holds all that there is", "leave --since out");
    return export_site(context, {options.output, options.kind, options.theme, {redacts(context, options), options.script}},
                       choice.selection);
  }
  const formats::ExportFormat& format = *formats::find_export_format(options.as);
  if (format.make_articles != nullptr && names_folder(options.output)) {
    if (choice.changed)
      throw Error(Exit::kUsage, "--since is not for a folder, which holds all that there is",
                  "name a file, or leave --since out");
    return export_tree(
        context,
        {options.output, options.kind, options.where, moment(options.as_of), {redacts(context, options), options.script}},
        choice.selection);
  }
  const bool whole = options.where.empty() && options.since.empty() && options.as_of.empty() && options.script.empty() &&
                     !redacts(context, options) && context.audience == model::Audience::kInternal &&
                     format.takes == formats::Takes::kEverything;
  const bool of_records = !options.kind.empty() && !is_item_kind(options.kind);
  if (of_records && !whole) refuse_records(options, format);
  std::vector<model::Kind> kinds;
  bool tickets = false;
  bool articles = false;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable || (!options.kind.empty() && kind.name != options.kind)) continue;
    if (!choice.wants(store, kind.kind)) continue;
    kinds.push_back(kind.kind);
    (kind.article ? articles : tickets) = true;
  }
  tell_left_out(context, format, kinds, choice);
  if (format.one_kind && tickets && articles) {
    throw Error(Exit::kUsage, fmt::format("{} holds tickets or articles, not both in one table", format.name),
                "choose with --kind ticket or --kind faq");
  }
  if (format.make_articles != nullptr && tickets && articles)
    context.say("note: with tickets in it this is to be read, not imported; choose with --kind, or export --as jsonl");
  context.spare_store(options.output);
  OutFile file(options.output);
  std::int64_t count = 0;
  std::int64_t others = 0;
  {
    ProgressLine progress("exporting", "items", !context.quiet && options.output != "-");
    const auto make = format.make_articles != nullptr && !tickets ? format.make_articles : format.make;
    const auto write = [&](std::string_view bytes) { file.write(bytes); };
    formats::ExportOptions form;
    form.raw = options.raw;
    form.bom = options.bom;
    form.tell = [&](const std::string& note) { context.say(note); };
    if (context.audience != model::Audience::kInternal) form.readers.audience = model::audience_name(context.audience);
    form.readers.script = options.script;
    form.readers.redacted = redacts(context, options);
    const ChainOptions passes{redacts(context, options), options.script};
    const auto writer = make(write, form);
    ExportChain chain(context, passes, *writer);
    formats::Exporter& out = chain.front();
    // What holds everything makes the same bytes of every copy.
    const Naming naming = options.history                               ? Naming::kForAll
                          : format.takes == formats::Takes::kEverything ? Naming::kNamed
                                                                        : Naming::kHere;
    const auto records = [&](std::span<const model::Kind> those) {
      for (const model::Kind kind : those) {
        if (!whole || (!options.kind.empty() && options.kind != model::info(kind).name)) continue;
        store::for_each_record(store, kind, [&](const Value& fields) {
          out.record(kind, options.history ? for_all(kind, fields) : fields);
          progress.show(count + ++others, 0, 0);
          return interrupted() == 0;
        });
        stop_if_interrupted();
      }
    };
    records(store::kRecordsBefore);
    form.headless = true;
    TicketsExport tickets_out(context, store, moment_of_all, out,
                              {naming, passes, [&](formats::Write into) { return make(std::move(into), form); }, write});
    for (const model::Kind kind : kinds) {
      store::for_each_item(store, kind, [&](std::int64_t id) {
        const store::Item item{kind, id};
        if (!choice.holds(item)) return true;
        if (kind == model::Kind::kTicket) tickets_out.add(id);
        else export_item(store, item, out, Texts::kRepaired, 0, naming);
        progress.show(++count, 0, 0);
        return interrupted() == 0;
      });
      stop_if_interrupted();
      if (kind == model::Kind::kTicket) tickets_out.finish();
    }
    records(store::kRecordsAfter);
    out.finish();
    if (options.history) write_history(store, [&](std::string_view bytes) { file.write(bytes); });
  }
  if (count + others == 0 && options.output != "-") {
    context.say(fmt::format("nothing to export; {} is as it was", options.output));
    return Exit::kNo;
  }
  file.commit();
  if (options.output != "-")
    context.say(fmt::format("wrote {}{} to {}", counted(count, "item"),
                            others > 0 ? fmt::format(" and {}", counted(others, "other record", "other records")) : "",
                            options.output));
  return count + others > 0 ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_export(Args& args) {
  const auto options = std::make_shared<Options>();
  std::vector<std::string> formats;
  for (const formats::ExportFormat& format : formats::export_formats()) formats.emplace_back(format.name);
  formats.emplace_back(kSite);
  formats.emplace_back(kBundle);
  formats.emplace_back(kDigest);
  args.add({.name = "--as",
            .into = &options->as,
            .value = "FORMAT",
            .summary = "the format: " + fmt::format("{}", fmt::join(formats, ", ")),
            .choices = formats,
            .needed = true});
  args.add({.name = "--output",
            .letter = 'o',
            .into = &options->output,
            .value = "PATH",
            .summary = "the file to write, whole or not at all; - is standard output; of md a folder too, of html only that"});
  args.add({.name = "--kind", .into = &options->kind, .value = "KIND", .summary = "one kind only", .choices = exported_kinds()});
  args.add({.name = "--where",
            .into = &options->where,
            .value = "QUERY",
            .summary = "what a query lets through: 'category:billing status:open'"});
  args.add({.name = "--raw",
            .into = &options->raw,
            .summary = "csv, tsv: leave cells as they are that a spreadsheet would run as a formula"});
  args.add({.name = "--bom", .into = &options->bom, .summary = "csv, tsv: with the byte-order mark by which Excel knows UTF-8"});
  args.add({.name = "--history",
            .into = &options->history,
            .summary = "jsonl: the changesets too, and no name that counts in this copy alone"});
  args.add(
      {.name = "--as-of", .into = &options->as_of, .value = "TIME", .summary = "articles as they were then", .filled = true});
  args.add({.name = "--script",
            .into = &options->script,
            .value = "SCRIPT",
            .summary = "Chinese for the readers of the other script, by phrases",
            .choices = {text::kScripts.begin(), text::kScripts.end()}});
  args.add({.name = "--redact",
            .into = &options->redact,
            .summary = "without personal data: [email-1] in its place; so it is for --audience public"});
  args.add({.name = "--no-redact",
            .into = &options->plain,
            .summary = "with personal data, for --audience public too",
            .excludes = "--redact"});
  args.add({.name = "--html", .into = &options->html, .summary = "digest: as a page of HTML, not as Markdown"});
  args.add({.name = "--theme",
            .into = &options->theme,
            .value = "FILE",
            .summary = "html: the site's title, colours and the like, as TOML"});
  args.add({.name = "--since",
            .into = &options->since,
            .value = "CHANGE",
            .summary = "only what was changed since a changeset or a time",
            .filled = true});
  return {[] { return Access::kRead; }, [options](Context& context) { return do_export(context, *options); }};
}

}  // namespace ckm::cli
