#include <fmt/format.h>

#include <array>

#include "base/interrupt.hh"
#include "cli/classify.hh"
#include "cli/declare.hh"
#include "cli/saved_words.hh"
#include "search/selection.hh"

namespace ckm::cli {

void add_field(Args& args, std::string& into) {
  into = "category";
  args.add({.name = "--field",
            .into = &into,
            .value = "FIELD",
            .summary = "what is learned: category (if not given), queue, priority, language, tag, product or phase",
            .choices = store::target_fields()});
}

std::string surely_answered(double covered, double least) {
  if (covered < 0.005) return "no threshold of confidence reaches that";
  return fmt::format("of the {:.0f} % with a confidence of {:.2f} or more", 100 * covered, least);
}

void for_each_labelled(Context& context, const store::Target& target, const std::string& where, const Labelled& visit) {
  store::Store& store = context.store();
  std::optional<search::Selection> selection;
  if (!where.empty()) selection.emplace(store, need_exact_where(store, where));
  for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
    if (selection && !selection->wants(kind)) continue;
    store::for_each_item(store, kind, [&](std::int64_t id) {
      const store::Item item{kind, id};
      const std::vector<std::string> labels = store::said_values(store, item, target);
      if (labels.empty() || (selection && !selection->holds(item))) return true;
      if (const std::string text = store::asked_text(store, item); !text.empty()) visit(item, text, labels);
      return interrupted() == 0;
    });
    stop_if_interrupted();
  }
}

Run declare_classify(Args& args) {
  static constexpr std::array kSubcommands = {
      Subcommand{"apply", "Sort tickets and FAQ by the rules and by what was learned", declare_classify_apply},
      Subcommand{"train", "Learn from what people and sources say", declare_classify_train},
      Subcommand{"eval", "Measure how good a classifier is", declare_classify_eval},
      Subcommand{"explain", "Say why a thing or a text is what it is", declare_classify_explain},
      Subcommand{"review", "Ask about what is least certain", declare_classify_review},
      Subcommand{"rules", "List the rules, or try them without a change", declare_classify_rules},
      Subcommand{"status", "Say whether it is time to train again", declare_classify_status},
      Subcommand{"drop", "Take away a classifier and what it said", declare_classify_drop},
  };
  return declare_subcommands(args, kSubcommands);
}

}  // namespace ckm::cli
