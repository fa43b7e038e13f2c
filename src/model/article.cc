#include "model/article.hh"

#include <array>
#include <map>
#include <utility>

#include "base/hash.hh"
#include "base/json.hh"
#include "model/category.hh"

namespace ckm::model {
namespace {

constexpr std::size_t kDigits = 16;  // Of a text's digest.

using TextField = std::pair<std::string_view, std::string Article::*>;
constexpr std::array<TextField, 11> kTexts = {{
    {"uid", &Article::uid},
    {"id", &Article::external_id},
    {"title", &Article::title},
    {"body", &Article::body},
    {"language", &Article::language},
    {"product", &Article::product},
    {"phase", &Article::phase},
    {"category", &Article::category},
    {"confidence", &Article::confidence},
    {"audience", &Article::audience},
    {"governance", &Article::governance},
}};

using StoryField = std::pair<std::string_view, std::string CaseStory::*>;
constexpr std::array<StoryField, 6> kStoryTexts = {{
    {"situation", &CaseStory::situation},
    {"cause", &CaseStory::cause},
    {"result", &CaseStory::result},
    {"reaction", &CaseStory::reaction},
    {"reflection", &CaseStory::reflection},
    {"next_time", &CaseStory::next_time},
}};

using AttemptField = std::pair<std::string_view, std::string Attempt::*>;
constexpr std::array<AttemptField, 4> kAttemptTexts = {{
    {"who", &Attempt::who},
    {"method", &Attempt::method},
    {"why", &Attempt::why},
    {"outcome", &Attempt::outcome},
}};

using TimeField = std::pair<std::string_view, std::optional<Time> Article::*>;
constexpr std::array<TimeField, 5> kTimes = {{
    {"valid_from", &Article::valid_from},
    {"valid_to", &Article::valid_to},
    {"review_by", &Article::review_by},
    {"created_at", &Article::created_at},
    {"updated_at", &Article::updated_at},
}};

using ListField = std::pair<std::string_view, std::vector<std::string> Article::*>;
constexpr std::array<ListField, 2> kLists = {{
    {"phrasings", &Article::phrasings},
    {"tags", &Article::tags},
}};

void put(Value& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.set(std::string(name), text);
}

void put(Value& out, std::string_view name, const std::optional<Time>& time) {
  if (time) out.set(std::string(name), format_time(*time));
}

void get(const Value& in, std::string_view name, std::string& text) {
  if (const Value* member = in.find(name)) text = member->to_text();
}

void get(const Value& in, std::string_view name, std::optional<Time>& time) {
  if (const Value* member = in.find(name)) time = parse_time(member->to_text());
}

Value story_to_value(const CaseStory& story) {
  Value out = Value::Object{};
  for (const auto& [name, field] : kStoryTexts) put(out, name, story.*field);
  Value attempts = Value::Array{};
  for (const Attempt& attempt : story.attempts) {
    Value item = Value::Object{};
    put(item, "at", attempt.at);
    for (const auto& [name, field] : kAttemptTexts) put(item, name, attempt.*field);
    attempts.push(std::move(item));
  }
  if (!story.attempts.empty()) out.set("attempts", std::move(attempts));
  Value context = Value::Object{};
  for (const auto& [name, value] : story.context) context.set(name, value);
  if (!story.context.empty()) out.set("context", std::move(context));
  return out;
}

// The texts of `raw` that the article has a place for, by name.
void read_raw(const Value& raw, Article& article) {
  if (raw.object() == nullptr) return;
  std::map<std::string_view, const Value*> members;
  for (const auto& [name, text] : *raw.object()) members.emplace(name, &text);
  for_each_text(article, [&](const std::string& name, const std::string&) {
    const auto found = members.find(name);
    if (found != members.end() && found->second->string() != nullptr) article.raw.set(name, *found->second);
  });
}

CaseStory story_from_value(const Value& value) {
  CaseStory story;
  for (const auto& [name, field] : kStoryTexts) get(value, name, story.*field);
  if (const Value* const context = value.find("context"); context != nullptr && context->object() != nullptr) {
    for (const auto& [name, text] : *context->object()) story.context.emplace_back(name, text.to_text());
  }
  const Value* attempts = value.find("attempts");
  if (attempts == nullptr || attempts->array() == nullptr) return story;
  for (const Value& item : *attempts->array()) {
    Attempt attempt;
    get(item, "at", attempt.at);
    for (const auto& [name, field] : kAttemptTexts) get(item, name, attempt.*field);
    story.attempts.push_back(std::move(attempt));
  }
  return story;
}

}  // namespace

Value to_value(const Article& article) {
  Value out = Value::Object{};
  out.set("kind", info(article.kind).name);
  for (const auto& [name, field] : kTexts) put(out, name, article.*field);
  for (const auto& [name, field] : kLists) {
    if ((article.*field).empty()) continue;
    const Value list = Value::strings(article.*field);
    out.set(std::string(name), std::move(list));
  }
  if (article.kind == Kind::kCase) out.set("case", story_to_value(article.story));
  for (const auto& [name, field] : kTimes) put(out, name, article.*field);
  if (!article.extra.is_null()) out.set("extra", article.extra);
  if (!article.raw.is_null()) out.set("raw", article.raw);
  return out;
}

Article article_from_value(const Value& value) {
  Article article;
  if (const Value* kind = value.find("kind")) article.kind = kind_from_name(kind->to_text()).value_or(Kind::kFaq);
  for (const auto& [name, field] : kTexts) get(value, name, article.*field);
  for (const auto& [name, field] : kLists) {
    const Value* list = value.find(name);
    if (list == nullptr || list->array() == nullptr) continue;
    for (const Value& element : *list->array()) (article.*field).push_back(element.to_text());
  }
  if (const Value* story = value.find("case")) article.story = story_from_value(*story);
  for (const auto& [name, field] : kTimes) get(value, name, article.*field);
  if (const Value* extra = value.find("extra")) article.extra = *extra;
  if (const Value* raw = value.find("raw")) read_raw(*raw, article);
  return article;
}

void fill_state(Article& article) {
  if (article.confidence.empty()) article.confidence = kConfidences[0];
  if (article.audience.empty()) article.audience = kAudiences[0];
  if (article.governance.empty()) article.governance = kGovernances[0];
}

Article readable(Article article) {
  if (article.kind != Kind::kCase) return article;
  const auto drop_blanks = [](std::string& text) {
    if (text.find_first_not_of(" \t\n") == std::string::npos) text.clear();
  };
  drop_blanks(article.body);
  for (const auto& [name, field] : kStoryTexts) drop_blanks(article.story.*field);
  for (Attempt& attempt : article.story.attempts) {
    std::string& method = attempt.method;
    method.erase(method.find_last_not_of(" \n") + 1);
  }
  return article;
}

std::string text_digest(const Article& article) {
  Article read = readable(article);
  for (std::string* text : {&read.uid, &read.external_id}) text->clear();
  read.category = clean_path(read.category);
  read.created_at = read.updated_at = std::nullopt;
  read.extra = read.raw = {};
  return hex(content_hash(json::dump(to_value(read)))).substr(0, kDigits);
}

bool is_base(const Article& article, const std::vector<std::string>& bases) {
  return !bases.empty() && text_digest(article) == bases.front();
}

void for_each_text(Article& article, const std::function<void(const std::string& name, std::string& text)>& visit) {
  visit("title", article.title);
  visit("body", article.body);
  for (std::size_t i = 0; i < article.phrasings.size(); ++i) visit("phrasings." + std::to_string(i), article.phrasings[i]);
  if (article.kind != Kind::kCase) return;
  for (const auto& [name, field] : kStoryTexts) visit(std::string("case.").append(name), article.story.*field);
  for (std::size_t i = 0; i < article.story.attempts.size(); ++i) {
    const std::string attempt = "case.attempts." + std::to_string(i) + ".";
    for (const auto& [name, field] : kAttemptTexts) {
      if (field != &Attempt::outcome) visit(attempt + std::string(name), article.story.attempts[i].*field);
    }
  }
}

std::size_t count_raw(const Article& article) { return article.raw.is_null() ? 0 : article.raw.object()->size(); }

Article as_it_came(Article article) {
  const Value raw = std::exchange(article.raw, {});
  if (raw.is_null()) return article;
  auto next = raw.object()->begin();  // In the order of the texts.
  for_each_text(article, [&](const std::string& name, std::string& text) {
    if (next == raw.object()->end() || next->first != name) return;
    text = next->second.to_text();
    ++next;
  });
  return article;
}

}  // namespace ckm::model
