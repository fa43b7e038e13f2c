#include <fmt/format.h>

#include <memory>

#include "base/out_file.hh"
#include "cli/declare.hh"
#include "cli/field_diff.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"

namespace ckm::cli {
namespace {

// One side: a version, or what was before the first one.
struct Side {
  std::string name;
  Value content;
};

Side side_of(const Past& past, const store::Version& version) {
  if (version.forgotten) {
    throw Error(Exit::kNotFound, fmt::format("the content of {} was forgotten", past.name(version)),
                fmt::format("list its versions with: ckm log {}", past.ref));
  }
  return {past.name(version), version.shown()};
}

std::string heading(const Past& past, const store::Version& version) {
  std::string line = fmt::format("{}  {}  {}  {}  {}", past.name(version), store::change_name(version.change),
                                 format_time(version.at), version.author.actor, version.author.command);
  if (!version.author.message.empty()) line += "  " + version.author.message;
  return line + "\n";
}

// One name: what its last version changed, or from that version to the last one. Two: from one to the other.
Exit diff(Context& context, const std::vector<std::string>& names) {
  if (names.size() > 2) throw Error(Exit::kUsage, "diff compares two versions", "for example: ckm diff faq:12@1 faq:12@3");
  const Past past = need_past(context.store(), names.front());
  const Past other = names.size() == 2 ? need_past(context.store(), names.back()) : past;
  const bool one = names.size() == 1;
  const store::Version* from = past.number ? &past.version(*past.number) : one ? nullptr : &past.line.now;
  const store::Version* to = !one && other.number ? &other.version(*other.number) : &other.line.now;
  if (from == nullptr) {
    to = &past.line.versions.back();
    from = past.before(*to);
  }
  const Side before = from == nullptr ? Side{"nothing", Value()} : side_of(past, *from);
  const Side after = side_of(other, *to);
  const std::vector<store::FieldChange> changes = store::field_changes(before.content, after.content);
  if (context.format == Format::kTable) {
    std::string text = from == nullptr ? "nothing\n" : heading(past, *from);
    text += heading(other, *to);
    if (!changes.empty()) write_stdout(text + "\n" + fields_diff(context, changes));
  } else {
    Printer out(context, "diff", {{"from"}, {"to"}, {"field"}, {"before", Column::Use::kText}, {"after", Column::Use::kText}});
    for (const store::FieldChange& change : changes)
      out.row({Value(before.name), Value(after.name), Value(change.name), change.before, change.after});
    out.finish();
  }
  if (changes.empty()) context.say(fmt::format("{} and {} are the same", before.name, after.name));
  return changes.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_diff(Args& args) {
  const auto names = std::make_shared<std::vector<std::string>>();
  args.add({.name = "REF",
            .into = names.get(),
            .summary = "one or two of them, such as faq:12, or faq:12@3 for a version",
            .needed = true});
  return {[] { return Access::kRead; }, [names](Context& context) { return diff(context, *names); }};
}

}  // namespace ckm::cli
