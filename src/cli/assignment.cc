#include "cli/assignment.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/error.hh"
#include "base/suggest.hh"
#include "base/utf8.hh"
#include "model/category.hh"
#include "text/language.hh"

namespace ckm::cli {
namespace {

using model::Article;

constexpr std::string_view kLanguage = "language";
constexpr std::string_view kQuestion = "question";
constexpr std::string_view kPhase = "phase";

struct Field {
  std::string_view name;
  std::string Article::*text = nullptr;
  std::span<const std::string_view> values = {};  // Empty: any.
  std::optional<Time> Article::*time = nullptr;
  bool of_tickets = false;  // Alone.
};
constexpr std::array<Field, 15> kFields = {{
    {kCategoryField, &Article::category},
    {kQuestion, &Article::title},
    {kTitleField, &Article::title},
    {kTagsField},
    {"product", &Article::product},
    {kPhase, &Article::phase, model::kPhases},
    {kLanguage, &Article::language},
    {"confidence", &Article::confidence, model::kConfidences},
    {"audience", &Article::audience, model::kAudiences},
    {"governance", &Article::governance, model::kGovernances},
    {"valid_from", nullptr, {}, &Article::valid_from},
    {"valid_to", nullptr, {}, &Article::valid_to},
    {"review_by", nullptr, {}, &Article::review_by},
    {"queue", nullptr, {}, nullptr, true},
    {"priority", nullptr, {}, nullptr, true},
}};

// What an article has that is a text or more than one value.
constexpr std::array<std::string_view, 11> kLong = {"answer", "body",     "text",   "phrasings", "context",   "situation",
                                                    "cause",  "attempts", "result", "reaction",  "reflection"};
constexpr std::string_view kNextTime = "next_time";

const Field* find_field(std::string_view name) {
  const auto row = std::ranges::find(kFields, name, &Field::name);
  return row == kFields.end() ? nullptr : &*row;
}

[[noreturn]] void cant_be(std::string_view field, std::string_view value, std::string hint) {
  throw Error(Exit::kUsage, fmt::format("{} can't be '{}'", field, value), std::move(hint));
}

// `ref`: one that is named, if any.
[[noreturn]] void no_field(const std::string& name, const std::string& ref) {
  const std::string edit = fmt::format("ckm edit {}", ref.empty() ? "REF" : ref);
  if (name == kNextTime || std::ranges::find(kLong, name) != kLong.end() || name.starts_with("context."))
    throw Error(Exit::kUsage, fmt::format("set does not change {}", name),
                fmt::format("it stands in the article's text, which opens: {}", edit));
  throw Error(
      Exit::kUsage, fmt::format("there is no field '{}' to set", name),
      did_you_mean(name, assignable_fields(),
                   fmt::format("the fields are {}; texts are changed with: {}", fmt::join(assignable_fields(), ", "), edit)));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

// Between commas, of any script. Nothing at all is no tag.
std::vector<std::string> parse_tags(const Assignment& a, std::string_view value) {
  constexpr std::array<std::string_view, 3> kCommas = {",", "，", "、"};
  std::vector<std::string> tags;
  if (a.how == Assignment::How::kIs && value.empty()) return tags;
  for (bool last = false; !last;) {
    std::size_t end = value.size();
    std::size_t width = 0;
    for (const std::string_view comma : kCommas) {
      const std::size_t at = value.find(comma);
      if (at < end) {
        end = at;
        width = comma.size();
      }
    }
    last = width == 0;
    const std::string tag(trimmed(value.substr(0, end)));
    if (tag.empty()) cant_be(kTagsField, a.value, "write tags=refund,card, tags+=refund or tags-=card; tags= takes all away");
    if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
    value.remove_prefix(end + width);
  }
  return tags;
}

void check_text(const Field& row, const Assignment& a) {
  const std::string& value = a.value;
  if (row.text == &Article::title && trimmed(value).empty())
    cant_be(a.typed, value, "write what is asked, or what it is about; an article is taken away with: ckm rm");
  if (row.name == kCategoryField && !value.empty() && model::clean_path(value).empty())
    cant_be(a.typed, value, "write a path such as billing/refund; only an empty value takes a person's word back: category=");
  if (row.name == kCategoryField && !value.empty() && model::has_empty_step(value))
    cant_be(a.typed, value, fmt::format("a level of it has no name; write {}={}", a.typed, model::clean_path(value)));
  if (row.name == kLanguage && !value.empty() && !text::is_language_tag(value))
    cant_be(a.typed, value, std::string(text::kLanguageTagHint));
  if (row.values.empty() || (row.name == kPhase && value.empty())) return;
  const std::vector<std::string> values(row.values.begin(), row.values.end());
  if (std::ranges::find(values, value) == values.end())
    cant_be(a.typed, value, did_you_mean(value, values, fmt::format("one of: {}", fmt::join(values, ", "))));
}

Assignment parse(std::string_view word, const std::string& ref) {
  using How = Assignment::How;
  const auto equals = word.find('=');
  Assignment a;
  a.typed = word.substr(0, equals);
  a.value = word.substr(equals + 1);
  if (a.typed.ends_with('+')) a.how = How::kMore;
  if (a.typed.ends_with('-')) a.how = How::kLess;
  if (a.how != How::kIs) a.typed.pop_back();
  const Field* const row = find_field(a.typed);
  if (row == nullptr) no_field(a.typed, ref);
  a.field = row->text == &Article::title ? kTitleField : row->name;
  if (a.how != How::kIs && row->name != kTagsField)
    throw Error(Exit::kUsage, fmt::format("{} is one value: nothing is added to it or taken away", a.typed),
                fmt::format("write {}={}; += and -= are for tags", a.typed, a.value));
  if (utf8::first_invalid(a.value))
    throw Error(Exit::kUsage, fmt::format("what {} is to be is not UTF-8", a.typed), "write it in UTF-8");
  if (row->time != nullptr) {
    if (a.value.empty()) return a;
    a.time = parse_time(a.value);
    if (!a.time) cant_be(a.typed, a.value, fmt::format("write a day such as 2026-03-05; {}= takes it away", a.typed));
  } else if (row->of_tickets) {
    a.value = trimmed(a.value);
    if (a.value.empty() && equals + 1 < word.size())
      cant_be(a.typed, word.substr(equals + 1), fmt::format("only an empty value takes a person's word back: {}=", a.typed));
  } else if (row->text != nullptr) {
    check_text(*row, a);
    if (row->name == kCategoryField) a.value = model::clean_path(a.value);
  } else {
    a.tags = parse_tags(a, a.value);
  }
  return a;
}

}  // namespace

void assign_tags(std::vector<std::string>& tags, const Assignment& a) {
  if (a.how == Assignment::How::kIs) tags = a.tags;
  for (const std::string& tag : a.tags) {
    if (a.how == Assignment::How::kLess) std::erase(tags, tag);
    else if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
  }
}

std::vector<std::string> assignable_fields() {
  std::vector<std::string> names;
  for (const Field& row : kFields) names.emplace_back(row.name);
  return names;
}

Assignments split_assignments(const std::vector<std::string>& words) {
  Assignments parsed;
  const auto is_ref = [](const std::string& word) {
    const auto equals = word.find('=');
    return equals == std::string::npos || word.find(':') < equals;
  };
  std::ranges::copy_if(words, std::back_inserter(parsed.refs), is_ref);
  const std::string ref = parsed.refs.size() == 1 && parsed.refs.front() != "-" ? parsed.refs.front() : std::string();
  for (const std::string& word : words) {
    if (is_ref(word)) continue;
    Assignment a = parse(word, ref);
    for (const Assignment& other : parsed.all) {
      const bool both = other.how != Assignment::How::kIs && a.how != Assignment::How::kIs;
      if (other.field == a.field && !both)
        throw Error(Exit::kUsage, fmt::format("{} is given twice", a.typed), "give each field once");
    }
    parsed.all.push_back(std::move(a));
  }
  return parsed;
}

Assignments parse_assignments(const std::vector<std::string>& words) {
  Assignments parsed = split_assignments(words);
  if (parsed.refs.empty() || parsed.all.empty()) {
    throw Error(Exit::kUsage, "set needs references and field=value",
                "for example: ckm set ticket:desk/T-1 category=billing/refund");
  }
  return parsed;
}

void assign(Article& article, const std::vector<Assignment>& all, std::string_view ref) {
  bool span = false;
  for (const Assignment& a : all) {
    if (a.field == kCategoryField) continue;
    const Field& row = *find_field(a.field);
    if (row.of_tickets)
      throw Error(Exit::kUsage, fmt::format("{} is no ticket: it has no {}", ref, a.typed),
                  fmt::format("the fields of an article are in: ckm help set"));
    if (a.typed == kQuestion && article.kind != model::Kind::kFaq)
      throw Error(Exit::kUsage, fmt::format("{} has no question", ref), "what it is called is its title: title=…");
    if (row.time != nullptr) article.*row.time = a.time;
    else if (row.text != nullptr) article.*row.text = a.value;
    else assign_tags(article.tags, a);
    span |= row.time == &Article::valid_from || row.time == &Article::valid_to;
  }
  if (span && article.valid_from && article.valid_to && *article.valid_to < *article.valid_from)
    throw Error(Exit::kUsage, fmt::format("{}: valid_to would be before valid_from", ref), "exchange them, or leave one empty");
}

}  // namespace ckm::cli
