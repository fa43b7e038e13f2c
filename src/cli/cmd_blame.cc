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

// A field as a version left it.
struct Field {
  std::string text;
  Lines lines;
};
using Fields = std::map<std::string, std::shared_ptr<const Field>>;

// The same lines stay whose they were; others are the version's.
std::shared_ptr<const Field> advanced(const Field& before, std::string after, const store::Version& version) {
  Field out{std::move(after), {}};
  std::size_t at = 0;
  for (const text::DiffPart& part : text::diff_lines(before.text, out.text)) {
    for (const std::string_view line : text::split_lines(part.text)) {
      if (part.kind == text::DiffPart::Kind::kSame) out.lines.push_back({std::string(line), before.lines[at++].since});
      else if (part.kind == text::DiffPart::Kind::kRemoved) ++at;
      else out.lines.push_back({std::string(line), &version});
    }
  }
  return std::make_shared<const Field>(std::move(out));
}

// The versions of an article one after the other, none before one that it followed.
class Blame {
 public:
  explicit Blame(const Past& past) : past_(past), left_(past.line.versions.size()) {
    for (const std::size_t i : past.line.order) {
      const store::Version& version = past.line.versions[i];
      // Whatever it wrote counts as that of the next one whose content is known.
      if (version.forgotten) forgotten_ = true;
      else left_[i] = written(version);
      done_.push_back(i);
    }
  }

  [[nodiscard]] bool forgotten() const { return forgotten_; }

  // The fields of a state, in the order in which they came.
  [[nodiscard]] std::vector<std::pair<std::string, std::shared_ptr<const Field>>> of(const store::Version& shown) const {
    const Fields fields = found(shown.shown());
    std::vector<std::pair<std::string, std::shared_ptr<const Field>>> out;
    for (const std::string& name : names_) {
      if (const auto field = fields.find(name); field != fields.end()) out.emplace_back(name, field->second);
    }
    return out;
  }

 private:
  Fields written(const store::Version& version) {
    const store::Version* before = past_.before(version);
    while (before != nullptr && before->forgotten && before->number > 0) before = past_.before(*before);
    const Value was = before == nullptr ? Value() : before->shown();
    Fields fields = found(was);
    for (const store::FieldChange& change : store::field_changes(was, version.shown())) {
      if (std::ranges::find(names_, change.name) == names_.end()) names_.push_back(change.name);
      const auto known = fields.find(change.name);
      fields[change.name] =
          advanced(known == fields.end() ? Field() : *known->second, whole_lines(field_text(change.after)), version);
    }
    return fields;
  }
  // Each field of a state is what one of the versions left: merging chooses between whole fields.
  [[nodiscard]] Fields found(const Value& state) const {
    Fields out;
    for (const store::FieldChange& field : store::field_changes(Value(), state)) {
      const std::string text = whole_lines(field_text(field.after));
      for (auto i = done_.rbegin(); i != done_.rend() && !out.contains(field.name); ++i) {
        const auto known = left_[*i].find(field.name);
        if (known != left_[*i].end() && known->second->text == text) out.emplace(field.name, known->second);
      }
    }
    return out;
  }

  const Past& past_;
  std::vector<Fields> left_;  // By version.
  std::vector<std::size_t> done_;
  std::vector<std::string> names_;
  bool forgotten_ = false;
};

std::string without_end(std::string line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  return line;
}

Exit print(Context& context, const std::string& name) {
  using Use = Column::Use;
  if (context.format == Format::kIds)
    throw Error(Exit::kUsage, "blame prints nothing with --format ids", "whose versions they are lists: ckm log REF");
  const Past past = need_past(context.store(), name);
  const store::Version& shown = need_version(past);
  const Blame blame(past);
  Printer out(
      context, "blame",
      {{"version", Use::kNumber}, {"change"}, {"at"}, {"actor"}, {"field"}, {"line", Use::kNumber}, {"text", Use::kText}});
  for (const auto& [name_of, field] : blame.of(shown)) {
    std::int64_t number = 0;
    for (const Line& line : field->lines) {
      out.row({Value(line.since->number), Value(store::change_name(line.since->change)), Value(format_time(line.since->at)),
               Value(line.since->author.actor), Value(name_of), Value(++number), Value(without_end(line.text))});
    }
  }
  out.finish();
  if (blame.forgotten()) context.say("note: older versions were forgotten: their lines count as those of the next version");
  return Exit::kDone;
}

}  // namespace

Run declare_blame(Args& args) {
  const auto name = std::make_shared<std::string>();
  args.add(
      {.name = "REF", .into = name.get(), .summary = "an article, such as faq:12, or faq:12@3 for a version", .needed = true});
  return {[] { return Access::kRead; }, [name](Context& context) { return print(context, *name); }};
}

}  // namespace ckm::cli
