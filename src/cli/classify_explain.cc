#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/suggest.hh"
#include "base/utf8.hh"
#include "cli/card.hh"
#include "cli/classify.hh"
#include "cli/judging.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "cli/text_input.hh"
#include "learn/predictor.hh"
#include "store/labels.hh"
#include "store/said_values.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kAlike = 5;

struct Options {
  std::string ref;
  std::string field;
  std::string label;
  std::int64_t terms = 8;
  DecodingOptions decoding;
};

// What people and rules say of it. Returns whether anybody does.
bool tell_said(Context& context, const store::Item& item, const store::Target& target, Card& card, Value& value) {
  store::Store& store = context.store();
  const std::vector<std::string> said = store::said_values(store, item, target);
  if (target.path) {
    const store::EffectiveCategory category = store::effective_category(store, item);
    if (!category.path.empty()) {
      card.fact("is", fmt::format("{} (said by: {})", category.path, category.origin));
      value.set("is", category.path).set("said_by", category.origin);
    }
    const Value reason = store::rule_reason(store, item);
    if (!reason.is_null()) {
      card.fact("rule", fmt::format("{} fired", reason.text("rule")));
      value.set("rule", reason);
    }
    return !category.path.empty() || !reason.is_null();
  }
  if (!said.empty()) {
    std::string is = fmt::format("{}", fmt::join(said, ", "));
    if (item.kind == model::Kind::kTicket) {
      const std::string_view by = store::person_value(store, item.id, target.field) ? "person" : "source";
      is += fmt::format(" (said by: {})", by);
      value.set("said_by", by);
    }
    card.fact("is", is);
    const Value all = Value::strings(said);
    value.set("is", std::move(all));
  } else if (const auto verdict = store::read_verdict(store, item, target); verdict && verdict->sure) {
    card.fact("is", fmt::format("{} (said by: {})", verdict->value, verdict->origin));
    value.set("is", verdict->value).set("said_by", verdict->origin);
  }
  return !said.empty();
}

std::uint32_t need_label(const std::vector<std::string>& names, const std::string& typed) {
  const auto found = std::ranges::find(names, typed);
  if (found == names.end()) {
    throw Error(Exit::kUsage, fmt::format("--label: the classifier knows no '{}'", typed),
                did_you_mean(typed, names, "ckm classify eval lists what it knows"));
  }
  return static_cast<std::uint32_t>(found - names.begin());
}

void tell_terms(const learn::Explanation& why, std::size_t most, Card& card, Value& value) {
  Value all = Value::Array{};
  std::string lines;
  for (std::size_t i = 0; i < std::min(why.terms.size(), most); ++i) {
    const learn::Explanation::Term& term = why.terms[i];
    Value one = Value::Object{};
    all.push(one.set("term", term.text).set("weight", Value::decimal(term.weight, 4)));
    lines += fmt::format("{:>+7.3f}  {}\n", term.weight, utf8::one_line(term.text));
  }
  value.set("lead", Value::decimal(why.lead, 4)).set("bias", Value::decimal(why.bias, 4)).set("terms", std::move(all));
  card.section("-- words for it (+) and against it (-)", lines);
}

void tell_alike(Context& context, const std::vector<std::string>& names, const std::vector<learn::Alike>& all, Card& card,
                Value& value) {
  Value list = Value::Array{};
  std::string lines;
  for (const learn::Alike& alike : all) {
    const auto ref = model::parse_ref(alike.id);
    const auto item = ref ? store::find_item(context.store(), *ref) : std::nullopt;
    if (!item) continue;  // Removed since.
    const auto summary = store::read_summary(context.store(), *item);
    const std::string& label = names[alike.label];
    Value one = Value::Object{};
    list.push(one.set("ref", summary->ref)
                  .set("label", label)
                  .set("cosine", Value::decimal(alike.cosine, 3))
                  .set("title", summary->title));
    lines += fmt::format("{:.2f}  {}  {}  {}\n", alike.cosine, summary->ref, label, utf8::one_line(summary->title));
  }
  value.set("alike", std::move(list));
  card.section("-- most like it, of those that were learned from", lines);
}

Exit explain(Context& context, const Options& options) {
  store::Store& store = context.store();
  const store::Target& target = need_target(options.field);
  std::string text;
  bool is_said = false;
  Card card;
  Value value = Value::Object{};
  if (options.ref == "-") {
    text = read_words_or_text(context, {"-"}, options.decoding);
    value.set("ref", "-").set("field", target.field);
    card.heading("-", fmt::format("{} of the text", target.field));
  } else {
    const store::Item item = need_item(context, options.ref);
    const auto summary = store::read_summary(store, item);
    text = store::asked_text(store, item);
    value.set("ref", summary->ref).set("field", target.field).set("title", summary->title);
    card.heading(summary->ref, summary->title);
    is_said = tell_said(context, item, target, card, value);
  }
  if (is_said && !store::read_classifier(store, target.field)) {
    print_object(context, "classify-explain", value, card.text());
    context.say(fmt::format("{} was never learned: ckm classify train", target.field));
    return Exit::kDone;
  }
  if (text.find_first_not_of(" \t\r\n") == std::string::npos)
    throw Error(Exit::kInput, "there is no text to explain", "give it on standard input, or name a ticket or an article");
  const auto trained = need_classifier(store, target);
  const std::vector<std::string>& names = trained->names;
  learn::Predictor predictor(trained->classifier);
  const learn::Prediction said = predictor.predict(text);
  const std::uint32_t label = options.label.empty() ? said.label : need_label(names, name_now(store, target, options.label));
  value.set("classifier", trained->stored.number).set("says", names[said.label]);
  value.set("confidence", Value::decimal(said.probability, 3)).set("familiar", said.known);
  value.set("second", names[said.second]);
  card.fact("classifier", fmt::format("{}: {}, confidence {:.2f}; then {}", trained->stored.number, names[said.label],
                                      said.probability, names[said.second]));
  if (!said.known) card.fact("but", "it is unlike what was learned: probably none of the labels");
  const learn::Explanation why = predictor.explain(text, label);
  value.set("label", names[why.label]).set("against", names[why.other]);
  card.fact("decided", fmt::format("{} against {}: {:+.3f}, of which {:+.3f} whatever the text says", names[why.label],
                                   names[why.other], why.lead, why.bias));
  tell_terms(why, static_cast<std::size_t>(options.terms), card, value);
  tell_alike(context, names, predictor.most_like(text, kAlike), card, value);
  print_object(context, "classify-explain", value, card.text());
  return Exit::kDone;
}

}  // namespace

Run declare_classify_explain(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF",
            .into = &options->ref,
            .summary = "a ticket or an article, such as ticket:desk/12; - for a text on standard input",
            .needed = true});
  add_field(args, options->field);
  args.add({.name = "--label", .into = &options->label, .summary = "why it is this one, or why not", .filled = true});
  args.add({.name = "--terms", .into = &options->terms, .summary = "how many words to show (8)", .least = 1});
  add_decoding(args, options->decoding);
  return {[] { return Access::kRead; }, [options](Context& context) { return explain(context, *options); }};
}

}  // namespace ckm::cli
