#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "cli/declare.hh"
#include "cli/export_item.hh"
#include "cli/printer.hh"
#include "cli/redact_settings.hh"
#include "cli/refs.hh"
#include "cli/saved_words.hh"
#include "cli/text_input.hh"
#include "formats/redacting.hh"
#include "search/selection.hh"
#include "store/segments.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  bool report = false;
  std::string where;
  DecodingOptions decoding;
};

// 2 email, 1 phone
std::string counts_text(const std::map<std::string, std::int64_t>& counts) {
  std::string text;
  for (const auto& [kind, count] : counts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kind);
  return text;
}

// Prints what is found in each item that it is given.
class Report final : public formats::Exporter {
 public:
  Report(const Context& context, const text::PersonalFinder& finder)
      : ids_(context.format == Format::kIds),
        finder_(finder),
        out_(context, "redact", {{"ref", Column::Use::kId}, {"field"}, {"kind"}, {"token"}, {"found", Column::Use::kText}}) {}
  void ticket(const formats::Identity& identity, const model::Ticket& ticket) override { look_at(identity, ticket); }
  void article(const formats::Identity& identity, const model::Article& article) override { look_at(identity, article); }
  void finish() override { out_.finish(); }
  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }
  [[nodiscard]] std::int64_t items() const { return items_; }
  [[nodiscard]] std::int64_t with_any() const { return with_any_; }

 private:
  template <typename Record>
  void look_at(const formats::Identity& identity, Record record) {
    ++items_;
    bool any = false;
    formats::Redactor redactor(finder_, [&](const formats::Redacted& one) {
      ++counts_[one.kind];
      if (!ids_ || !any)
        out_.row({Value(identity.ref), Value(one.field), Value(one.kind), Value(one.token), Value(text::masked(one.found))});
      any = true;
    });
    redactor.redact(record);
    with_any_ += any ? 1 : 0;
  }

  bool ids_;
  const text::PersonalFinder& finder_;
  Printer out_;
  std::map<std::string, std::int64_t> counts_;
  std::int64_t items_ = 0;
  std::int64_t with_any_ = 0;
};

Exit report(Context& context, const Options& options) {
  if (!options.words.empty() && !options.where.empty())
    throw Error(Exit::kUsage, "--where chooses items, and so do references", "leave one of them out");
  const std::vector<std::string> refs = read_words(options.words);
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  const text::PersonalFinder finder = personal_finder(context.settings);
  Report out(context, finder);
  if (!options.words.empty()) {
    for (const store::Item& item : need_items(context, refs)) {
      if (!model::info(item.kind).searchable)
        throw Error(Exit::kUsage, "people and customers are personal data altogether", "name tickets or articles");
      export_item(store, item, out);
    }
  } else {
    std::optional<search::Selection> selection;
    if (!options.where.empty()) selection.emplace(store, need_exact_where(store, options.where));
    for (const model::KindInfo& kind : model::kKinds) {
      if (!kind.searchable || (selection && !selection->wants(kind.kind))) continue;
      store::for_each_item(store, kind.kind, [&](std::int64_t id) {
        const store::Item item{kind.kind, id};
        if (!selection || selection->holds(item)) export_item(store, item, out);
        return interrupted() == 0;
      });
      stop_if_interrupted();
    }
  }
  out.finish();
  if (out.counts().empty()) context.say(fmt::format("nothing found in {}", counted(out.items(), "item")));
  else context.say(fmt::format("found in {} of {}: {}", out.with_any(), counted(out.items(), "item"), counts_text(out.counts())));
  return out.counts().empty() ? Exit::kNo : Exit::kDone;
}

Exit redact_text(Context& context, const Options& options) {
  if (!options.where.empty())
    throw Error(Exit::kUsage, "--where chooses items of the store", "write: ckm redact --report --where QUERY");
  if (options.words.size() > 1) throw Error(Exit::kUsage, "one text at a time", "of items write: ckm redact --report REF");
  const std::string path = options.words.empty() ? "-" : options.words.front();
  // No store is opened for a text; what its settings say counts all the same.
  context.settings.read(user_settings_path());
  context.settings.read(store_settings_path(context.db));
  const text::PersonalFinder finder = personal_finder(context.settings);
  Input file(path);
  TextInput input(context, file, options.decoding);
  std::string text = read_whole(input);
  input.tell_undecodable();
  Value list = Value::Array{};
  std::map<std::string, std::int64_t> counts;
  formats::Redactor redactor(finder, [&](const formats::Redacted& one) {
    ++counts[one.kind];
    list.push(Value(Value::Object{{"kind", one.kind}, {"token", one.token}, {"found", text::masked(one.found)}}));
  });
  redactor.redact(text, "text");
  print_object(context, "redacted", Value(Value::Object{{"text", text}, {"found", std::move(list)}}), text);
  context.say(counts.empty() ? "nothing found" : "found: " + counts_text(counts));
  return Exit::kDone;
}

}  // namespace

Run declare_redact(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "WHAT", .into = &options->words, .summary = "a text's file; with --report references; - is standard input"});
  args.add({.name = "--report", .into = &options->report, .summary = "list what is found in items of the store, masked"});
  args.add({.name = "--where",
            .into = &options->where,
            .value = "QUERY",
            .summary = "of the report: what a query lets through; without it and without references all"});
  add_decoding(args, options->decoding);
  return {[options] { return options->report ? Access::kRead : Access::kNone; },
          [options](Context& context) { return options->report ? report(context, *options) : redact_text(context, *options); }};
}

}  // namespace ckm::cli
