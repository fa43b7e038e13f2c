#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>

#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "cli/declare.hh"
#include "cli/import_files.hh"
#include "cli/import_mirror.hh"
#include "cli/import_print.hh"
#include "cli/importer.hh"
#include "cli/printer.hh"
#include "cli/redact_settings.hh"
#include "cli/tree_update.hh"
#include "formats/export.hh"
#include "text/time_zone.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMostConflicts = 20;  // That are told one by one.

struct Options {
  std::vector<std::string> files;
  std::string kind;
  std::string columns;
  std::string rejects;
  std::string date_order;
  std::string delimiter;
  std::string quote;
  std::string escape;
  std::string ragged;
  std::string map;
  std::string print;
  bool guess = false;
  bool since_last = false;
  bool mirror = false;
  std::string agents;
  bool redact = false;
  ImportOptions import;
};

// What stands for a character: itself, \t, \x01, or tab.
std::string character(std::string_view option, std::string_view written) {
  if (written == "tab" || written == "\\t") return "\t";
  if (written.size() == 4 && written.starts_with("\\x")) {
    unsigned code = 0;
    const char* const end = written.data() + written.size();
    if (std::from_chars(written.data() + 2, end, code, 16).ptr == end && code > 0 && code < 0x80)
      return std::string(1, static_cast<char>(code));
  }
  if (written.find_first_of("\r\n\"", 0) != std::string_view::npos && option == "--delimiter")
    throw Error(Exit::kUsage, "--delimiter: a quote or a line end can't be one", "for example ';', tab, '::', blanks or '\\x01'");
  return std::string(written);
}

// Of a quote or an escape; '\0' for none.
std::optional<char> sign(std::string_view option, std::string_view written) {
  if (written.empty()) return std::nullopt;
  if (written == "none") return '\0';
  const std::string one = character(option, written);
  if (one.size() != 1 || std::isalnum(static_cast<unsigned char>(one.front())) != 0 || one == "\n" || one == "\r")
    throw Error(Exit::kUsage, fmt::format("{}: '{}' is no such sign", option, utf8::one_line(written)),
                "give one character that is neither letter nor digit, or none");
  return one.front();
}

void take_table_options(const Options& options, formats::TableOptions& table) {
  table.blanks = options.delimiter == "blanks";
  if (!table.blanks) table.delimiter = character("--delimiter", options.delimiter);
  table.quote = sign("--quote", options.quote);
  table.escape = sign("--escape", options.escape);
  table.pad = options.ragged == "pad";
}

std::vector<std::string> split_at_commas(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const auto comma = list.find(',');
    names.emplace_back(list.substr(0, comma));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return names;
}

void commit(Context& context, RejectFile* rejects) {
  if (rejects == nullptr) return;
  rejects->commit();
  for (const std::string& note : rejects->notes()) context.say(note);
  const std::vector<std::string> paths = rejects->paths();
  if (paths.size() > 1)
    context.say(fmt::format("rejected records are of several formats or headers: {}", fmt::join(paths, ", ")));
}

// What stays as it is in the store.
void tell_kept(const Context& context, const std::string& name, const store::Kept& kept) {
  const std::string input = kept.file.empty() ? name : fmt::format("{}{}{}", name, name.ends_with('/') ? "" : "/", kept.file);
  const std::string fields = fmt::format("{}", fmt::join(kept.fields, ", "));
  if (!kept.why.empty()) {
    context.warn(fmt::format("{}: {} {}; {}", input, kept.ref, kept.why, kept.hint));
  } else if (kept.text) {
    context.warn(
        fmt::format("{0}: {1} was changed here too since it was exported: what it says here stays: {2}; put its file "
                    "over that with: ckm edit {1} --file FILE",
                    input, kept.ref, fields));
  } else {
    context.say(fmt::format("{}: {} was {} here and changed in the source: {} stays: {}", input, kept.ref,
                            kept.into.empty() ? "edited" : "merged into " + kept.into, kept.into.empty() ? "the edit" : "that",
                            fields));
  }
}

// Whether it is one file that can't be imported: of several the others can.
bool concerns_one(const Error& e) { return e.code() == Exit::kInput || e.code() == Exit::kUsage; }

// Without a store: what would be imported, or the map by which it would be.
Exit only_show(Context& context, Options& options, RejectFile* rejects) {
  options.import.reading.any_names = options.guess || options.print == "raw";
  Exit status = Exit::kDone;
  for (const std::string& path : options.files) {
    stop_if_interrupted();
    try {
      const bool whole = options.guess ? print_map(context, path, options.import)
                                       : print_records(context, path, options.import, options.print == "raw", rejects);
      if (!whole) status = Exit::kInput;
    } catch (const Error& e) {
      if (!concerns_one(e) || options.files.size() == 1) throw;
      context.warn(fmt::format("ckm: {}\nhint: {}", e.what(), e.hint()));
      status = Exit::kInput;
    }
  }
  stop_if_interrupted();
  return status;
}

// What would keep personal data all the same.
void check_redact(const Options& options) {
  if (options.guess || !options.print.empty())
    throw Error(Exit::kUsage, "--redact is for what is stored", "leave it out, or --guess and --print");
  if (!options.rejects.empty())
    throw Error(Exit::kUsage, "--redact: rejected records are written as they came",
                "find and mend them without it: ckm import --dry-run --rejects FILE");
  using model::Kind;
  const std::optional<Kind> kind = options.import.reading.kind;
  if (kind == Kind::kPerson || kind == Kind::kCustomer || kind == Kind::kPurchase)
    throw Error(Exit::kUsage, fmt::format("--redact: nothing would be left of a {}", model::info(*kind).name),
                "import tickets, articles, categories or links with it");
}

Exit import(Context& context, Options& options) {
  if (!options.map.empty()) options.import.reading.map = read_map(options.map);
  if (!options.kind.empty()) options.import.reading.kind = model::kind_from_name(options.kind);
  options.import.reading.columns = split_at_commas(options.columns);
  take_table_options(options, options.import.reading.table);
  for (const std::string& agent : split_at_commas(options.agents)) {
    const auto begin = agent.find_first_not_of(" \t");
    if (begin != std::string::npos)
      options.import.reading.agents.push_back(agent.substr(begin, agent.find_last_not_of(" \t") + 1 - begin));
  }
  if (!options.date_order.empty())
    options.import.reading.dates.order =
        options.date_order == "day" ? formats::DayOrder::kDayFirst : formats::DayOrder::kMonthFirst;
  if (const std::string& format = options.import.reading.dates.format; !format.empty() && format.find('%') == std::string::npos) {
    throw Error(Exit::kUsage, fmt::format("--date-format: '{}' is no format", utf8::one_line(format)),
                "write it as strptime(3) reads it, such as '%d.%m.%Y %H:%M'");
  }
  if (const std::string& zone = options.import.reading.dates.zone; !zone.empty() && !text::zone_offset(zone, 0)) {
    throw Error(Exit::kUsage, fmt::format("--time-zone: there is no '{}'", utf8::one_line(zone)),
                "name it like Asia/Shanghai or Europe/Berlin");
  }
  if (options.import.source.find_first_of("/\n\r\t") != std::string::npos || options.import.source == "local") {
    throw Error(Exit::kUsage, fmt::format("'{}' can't be the name of a source", utf8::one_line(options.import.source)),
                "choose a name without /; local is what was made here");
  }
  for (const std::string& path : options.files) {
    std::error_code error;
    if (!options.rejects.empty() && std::filesystem::equivalent(path, options.rejects, error)) {
      throw Error(Exit::kUsage, "--rejects would replace the input", "name another file for what is rejected");
    }
  }
  std::optional<text::PersonalFinder> finder;
  if (options.redact) {
    check_redact(options);
    options.import.redact = &finder.emplace(personal_finder(context.settings));
  }
  if (options.guess || !options.print.empty()) {
    std::unique_ptr<RejectFile> rejects;
    if (!options.rejects.empty() && !options.guess)
      rejects = std::make_unique<RejectFile>(options.rejects, options.import.source);
    const Exit status = only_show(context, options, rejects.get());
    commit(context, rejects.get());
    return status;
  }
  if (options.mirror && options.import.reading.kind.value_or(model::Kind::kTicket) != model::Kind::kTicket) {
    throw Error(Exit::kUsage, "--mirror: only tickets can be gone", "leave out --mirror, or --kind");
  }
  store::DryRun met;
  if (options.import.dry_run) options.import.met = &met;
  store::SeenTickets seen;
  if (options.mirror) options.import.seen = &seen;
  std::set<std::string> sources;
  std::unique_ptr<RejectFile> rejects;
  context.spare_store(options.rejects);
  if (!options.rejects.empty()) rejects = std::make_unique<RejectFile>(options.rejects, options.import.source);
  using Use = Column::Use;
  Printer out(context, "import",
              {{"run", Use::kId},
               {"input", Use::kText},
               {"format"},
               {"kind"},
               {"source"},
               {"added", Use::kNumber},
               {"changed", Use::kNumber},
               {"unchanged", Use::kNumber},
               {"rejected", Use::kNumber}});
  Exit status = Exit::kDone;
  bool any = false;
  bool conflict = false;
  const auto tell = [&](const Error& e) {
    context.warn(fmt::format("ckm: {}\nhint: {}", e.what(), e.hint()));
    status = Exit::kInput;
  };
  const auto done = [&](const Imported& imported) {
    any = true;
    std::size_t conflicts = 0;
    for (const store::Kept& kept : imported.kept) {
      if (!kept.text || ++conflicts <= kMostConflicts) tell_kept(context, imported.name, kept);
      conflict = conflict || kept.text;
    }
    if (conflicts > kMostConflicts)
      context.warn(fmt::format("{}: {} more texts were not taken; import it again once these are settled", imported.name,
                               conflicts - kMostConflicts));
    out.row({imported.run > 0 ? Value(fmt::format("run:{}", imported.run)) : Value(), Value(imported.input),
             Value(imported.format), Value(model::info(imported.kind).name),
             Value(fmt::format("{}", fmt::join(imported.sources, ","))), Value(imported.counts.added),
             Value(imported.counts.changed), Value(imported.counts.unchanged), Value(imported.counts.rejected)});
    if (imported.kind == model::Kind::kTicket) sources.insert(imported.sources.begin(), imported.sources.end());
    if (imported.counts.rejected > 0) status = Exit::kInput;
    if (imported.broken) tell(*imported.broken);
  };
  const std::vector<std::string> paths = options.since_last ? files_of(context, options.files) : options.files;
  for (const std::string& path : paths) {
    try {
      if (options.since_last && is_imported(context, path, options.import)) continue;
      std::optional<TreeUpdate> update;
      if (!options.import.dry_run && options.import.source.empty() && path != "-")
        update.emplace(path, options.import.reading.kind);
      if (!import_input(context, path, options.import, rejects.get(), done)) status = Exit::kInput;
      if (update) update->bring(context);
    } catch (const Error& e) {
      if (interrupted() != 0) break;  // It could not be read to its end, so what is wrong with it says nothing.
      // One unreadable file never stops the others, nor does it take away what was told of those in it.
      if (!concerns_one(e) || (paths.size() == 1 && !any)) throw;
      tell(e);
    }
    if (interrupted() != 0) break;
  }
  if (options.mirror && interrupted() == 0) {
    if (status != Exit::kDone) {
      context.warn(
          "ckm: --mirror: not all was read, so nothing is marked gone\nhint: mend what was rejected and import it all again");
    } else if (seen.empty()) {
      tell(Error(Exit::kInput, "--mirror: no ticket was read, so nothing is marked gone", "look what the export holds"));
    } else {
      for (const std::string& source : sources) {
        if (const auto marked = mark_gone(context, options.import, options.files.front(), source)) done(*marked);
      }
    }
  }
  commit(context, rejects.get());  // Whoever reads the table may be gone.
  out.finish();
  stop_if_interrupted();
  return status == Exit::kDone && conflict ? Exit::kConflict : status;
}

}  // namespace

Run declare_import(Args& args) {
  const auto options = std::make_shared<Options>();
  std::vector<std::string> formats;
  for (const formats::ImportFormat& format : formats::import_formats()) formats.emplace_back(format.name);
  formats.emplace_back(formats::kMarkdownExport);
  for (const formats::RecordMap& map : formats::shipped_maps()) formats.push_back(map.name);
  args.add({.name = "FILE", .into = &options->files, .summary = "files to import; - is standard input", .needed = true});
  args.add({.name = "--kind",
            .into = &options->kind,
            .value = "KIND",
            .summary = "what the records are; else what they say themselves, or ticket",
            .choices = model::all_kinds()});
  args.add({.name = "--source",
            .into = &options->import.source,
            .value = "NAME",
            .summary = "the system they come from; else what they say themselves, or the format's name"});
  args.add({.name = "--as",
            .into = &options->import.reading.as,
            .value = "FORMAT",
            .summary = "the format, where guessing is wrong",
            .choices = formats});
  args.add({.name = "--sheet",
            .into = &options->import.reading.sheet,
            .value = "SHEET",
            .summary = "of a workbook, by name or number; else all that are not hidden and hold a table"});
  args.add({.name = "--columns",
            .into = &options->columns,
            .value = "NAMES",
            .summary = "names of the columns, for a file without a header: id,question,answer"});
  args.add({.name = "--delimiter",
            .into = &options->delimiter,
            .value = "TEXT",
            .summary = "what stands between cells: a text, tab, blanks for any run of them, or \\x01; else it is found"});
  args.add({.name = "--quote",
            .into = &options->quote,
            .value = "SIGN",
            .summary = "what encloses cells, or none; else \", or ' where that is certain"});
  args.add(
      {.name = "--escape",
       .into = &options->escape,
       .value = "SIGN",
       .summary =
           "what takes the meaning from a quote, a delimiter or a line end behind it, or none; else \\ where that is certain"});
  args.add({.name = "--ragged",
            .into = &options->ragged,
            .value = "RULE",
            .summary = "pad or reject: what becomes of rows with fewer cells than the header; they are rejected without it",
            .choices = {"pad", "reject"}});
  args.add({.name = "--map", .into = &options->map, .value = "FILE", .summary = "what the columns are, as TOML; see ckm-map(5)"});
  args.add({.name = "--guess",
            .into = &options->guess,
            .summary = "print the map by which the file would be read, to be edited, and import nothing"});
  args.add({.name = "--print",
            .into = &options->print,
            .value = "WHAT",
            .summary = "records or raw: print them as JSON lines, as they would be stored or as they came, and import nothing",
            .choices = {"records", "raw"},
            .excludes = "--guess"});
  add_decoding(args, options->import.reading.decoding);
  args.add(
      {.name = "--no-repair", .into = &options->import.repair, .summary = "keep damaged texts as they came", .clears = true});
  args.add({.name = "--repair",
            .into = &options->import.repair,
            .summary = "undo what converters and web pages did to texts, and keep how they came: the default",
            .excludes = "--no-repair"});
  args.add({.name = "--redact", .into = &options->redact, .summary = "take personal data out before anything is stored"});
  args.add({.name = "--date-order",
            .into = &options->date_order,
            .value = "FIRST",
            .summary = "day or month: what comes first in dates such as 3/5/26; else as other dates of the column show",
            .choices = {"day", "month"}});
  args.add(
      {.name = "--date-format",
       .into = &options->import.reading.dates.format,
       .value = "FORMAT",
       .summary = "how times are written, as strptime(3) reads it: %d.%m.%y %H:%M; what it does not fit is read as without it"});
  args.add({.name = "--time-zone",
            .into = &options->import.reading.dates.zone,
            .value = "ZONE",
            .summary = "where times without a zone are from, such as Asia/Shanghai; else UTC"});
  args.add({.name = "--agents",
            .into = &options->agents,
            .value = "LIST",
            .summary = "of mail: addresses and domains of the team, example.com,ann@example.org; else who writes first asks"});
  args.add({.name = "--rejects",
            .into = &options->rejects,
            .value = "FILE",
            .summary = "where rejected records go, in the input's format"});
  args.add({.name = "--max-rejects",
            .into = &options->import.max_rejects,
            .value = "N",
            .summary = "give a file up once more than N of its records were rejected"});
  args.add({.name = "--since-last",
            .into = &options->since_last,
            .summary = "only files, and files of folders, that this did not import before as they are"});
  args.add({.name = "--mirror",
            .into = &options->mirror,
            .summary = "the files are all that the source has: its tickets that are not in them get the status gone",
            .excludes = "--since-last"});
  args.add({.name = "--over",
            .into = &options->import.over,
            .summary = "let an export that was made for readers change what is here"});
  args.add({.name = "--dry-run", .into = &options->import.dry_run, .summary = "look everything up and write nothing"});
  args.add(
      {.name = "--no-index", .into = &options->import.index, .summary = "leave indexing to the next ckm index", .clears = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->import.message, .summary = "why, for the history"});
  return {[options] {
            return options->guess || !options->print.empty() ? Access::kNone
                   : options->import.dry_run                 ? Access::kRead
                                                             : Access::kWrite;
          },
          [options](Context& context) { return import(context, *options); }};
}

}  // namespace ckm::cli
