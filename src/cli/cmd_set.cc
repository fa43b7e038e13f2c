#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "base/suggest.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "text/language.hh"

namespace ckm::cli {
namespace {

// What can be set; of a ticket only its category.
constexpr std::string_view kCategory = "category";
constexpr std::string_view kLanguage = "language";

struct Field {
  std::string_view name;
  std::string model::Article::*field;
  std::span<const std::string_view> values;  // Empty: any.
};
constexpr std::array<Field, 7> kFields = {{
    {kCategory, &model::Article::category, {}},
    {"product", &model::Article::product, {}},
    {"phase", &model::Article::phase, model::kPhases},
    {kLanguage, &model::Article::language, {}},
    {"confidence", &model::Article::confidence, model::kConfidences},
    {"audience", &model::Article::audience, model::kAudiences},
    {"governance", &model::Article::governance, model::kGovernances},
}};

struct Assignment {
  std::string field;
  std::string value;
};

std::vector<std::string> field_names() {
  std::vector<std::string> names;
  for (const Field& row : kFields) names.emplace_back(row.name);
  return names;
}

// What to write instead of a text that can't be a field's.
std::string doubt(const Field& row, const std::string& value) {
  if (row.name == kCategory && !value.empty() && store::clean_path(value).empty())
    return "write a path such as billing/refund; only an empty value takes a person's word back: category=";
  if (row.name == kLanguage && !value.empty() && !text::is_language_tag(value)) return std::string(text::kLanguageTagHint);
  return {};
}

Assignment parse_assignment(const std::string& word) {
  const auto equals = word.find('=');
  Assignment assignment{word.substr(0, equals), word.substr(equals + 1)};
  const auto row = std::find_if(kFields.begin(), kFields.end(), [&](const auto& r) { return r.name == assignment.field; });
  if (row == kFields.end()) {
    throw Error(Exit::kUsage, fmt::format("there is no field '{}' to set", assignment.field),
                did_you_mean(assignment.field, field_names(), fmt::format("the fields are {}", fmt::join(field_names(), ", "))));
  }
  if (const std::string hint = doubt(*row, assignment.value); !hint.empty())
    throw Error(Exit::kUsage, fmt::format("{} can't be '{}'", assignment.field, assignment.value), hint);
  if (assignment.field == kCategory) assignment.value = store::clean_path(assignment.value);
  if (row->values.empty()) return assignment;
  const std::vector<std::string> values(row->values.begin(), row->values.end());
  const bool optional = assignment.field == "phase" && assignment.value.empty();
  if (!optional && std::find(values.begin(), values.end(), assignment.value) == values.end()) {
    throw Error(Exit::kUsage, fmt::format("{} can't be '{}'", assignment.field, assignment.value),
                did_you_mean(assignment.value, values, fmt::format("one of: {}", fmt::join(values, ", "))));
  }
  return assignment;
}

bool set_ticket(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                store::ChangeWriter& change) {
  bool changed = false;
  for (const Assignment& a : assignments) {
    if (a.field != kCategory) {
      throw Error(Exit::kUsage,
                  fmt::format("{}: a ticket's {} is what its source says", store::item_ref(context.store(), item), a.field),
                  "of a ticket, only category can be set here; change the rest in its source and import again");
    }
    changed |= store::edit_label(context.store(), item, a.value, context.actor, change);
  }
  return changed;
}

bool set_article(Context& context, const store::Item& item, const std::vector<Assignment>& assignments,
                 store::ChangeWriter& change) {
  const store::StoredArticle stored = *store::read_article(context.store(), item.id);
  const model::Article& before = stored.article;
  model::Article article = before;
  bool changed = false;
  for (const Assignment& a : assignments) {
    if (a.field == kCategory) {
      // A person's label, which counts above whatever source and rules say.
      changed |= store::edit_label(context.store(), item, a.value, context.actor, change);
      // What an article made here says itself is a person's word too.
      if (a.value.empty() && stored.source == model::kLocalSource) article.category.clear();
      continue;
    }
    const auto row = std::find_if(kFields.begin(), kFields.end(), [&](const auto& r) { return r.name == a.field; });
    article.*row->field = a.value;
  }
  store::need_may_become(context.store(), item, before, article, context.actor);
  return store::edit_article(context.store(), item.id, std::move(article), change) || changed;
}

Exit set(Context& context, const std::vector<std::string>& words, const std::string& message) {
  std::vector<std::string> refs;
  std::vector<Assignment> assignments;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    const bool is_ref = equals == std::string::npos || word.find(':') < equals;
    if (is_ref) {
      refs.push_back(word);
      continue;
    }
    assignments.push_back(parse_assignment(word));
    if (std::ranges::count(assignments, assignments.back().field, &Assignment::field) > 1)
      throw Error(Exit::kUsage, fmt::format("{} is given twice", assignments.back().field), "give each field once");
  }
  if (refs.empty() || assignments.empty()) {
    throw Error(Exit::kUsage, "set needs references and field=value",
                "for example: ckm set ticket:desk/T-1 category=billing/refund");
  }
  refs = read_words(refs);
  store::Transaction transaction(context.store().db());
  const std::vector<store::Item> items = need_items(context, refs);
  store::ChangeWriter change(context.store(), context.author(message));
  std::int64_t changed = 0;
  ChangedRows rows(context);
  for (const store::Item& item : items) {
    const bool ticket = item.kind == model::Kind::kTicket;
    if (!(ticket ? set_ticket(context, item, assignments, change) : set_article(context, item, assignments, change))) continue;
    ++changed;
    rows.add(store::item_ref(context.store(), item), item.kind, "changed");
  }
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  context.say(changed == 0 ? "nothing to change" : fmt::format("changed {} of {}", changed, items.size()));
  return Exit::kDone;
}

}  // namespace

Run declare_set(Args& args) {
  struct Options {
    std::vector<std::string> words;
    std::string message;
  };
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF FIELD=VALUE",
            .into = &options->words,
            .summary = "what to change, and how; - reads references from standard input",
            .needed = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return set(context, options->words, options->message); }};
}

}  // namespace ckm::cli
