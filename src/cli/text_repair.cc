#include <fmt/format.h>

#include <memory>

#include "base/counted.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/text_input.hh"
#include "text/repair.hh"

namespace ckm::cli {
namespace {

Value edits_of(const text::Repair& repair) {
  Value list = Value::Array{};
  for (const text::Edit& edit : repair.edits) {
    list.push(Value(Value::Object{{"offset", edit.offset}, {"rule", edit.rule}, {"before", edit.before}, {"after", edit.after}}));
  }
  return list;
}

Value findings_of(const text::Repair& repair) {
  Value list = Value::Array{};
  for (const text::Finding& finding : repair.findings) {
    list.push(Value(Value::Object{{"offset", finding.offset}, {"rule", finding.rule}, {"text", finding.text}}));
  }
  return list;
}

// Edits and findings in the order of the text, told apart by "done"; a finding has nothing after it.
void print_edits(Context& context, const text::Repair& repair) {
  using Use = Column::Use;
  Printer out(context, "edits", {{"offset", Use::kNumber}, {"rule"}, {"done"}, {"before", Use::kText}, {"after", Use::kText}});
  auto finding = repair.findings.begin();
  const auto findings_before = [&](std::size_t offset) {
    for (; finding != repair.findings.end() && finding->offset < offset; ++finding) {
      out.row({Value(finding->offset), Value(finding->rule), Value("left"), Value(finding->text), Value()});
    }
  };
  for (const text::Edit& edit : repair.edits) {
    findings_before(edit.offset);
    out.row({Value(edit.offset), Value(edit.rule), Value("edited"), Value(edit.before), Value(edit.after)});
  }
  findings_before(static_cast<std::size_t>(-1));
  out.finish();
}

struct Options {
  std::string path = "-";
  bool edits = false;
  DecodingOptions decoding;
};

Exit repair(Context& context, const Options& options) {
  Input file(options.path);
  TextInput input(context, file, options.decoding);
  const text::Repair repaired = text::repair(read_whole(input));
  input.tell_undecodable();
  if (options.edits) {
    print_edits(context, repaired);
  } else {
    print_object(
        context, "repair",
        Value(Value::Object{{"text", repaired.text}, {"edits", edits_of(repaired)}, {"findings", findings_of(repaired)}}),
        repaired.text);
  }
  context.say(fmt::format("{}, {} left as {}", counted(static_cast<std::int64_t>(repaired.edits.size()), "edit"),
                          counted(static_cast<std::int64_t>(repaired.findings.size()), "place"),
                          repaired.findings.size() == 1 ? "it is" : "they are"));
  return Exit::kDone;
}

}  // namespace

Run declare_text_repair(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "FILE", .into = &options->path, .summary = "a text; - or nothing: standard input"});
  args.add({.name = "--edits",
            .into = &options->edits,
            .summary = "print what was changed and what could not be, in place of the text"});
  add_decoding(args, options->decoding);
  return {[] { return Access::kNone; }, [options](Context& context) { return repair(context, *options); }};
}

}  // namespace ckm::cli
