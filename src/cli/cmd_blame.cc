#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "cli/declare.hh"
#include "cli/field_diff.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "text/diff.hh"

namespace ckm::cli {
namespace {

// The lines of a field, each with the version that it has been since.
struct Line {
  std::string text;
  const store::Version* since;
};
using Lines = std::vector<Line>;

std::string joined(const Lines& lines) {
  std::string text;
  for (const Line& line : lines) text += line.text;
  return text;
}

// The same lines stay whose they were; others are the version's.
Lines advanced(const Lines& lines, const std::string& after, const store::Version& version) {
  Lines out;
  std::size_t at = 0;
  const std::string before = joined(lines);
  for (const text::DiffPart& part : text::diff_lines(before, after)) {
    for (const std::string_view line : text::split_lines(part.text)) {
      if (part.kind == text::DiffPart::Kind::kSame) out.push_back({std::string(line), lines[at++].since});
      else if (part.kind == text::DiffPart::Kind::kRemoved) ++at;
      else out.push_back({std::string(line), &version});
    }
  }
  return out;
}

std::string without_end(std::string line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return line;
}

Exit blame(Context& context, const std::string& name) {
  using Use = Column::Use;
  if (context.format == Format::kIds)
    throw Error(Exit::kUsage, "blame prints nothing with --format ids", "whose versions they are lists: ckm log REF");
  const Past past = need_past(context.store(), name);
  const store::Version& shown = need_version(past, std::nullopt);
  std::vector<std::pair<std::string, Lines>> fields;  // In the order in which they came.
  Value before;
  bool forgotten = false;
  for (const store::Version& version : past.versions) {
    if (version.number > shown.number) break;
    if (version.forgotten) {  // Whatever it wrote counts as that of the next one whose content is known.
      forgotten = true;
      continue;
    }
    const Value after = version.shown();
    for (const store::FieldChange& change : store::field_changes(before, after)) {
      auto field = std::ranges::find(fields, change.name, [](const auto& f) { return f.first; });
      if (field == fields.end()) field = fields.insert(fields.end(), {change.name, {}});
      field->second = advanced(field->second, whole_lines(field_text(change.after)), version);
    }
    before = after;
  }
  Printer out(
      context, "blame",
      {{"version", Use::kNumber}, {"change"}, {"at"}, {"actor"}, {"field"}, {"line", Use::kNumber}, {"text", Use::kText}});
  for (const auto& [field, lines] : fields) {
    std::int64_t number = 0;
    for (const Line& line : lines) {
      out.row({Value(line.since->number), Value(store::change_name(line.since->change)), Value(format_time(line.since->at)),
               Value(line.since->author.actor), Value(field), Value(++number), Value(without_end(line.text))});
    }
  }
  out.finish();
  if (forgotten) context.say("note: older versions were forgotten: their lines count as those of the next version");
  return Exit::kDone;
}

}  // namespace

Run declare_blame(Args& args) {
  const auto name = std::make_shared<std::string>();
  args.add(
      {.name = "REF", .into = name.get(), .summary = "an article, such as faq:12, or faq:12@3 for a version", .needed = true});
  return {[] { return Access::kRead; }, [name](Context& context) { return blame(context, *name); }};
}

}  // namespace ckm::cli
