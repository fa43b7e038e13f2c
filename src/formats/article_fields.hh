// What the two halves of article_text.hh, writing and reading, share: which fields, parts and facts there are, and which line of
// a text is taken for a heading or an item. For those alone. Pure.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"

namespace ckm::formats::article_fields {

using model::Article;
using model::Attempt;
using model::CaseStory;

inline constexpr std::string_view kFence = "+++";
inline constexpr std::string_view kTitle = "# ";
inline constexpr std::string_view kSection = "##";
inline constexpr std::string_view kIndent = "   ";
inline constexpr std::string_view kUid = "uid = \"";  // Behind the fence of a text that was exported.

struct TextRow {
  std::string_view name;
  std::string Article::*field;
  std::span<const std::string_view> values;  // Empty: any.
  bool blank;                                // Written though it is empty, where blanks are wanted.
};
inline constexpr std::array<TextRow, 7> kTexts = {{
    {"category", &Article::category, {}, true},
    {"product", &Article::product, {}, true},
    {"phase", &Article::phase, model::kPhases, false},
    {"language", &Article::language, {}, false},
    {"confidence", &Article::confidence, model::kConfidences, true},
    {"audience", &Article::audience, model::kAudiences, true},
    {"governance", &Article::governance, model::kGovernances, true},
}};

struct TimeRow {
  std::string_view name;
  std::optional<Time> Article::*field;
};
inline constexpr std::array<TimeRow, 3> kTimes = {
    {{"valid_from", &Article::valid_from}, {"valid_to", &Article::valid_to}, {"review_by", &Article::review_by}}};

struct ListRow {
  std::string_view name;
  std::vector<std::string> Article::*field;
};
inline constexpr std::array<ListRow, 2> kLists = {{{"tags", &Article::tags}, {"phrasings", &Article::phrasings}}};

struct PartRow {
  std::string_view heading;
  std::string CaseStory::*field;  // Null: the attempts.
};
inline constexpr std::array<PartRow, 7> kParts = {{
    {"Situation", &CaseStory::situation},
    {"Cause", &CaseStory::cause},
    {"Attempts", nullptr},
    {"Result", &CaseStory::result},
    {"Reaction", &CaseStory::reaction},
    {"Reflection", &CaseStory::reflection},
    {"Next time", &CaseStory::next_time},
}};

struct FactRow {
  std::string_view name;
  std::string Attempt::*field;  // Null: the time.
};
inline constexpr std::array<FactRow, 4> kFacts = {
    {{"who", &Attempt::who}, {"at", nullptr}, {"why", &Attempt::why}, {"outcome", &Attempt::outcome}}};

// A line without the backslashes that it begins with.
std::string_view without_escapes(std::string_view line);

// The name in a heading of the second level, ## Cause, of a part or not, and in ##Cause, which is meant for one. Nothing where a
// line is no heading.
std::optional<std::string_view> heading_of(std::string_view line);

// Whether a line, and the one behind it, would be taken for the beginning of another article; with backslashes before the first
// one they are none.
bool is_border(std::string_view line, std::string_view next);

// The same of what begins with any field that only a text of its own says, be it that it has no uid: uid, source, base, id, kind.
// No text has two such lines without a backslash before the first.
bool is_loose_border(std::string_view line, std::string_view next);

// Whether a line is one by which Git marks a conflict, made of that sign: < | = or >.
bool is_conflict_mark(std::string_view line, char sign);

// Whether a line is the first one of what Git marks as a conflict; in a text it has a backslash before it.
bool is_conflict_begin(std::string_view line);

// The fact that an item of an attempt tells: - who: Ann. Null: none.
const FactRow* fact_of(std::string_view line);

std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace ckm::formats::article_fields
