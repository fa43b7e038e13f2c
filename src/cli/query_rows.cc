#include "cli/query_rows.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.hh"
#include "search/expand.hh"

namespace ckm::cli {
namespace {

// For people. Programs get as many as tell two scores apart, as of a batch.
constexpr int kTableDecimals = 3;
constexpr int kScoreDecimals = 6;
constexpr std::size_t kMostTold = 4;

std::vector<Column> columns(bool explains) {
  using Use = Column::Use;
  std::vector<Column> columns = {{"ref", Use::kId},
                                 {"score", Use::kNumber},
                                 {"status"},
                                 {"category"},
                                 {"title", Use::kText},
                                 {"created_at", Use::kHidden},
                                 {"snippet", Use::kHidden},
                                 {"snippet_marks", Use::kHidden},
                                 {"reasons", Use::kHidden}};
  if (explains) columns.push_back({"explain", Use::kHidden});
  return columns;
}

Value marks_of(const search::Marked& marked) {
  Value list = Value::Array{};
  for (const auto& [begin, end] : marked.marks) {
    list.push(Value(Value::Array{static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)}));
  }
  return list;
}

Value reasons_of(const search::Result& result) {
  Value list = Value::Array{};
  for (const auto& [words, found, why] : result.reasons) {
    Value reason;
    reason.set("words", words).set("found", found).set("why", why);
    list.push(std::move(reason));
  }
  return list;
}

// The parts of a score beside the base, by the names of their settings.
std::vector<std::pair<std::string_view, double>> parts_of(const search::Score& score) {
  return {{"overlap", score.overlap},
          {"adjacency", score.adjacency},
          {"exact", score.exact},
          {"learned", score.learned},
          {"use", score.signals.use},
          {"feedback", score.signals.feedback},
          {"freshness", score.signals.freshness},
          {"state", score.signals.state}};
}

Value explanation(const search::Result& result) {
  Value out;
  out.set("base", Value::decimal(result.score.base, kScoreDecimals));
  for (const auto& [name, value] : parts_of(result.score)) out.set(std::string(name), Value::decimal(value, kScoreDecimals));
  Value terms = Value::Array{};
  for (const search::TermShare& term : result.terms) {
    Value row;
    row.set("words", term.words).set("term", term.term).set("why", term.why);
    row.set("weight", Value::decimal(term.weight, kScoreDecimals)).set("impact", static_cast<std::int64_t>(term.impact));
    row.set("in_question", static_cast<std::int64_t>(term.in_question))
        .set("in_answer", static_cast<std::int64_t>(term.in_answer));
    row.set("share", Value::decimal(term.share(), kScoreDecimals));
    terms.push(std::move(row));
  }
  out.set("terms", std::move(terms));
  return out;
}

// The same for people, a line a part, that which is none left out.
std::vector<Cell> lines_of(const search::Result& result) {
  std::vector<Cell> lines;
  for (const search::TermShare& term : result.terms) {
    std::string words = term.words == term.term ? term.words : fmt::format("{} ({})", term.words, term.term);
    if (!term.why.empty()) words += ", " + term.why;
    lines.emplace_back(Value(fmt::format("{:.4f}  {}: weight {:.4f} x impact {}/255, {} in question, {} in answer", term.share(),
                                         words, term.weight, term.impact, term.in_question, term.in_answer)));
  }
  for (const auto& [name, value] : parts_of(result.score)) {
    if (value != 0) lines.emplace_back(Value(fmt::format("{:.4f}  {}", value, name)));
  }
  return lines;
}

}  // namespace

QueryRows::QueryRows(Context& context, bool explains)
    : context_(context), explains_(explains), out_(context, "query", columns(explains)) {}

void QueryRows::add(const search::Result& result) {
  const store::Summary& s = result.summary;
  const auto mark = [](const search::Marked& marked) { return Cell(Value(marked.text), marked.marks); };
  std::vector<Cell> cells = {
      Value(s.ref),
      Value::decimal(result.score.total(), context_.format == Format::kTable ? kTableDecimals : kScoreDecimals),
      Value(s.status),
      Value(s.category),
      mark(result.title),
      s.created_at ? Value(format_time(*s.created_at)) : Value(),
      Value(result.snippet.text),
      marks_of(result.snippet),
      reasons_of(result)};
  std::vector<Cell> details;
  if (!result.snippet.text.empty()) details.push_back(mark(result.snippet));
  if (explains_) {
    cells.emplace_back(explanation(result));
    std::ranges::move(lines_of(result), std::back_inserter(details));
  }
  out_.row(std::move(cells), std::move(details));
  // Scripts read it from `reasons`.
  for (const auto& [words, found, why] : result.reasons) {
    if (why == search::kPinyinReason) continue;  // What is marked in the results says it.
    std::string line = fmt::format("note: {} found {}: {}", words, found, why);
    if (why == search::kSpellingReason || why == search::kSoundReason)
      line = fmt::format("note: searched for '{}', as nothing has '{}'", found, words);
    else if (why == search::kRareReason)
      line = fmt::format("note: searched for '{}' too, as hardly anything has '{}'", found, words);
    if (told_.size() < kMostTold && std::ranges::find(told_, line) == told_.end()) told_.push_back(std::move(line));
  }
}

void QueryRows::finish() {
  out_.finish();
  if (context_.format != Format::kTable) return;
  for (const std::string& line : told_) context_.say(line);
}

}  // namespace ckm::cli
