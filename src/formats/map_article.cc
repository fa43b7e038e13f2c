#include <algorithm>
#include <array>

#include "formats/record.hh"

namespace ckm::formats {
namespace {

using model::Article;
using model::CaseStory;

struct Line {
  Field field;
  std::string Article::*member;
};
constexpr std::array<Line, 6> kLines = {{
    {Field::kExternalId, &Article::external_id},
    {Field::kUid, &Article::uid},
    {Field::kTitle, &Article::title},
    {Field::kCategory, &Article::category},
    {Field::kProduct, &Article::product},
    {Field::kLanguage, &Article::language},
}};

struct Chapter {
  Field field;
  std::string CaseStory::*member;
};
constexpr std::array<Chapter, 6> kChapters = {{
    {Field::kSituation, &CaseStory::situation},
    {Field::kCause, &CaseStory::cause},
    {Field::kResult, &CaseStory::result},
    {Field::kReaction, &CaseStory::reaction},
    {Field::kReflection, &CaseStory::reflection},
    {Field::kNextTime, &CaseStory::next_time},
}};

// Fields that know only certain values; what is none of them stays in extra.
struct Word {
  Field field;
  std::string_view plain;  // As plain_name() makes it.
  std::string_view value;
};
constexpr std::array<Word, 18> kWords = {{
    {Field::kPhase, "presale", "pre-sale"},
    {Field::kPhase, "presales", "pre-sale"},
    {Field::kPhase, "售前", "pre-sale"},
    {Field::kPhase, "sale", "sale"},
    {Field::kPhase, "sales", "sale"},
    {Field::kPhase, "售中", "sale"},
    {Field::kPhase, "aftersale", "after-sale"},
    {Field::kPhase, "aftersales", "after-sale"},
    {Field::kPhase, "售后", "after-sale"},
    {Field::kConfidence, "wip", "wip"},
    {Field::kConfidence, "notvalidated", "not-validated"},
    {Field::kConfidence, "validated", "validated"},
    {Field::kConfidence, "archived", "archived"},
    {Field::kAudience, "internal", "internal"},
    {Field::kAudience, "partner", "partner"},
    {Field::kAudience, "public", "public"},
    {Field::kGovernance, "open", "open"},
    {Field::kGovernance, "restricted", "restricted"},
}};

void word(Record& record, Field field, std::string& into) {
  std::string text;
  record.line(field, text);
  if (text.empty()) return;
  const std::string plain = plain_name(text);
  const auto found = std::ranges::find_if(kWords, [&](const Word& w) { return w.field == field && w.plain == plain; });
  if (found != kWords.end()) into = found->value;
  else record.take(field, false);
}

bool is_uid(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Methods: one a line of a text, or an array of texts or of objects as model::to_value writes them.
void map_attempts(Record& record, Article& article) {
  const Cell* const cell = record.cell(Field::kAttempts);
  if (cell == nullptr) return;
  if (cell->json == nullptr || cell->json->array() == nullptr) {
    std::vector<std::string> methods;
    record.list(Field::kAttempts, methods);
    for (std::string& method : methods) article.story.attempts.push_back({std::nullopt, {}, std::move(method), {}, {}});
    return;
  }
  std::vector<model::Attempt> attempts;
  for (const Value& item : *cell->json->array()) {
    if (item.object() == nullptr) {
      const auto text = text_of(item);
      if (!text) return;
      attempts.push_back({std::nullopt, {}, std::string(trimmed(*text)), {}, {}});
      continue;
    }
    const Value story = Value::Object{{"kind", "case"}, {"case", Value::Object{{"attempts", Value::Array{item}}}}};
    attempts.push_back(std::move(model::article_from_value(story).story.attempts.front()));
    if (attempts.back() == model::Attempt{}) return;
  }
  article.story.attempts = std::move(attempts);
  record.take(Field::kAttempts);
}

}  // namespace

Article map_article(model::Kind kind, Record& record) {
  Article article;
  article.kind = kind;
  for (const auto& [field, member] : kLines) record.line(field, article.*member);
  if (!is_uid(article.uid)) {
    article.uid.clear();
    if (record.has(Field::kUid)) record.take(Field::kUid, false);
  }
  std::string raw;
  record.body(Field::kBody, article.body, raw);
  if (!raw.empty()) article.raw.set("body", std::move(raw));
  record.list(Field::kPhrasings, article.phrasings);
  record.list(Field::kTags, article.tags);
  word(record, Field::kPhase, article.phase);
  word(record, Field::kConfidence, article.confidence);
  word(record, Field::kAudience, article.audience);
  word(record, Field::kGovernance, article.governance);
  record.time(Field::kValidFrom, article.valid_from);
  record.time(Field::kValidTo, article.valid_to);
  record.time(Field::kReviewBy, article.review_by);
  record.time(Field::kCreatedAt, article.created_at);
  record.time(Field::kUpdatedAt, article.updated_at);
  if (article.kind == model::Kind::kCase) {
    for (const auto& [field, member] : kChapters) record.body(field, article.story.*member, raw);
    map_attempts(record, article);
  }
  return article;
}

}  // namespace ckm::formats
