#include "search/fields.hh"

#include <algorithm>
#include <array>

#include "base/suggest.hh"
#include "model/article.hh"

namespace ckm::search {

std::span<const FilterField> filter_fields() {
  using Form = FilterField::Form;
  static constexpr std::array<FilterField, 17> kFields = {{
      {"kind", "ticket, faq, case or document", Form::kKind},
      {"category", "a category and all below it", Form::kPath},
      {"source", "where it was imported from", Form::kValue},
      {"tag", "one of its tags", Form::kValue},
      {"created", "a day, month or year, or FROM..TO", Form::kDays},
      {"updated", "the same of its last change", Form::kDays},
      {"language", "the language that its source names", Form::kValue},
      {"product", "the product that it is about", Form::kValue},
      {"status", "a ticket's status", Form::kValue},
      {"priority", "a ticket's priority", Form::kValue},
      {"queue", "a ticket's queue", Form::kValue},
      {"channel", "how a ticket came", Form::kValue},
      {"type", "a ticket's type", Form::kValue},
      {"phase", "an article's phase: pre-sale, sale or after-sale", Form::kValue, model::kPhases},
      {"confidence", "an article's state: wip, not-validated, validated or archived", Form::kValue, model::kConfidences},
      {"audience", "who may see an article: internal, partner or public", Form::kValue, model::kAudiences},
      {"governance", "open or restricted", Form::kValue, model::kGovernances},
  }};
  return kFields;
}

const FilterField* find_filter_field(std::string_view name) {
  const auto fields = filter_fields();
  const auto found = std::ranges::find(fields, name, &FilterField::name);
  return found == fields.end() ? nullptr : &*found;
}

std::string near_field(std::string_view name) {
  std::vector<std::string> names;
  for (const FilterField& field : filter_fields()) names.emplace_back(field.name);
  return nearest(std::string(name), names);
}

bool is_text_name(std::string_view name) {
  constexpr std::array<std::string_view, 9> kNames = {"title", "subject", "question", "answer",     "body",
                                                      "text",  "content", "message",  "description"};
  return std::ranges::find(kNames, name) != kNames.end();
}

}  // namespace ckm::search
