#include "search/parse.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/error.hh"
#include "base/suggest.hh"
#include "base/utf8.hh"
#include "model/article.hh"

namespace ckm::search {
namespace {

using Form = FilterField::Form;

constexpr std::string_view kWideBlank = "\u3000";
constexpr std::string_view kWideColon = "：";

// Reads a query from the left.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return at_ == text_.size(); }
  [[nodiscard]] bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  bool take(std::string_view what) {
    if (!looking_at(what)) return false;
    at_ += what.size();
    return true;
  }
  [[nodiscard]] bool at_blank() const {
    if (done()) return true;
    const char c = text_[at_];
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || looking_at(kWideBlank);
  }
  void skip_blanks() {
    while (!done() && at_blank()) at_ += looking_at(kWideBlank) ? kWideBlank.size() : 1;
  }
  // Up to the next blank.
  std::string_view word() {
    const std::size_t start = at_;
    while (!at_blank()) ++at_;
    return text_.substr(start, at_ - start);
  }
  // The content of a quote that opens here, in any of the forms that keyboards and input methods make; nothing where none
  // does. Only " must be closed: a question may well begin with one of the others, which is punctuation then.
  std::optional<std::string_view> quoted() {
    const std::size_t start = at_;
    for (std::size_t i = 0; i < kMarks.size(); ++i) {
      const auto& [open, close] = kMarks[i];
      if (unclosed_[i] || !take(open)) continue;
      const std::size_t end = text_.find(close, at_);
      if (end == std::string_view::npos && i == 0) {
        throw Error(Exit::kUsage, fmt::format("the quote that opens in column {} of the query is not closed", column(start)),
                    "write \"some words\", or leave the quote out");
      }
      if (end == std::string_view::npos) {
        unclosed_[i] = true;
        at_ = start;
        continue;
      }
      const std::string_view content = text_.substr(at_, end - at_);
      at_ = end + close.size();
      return content;
    }
    return std::nullopt;
  }
  // The filter field before a colon that stands here, with something behind it; case does not matter.
  const FilterField* field() {
    std::string name;
    std::size_t end = at_;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      const bool upper = c >= 'A' && c <= 'Z';
      if (!upper && !(c >= 'a' && c <= 'z')) break;
      name.push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
    }
    const std::size_t start = at_;
    at_ = end;
    const FilterField* found = take(":") || take(kWideColon) ? find_filter_field(name) : nullptr;
    if (found == nullptr || at_blank()) {
      at_ = start;
      return nullptr;
    }
    return found;
  }
  [[nodiscard]] std::size_t position() const { return at_; }
  // Of offsets that ascend.
  std::size_t column(std::size_t offset) {
    while (counted_ < offset) {
      counted_ += utf8::decode(text_.data() + counted_, text_.data() + text_.size()).length;
      ++column_;
    }
    return column_;
  }

 private:
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kMarks = {
      {{"\"", "\""}, {"“", "”"}, {"„", "“"}, {"「", "」"}, {"『", "』"}}};
  std::string_view text_;
  std::size_t at_ = 0;
  std::array<bool, kMarks.size()> unclosed_{};  // The rest has no such closing mark.
  std::size_t counted_ = 0;
  std::size_t column_ = 1;
};

Clause filter_clause(Scanner& in, const FilterField& field, Sign sign, std::size_t start) {
  Clause clause{
      Clause::Type::kFilter, sign == Sign::kNot ? Sign::kNot : Sign::kMust, std::string(field.name), {}, in.column(start)};
  const auto quote = in.quoted();
  clause.text = quote ? *quote : in.word();
  if (clause.text.empty()) {
    throw Error(Exit::kUsage, fmt::format("the filter in column {} of the query has no value", clause.column),
                fmt::format("write {}:VALUE, or {}:\"two words\"", field.name, field.name));
  }
  return clause;
}

}  // namespace

const std::vector<FilterField>& filter_fields() {
  static const std::vector<FilterField> kFields = {
      {"kind", "ticket, faq, case or document", Form::kKind},
      {"category", "a category and all below it", Form::kPath},
      {"source", "where it was imported from", Form::kValue},
      {"tag", "one of its tags", Form::kValue},
      {"created", "a day, month or year, or FROM..TO", Form::kDays},
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
  };
  return kFields;
}

const FilterField* find_filter_field(std::string_view name) {
  const auto& fields = filter_fields();
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const FilterField& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::vector<NearField> near_fields(const std::vector<Clause>& clauses) {
  std::vector<std::string> names;
  for (const FilterField& field : filter_fields()) names.emplace_back(field.name);
  std::vector<NearField> near;
  for (const Clause& clause : clauses) {
    if (clause.type != Clause::Type::kWords) continue;
    std::size_t at = 0;
    while (at < clause.text.size()) {
      const std::size_t end = std::min(clause.text.find(' ', at), clause.text.size());
      const std::string_view word = std::string_view(clause.text).substr(at, end - at);
      const std::size_t colon = word.find(':');
      at = end + 1;
      if (colon == std::string_view::npos || colon < 3 || colon + 1 == word.size() || word[colon + 1] == '/') continue;
      const std::string typed(word.substr(0, colon));
      if (const std::string name = nearest(typed, names); !name.empty()) near.push_back({typed, name});
    }
  }
  return near;
}

std::vector<Clause> parse_query(std::string_view query) {
  std::vector<Clause> clauses;
  Scanner in(query);
  for (in.skip_blanks(); !in.done(); in.skip_blanks()) {
    const std::size_t start = in.position();
    Sign sign = Sign::kMay;
    if (in.looking_at("+") || in.looking_at("-")) {
      sign = in.take("+") ? Sign::kMust : (in.take("-"), Sign::kNot);
      if (in.at_blank()) continue;  // A lonely sign is punctuation.
    }
    if (const FilterField* field = in.field()) {
      clauses.push_back(filter_clause(in, *field, sign, start));
      continue;
    }
    if (const auto quote = in.quoted()) {
      Clause clause{
          Clause::Type::kPhrase, sign == Sign::kNot ? Sign::kNot : Sign::kMust, {}, std::string(*quote), in.column(start)};
      clauses.push_back(std::move(clause));
      continue;
    }
    const std::string_view word = in.word();
    // Plain words in a row are one text.
    if (sign == Sign::kMay && !clauses.empty() && clauses.back().type == Clause::Type::kWords &&
        clauses.back().sign == Sign::kMay) {
      clauses.back().text += ' ';
      clauses.back().text += word;
    } else {
      clauses.push_back({Clause::Type::kWords, sign, {}, std::string(word), in.column(start)});
    }
  }
  return clauses;
}

}  // namespace ckm::search
