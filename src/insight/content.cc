#include "insight/content.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/time.hh"
#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::insight {
namespace {

using model::Article;
using model::Kind;

std::string_view asked(const Article& article) { return article.kind == Kind::kFaq ? "question" : "title"; }

// Columns of letters, digits and Han characters.
std::size_t said(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded next = utf8::decode(text.data() + at, text.data() + text.size());
    const text::CharClass is = text::char_class(next.code);
    if (is != text::CharClass::kOther && is != text::CharClass::kMark)
      columns += static_cast<std::size_t>(utf8::width(next.code));
    at += next.length;
  }
  return columns;
}

bool has_letters(std::string_view text) {
  std::string folded = text::fold(text);
  std::erase_if(folded, [](char c) { return c >= '0' && c <= '9'; });
  return text::has_words(folded);
}

void question(const Article& article, const ContentLimits& limits, std::string_view rule, const Report& report) {
  const std::size_t columns = said(article.title);
  const auto tell = [&](std::string what) { report({std::string(rule), {"title", 0, 0}, std::move(what)}); };
  if (columns == 0) return tell(fmt::format("it has no {}", asked(article)));
  if (!has_letters(article.title)) return tell(fmt::format("its {} is a number, not what a customer would ask", asked(article)));
  if (columns < limits.least_question)
    return tell(
        fmt::format("its {} is shorter than {} columns: say what a customer would ask", asked(article), limits.least_question));
  if (utf8::display_width(article.title) > limits.most_question)
    tell(fmt::format("its {} is longer than {} columns: move the details into the text", asked(article), limits.most_question));
}

void answer(const Article& article, const ContentLimits&, std::string_view rule, const Report& report) {
  if (article.kind == Kind::kCase) return;
  const std::string_view name = article.kind == Kind::kFaq ? "answer" : "text";
  if (said(article.body) == 0) report({std::string(rule), {"body", 0, 0}, fmt::format("it has no {}", name)});
  else if (text::fold(article.body) == text::fold(article.title))
    report({std::string(rule), {"body", 0, 0}, fmt::format("its {} only repeats the {}", name, asked(article))});
}

void story(const Article& article, const ContentLimits&, std::string_view rule, const Report& report) {
  if (article.kind != Kind::kCase) return;
  const auto need = [&](bool there, const char* field, const char* what) {
    if (!there) report({std::string(rule), {field, 0, 0}, what});
  };
  need(said(article.story.situation) > 0, "case.situation", "it does not say what the situation was");
  need(said(article.story.cause) > 0, "case.cause", "it does not say what the cause was");
  need(!article.story.attempts.empty(), "case.attempts", "it does not say what was tried");
  need(said(article.story.result) > 0, "case.result", "it does not say how it ended");
}

void length(const Article& article, const ContentLimits& limits, std::string_view rule, const Report& report) {
  const std::size_t columns = utf8::display_width(article.body);
  if (columns > limits.most_answer)
    report({std::string(rule),
            {"body", 0, 0},
            fmt::format("{} columns are more than {}: make two of it", columns, limits.most_answer)});
  if (article.kind != Kind::kCase && columns > 0 && said(article.body) < limits.least_answer)
    report({std::string(rule), {"body", 0, 0}, fmt::format("it says less than {} columns", limits.least_answer)});
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// A mark of letters is a word of its own.
std::size_t find_mark(std::string_view text, std::string_view mark, std::size_t from) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  for (auto at = text.begin() + static_cast<std::ptrdiff_t>(from);;) {
    at = std::search(at, text.end(), mark.begin(), mark.end(), same);
    if (at == text.end()) return std::string_view::npos;
    const auto end = at + static_cast<std::ptrdiff_t>(mark.size());
    const bool begins = !is_word(mark.front()) || at == text.begin() || !is_word(*(at - 1));
    const bool ends = !is_word(mark.back()) || end == text.end() || !is_word(*end);
    if (begins && ends) return static_cast<std::size_t>(at - text.begin());
    ++at;
  }
}

void placeholder(const Article& article, const ContentLimits& limits, std::string_view rule, const Report& report) {
  Article copy = article;
  model::for_each_text(copy, [&](const std::string& name, const std::string& text) {
    for (const std::string& mark : limits.placeholders) {
      if (mark.empty()) continue;
      const std::size_t at = find_mark(text, mark, 0);
      if (at != std::string_view::npos)
        report({std::string(rule), place_of(name, text, at),
                fmt::format("'{}' stands where something is to be written", text.substr(at, mark.size()))});
    }
  });
}

void dates(const Article& article, const ContentLimits&, std::string_view rule, const Report& report) {
  if (article.valid_from && article.valid_to && *article.valid_to <= *article.valid_from)
    report({std::string(rule),
            {"valid_to", 0, 0},
            fmt::format("it holds to {}, before it begins to", format_day(*article.valid_to))});
}

void shown(const Article& article, const ContentLimits&, std::string_view rule, const Report& report) {
  if (article.audience != model::kAudiences[0] && article.confidence == model::kConfidences[0])
    report({std::string(rule), {"audience", 0, 0}, fmt::format("it is {} while it is {}", article.audience, article.confidence)});
}

constexpr std::array<ContentRule, 9> kContentRules = {{
    {"question", "a question that a customer would ask, or a title", true, question},
    {"answer", "an answer, or a text, of its own", false, answer},
    {"story", "of a case: its situation, cause, attempts and result", false, story},
    {"length", "an answer that is neither too short nor too long to read", false, length},
    {"placeholder", "nothing that is to be written yet", false, placeholder},
    {"dates", "a span of time that ends after it begins", true, dates},
    {"audience", "nothing shown outside that is still in work", true, shown},
    {"link", "no reference to what is not there", true, nullptr},
    {"repeated", "no second article of the same question", false, nullptr},
}};

}  // namespace

std::span<const ContentRule> content_rules() { return kContentRules; }

bool is_checked(const model::Article& article, const ContentLimits& limits, std::string_view rule) {
  const auto row = std::ranges::find(kContentRules, rule, &ContentRule::name);
  if (article.confidence == model::kConfidences[3] || limits.off.contains(rule)) return false;
  return row != kContentRules.end() && (row->drafts || article.confidence != model::kConfidences[0]);
}

void check_content(const model::Article& article, const ContentLimits& limits, const Report& report) {
  for (const ContentRule& rule : kContentRules) {
    if (rule.check != nullptr && is_checked(article, limits, rule.name)) rule.check(article, limits, rule.name, report);
  }
}

}  // namespace ckm::insight
