#include <fmt/format.h>

#include <memory>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/out_file.hh"
#include "cli/as_of.hh"
#include "cli/bundle.hh"
#include "cli/declare.hh"
#include "cli/export_item.hh"
#include "cli/export_tree.hh"
#include "cli/history_names.hh"
#include "cli/progress.hh"
#include "cli/saved_words.hh"
#include "formats/export.hh"
#include "search/selection.hh"
#include "store/articles.hh"
#include "store/history.hh"
#include "store/labels.hh"
#include "store/segments.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kBundle = "bundle";

struct Options {
  std::string as;
  std::string output = "-";
  std::string kind;
  std::string where;
  bool raw = false;
  bool history = false;
  std::string since;
  std::string as_of;
};

// Whether any item of the kind would be exported.
bool has_any(store::Store& store, model::Kind kind, std::optional<search::Selection>& selection) {
  bool any = false;
  store::for_each_item(store, kind, [&](std::int64_t id) {
    any = !selection || selection->holds({kind, id});
    return !any;
  });
  return any;
}

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

Exit do_export(Context& context, const Options& options) {
  if (options.raw && options.as != "csv") {
    throw Error(Exit::kUsage, fmt::format("--raw is about the cells of csv, and {} has none", options.as),
                "leave it out, or write: ckm export --as csv --raw");
  }
  if (options.as == kBundle) return export_bundle(context, options);
  if (!options.since.empty()) throw Error(Exit::kUsage, "--since is for bundles", "write: ckm export --as bundle --since CHANGE");
  if (options.history && (options.as != "jsonl" || !options.kind.empty() || !options.where.empty()))
    throw Error(Exit::kUsage, "--history is the whole history, in JSON lines", "write: ckm export --as jsonl --history");
  if (options.history && !options.as_of.empty())
    throw Error(Exit::kUsage, "--history is the whole history", "leave out --as-of, or --history");
  go_back(context, options.as_of, options.where.empty() ? Indexed::kNo : Indexed::kYes);
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  const formats::ExportFormat& format = *formats::find_export_format(options.as);
  std::optional<search::Selection> selection;
  if (!options.where.empty()) selection.emplace(store, need_exact_where(store, options.where));
  if (format.make_articles != nullptr && names_folder(options.output))
    return export_tree(context, {options.output, options.kind, options.where, moment(options.as_of)}, selection);
  std::vector<model::Kind> kinds;
  bool tickets = false;
  bool articles = false;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.searchable || (!options.kind.empty() && kind.name != options.kind)) continue;
    if ((selection && !selection->wants(kind.kind)) || !has_any(store, kind.kind, selection)) continue;
    kinds.push_back(kind.kind);
    (kind.article ? articles : tickets) = true;
  }
  if (format.one_kind && tickets && articles) {
    throw Error(Exit::kUsage, fmt::format("{} holds tickets or articles, not both in one table", format.name),
                "choose with --kind ticket or --kind faq");
  }
  if (format.make_articles != nullptr && tickets && articles)
    context.say("note: with tickets in it this is to be read, not imported; choose with --kind, or export --as jsonl");
  context.spare_store(options.output);
  OutFile file(options.output);
  std::int64_t count = 0;
  {
    ProgressLine progress("exporting", "items", !context.quiet && options.output != "-");
    const auto make = format.make_articles != nullptr && !tickets ? format.make_articles : format.make;
    const auto out = make([&](std::string_view bytes) { file.write(bytes); }, {options.raw});
    for (const model::Kind kind : kinds) {
      store::for_each_item(store, kind, [&](std::int64_t id) {
        const store::Item item{kind, id};
        if (selection && !selection->holds(item)) return true;
        export_item(store, item, *out, Texts::kRepaired, 0, options.history ? Naming::kForAll : Naming::kHere);
        progress.show(++count, 0, 0);
        return interrupted() == 0;
      });
      stop_if_interrupted();
    }
    out->finish();
    if (options.history) write_history(store, [&](std::string_view bytes) { file.write(bytes); });
  }
  if (count == 0 && options.output != "-") {
    context.say(fmt::format("nothing to export; {} is as it was", options.output));
    return Exit::kNo;
  }
  file.commit();
  if (options.output != "-") context.say(fmt::format("wrote {} to {}", counted(count, "item"), options.output));
  return count > 0 ? Exit::kDone : Exit::kNo;
}

}  // namespace

Run declare_export(Args& args) {
  const auto options = std::make_shared<Options>();
  std::vector<std::string> formats;
  for (const formats::ExportFormat& format : formats::export_formats()) formats.emplace_back(format.name);
  formats.emplace_back(kBundle);
  args.add({.name = "--as",
            .into = &options->as,
            .value = "FORMAT",
            .summary = "the format: jsonl, csv, md or bundle",
            .choices = formats,
            .needed = true});
  args.add({.name = "--output",
            .letter = 'o',
            .into = &options->output,
            .value = "PATH",
            .summary = "the file to write, whole or not at all; - is standard output; of md a folder too"});
  args.add({.name = "--kind",
            .into = &options->kind,
            .value = "KIND",
            .summary = "one kind only",
            .choices = model::searchable_kinds()});
  args.add({.name = "--where",
            .into = &options->where,
            .value = "QUERY",
            .summary = "what a query lets through: 'category:billing status:open'"});
  args.add({.name = "--raw",
            .into = &options->raw,
            .summary = "csv: leave cells as they are that a spreadsheet would run as a formula"});
  args.add({.name = "--history",
            .into = &options->history,
            .summary = "jsonl: the changesets too, and no name that counts in this copy alone"});
  args.add(
      {.name = "--as-of", .into = &options->as_of, .value = "TIME", .summary = "articles as they were then", .filled = true});
  args.add({.name = "--since",
            .into = &options->since,
            .value = "CHANGE",
            .summary = "bundle: without that change and what came before it"});
  return {[] { return Access::kRead; }, [options](Context& context) { return do_export(context, *options); }};
}

}  // namespace ckm::cli
