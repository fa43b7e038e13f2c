#include "search/as_group.hh"

#include <algorithm>

#include "search/parse.hh"

namespace ckm::search {
namespace {

using Type = Clause::Type;

// A word in which no sign means anything.
std::string literal(std::string_view word) {
  if (word_type(word) != QueryToken::Type::kWord) return '"' + std::string(word) + '"';
  std::string out;
  while (!word.empty()) {
    const std::size_t sign = sign_length(word);
    if (sign > 0) out += '\\';
    out += word.substr(0, std::max<std::size_t>(sign, 1));
    word.remove_prefix(std::max<std::size_t>(sign, 1));
  }
  return out;
}

std::string quoted(const std::string& text) { return text.find('"') == std::string::npos ? '"' + text + '"' : "“" + text + "”"; }

std::string group_of(const std::vector<std::vector<Clause>>& alternatives);

std::string written(const Clause& clause) {
  const std::string sign = clause.sign == Sign::kNot ? "-" : "+";
  switch (clause.type) {
    case Type::kFilter: return sign + std::string(clause.field->name) + ":" + clause.text;
    case Type::kPhrase: return sign + quoted(clause.text);
    case Type::kPrefix: return sign + literal(clause.text) + "*";
    case Type::kGroup: return sign + group_of(clause.alternatives);
    case Type::kWords: return sign + literal(clause.text);
  }
  return {};
}

std::string group_of(const std::vector<std::vector<Clause>>& alternatives) {
  std::string out = "(";
  for (const std::vector<Clause>& all : alternatives) {
    if (out.size() > 1) out += " OR";
    for (const Clause& clause : all) out += (out.size() > 1 ? " " : "") + written(clause);
  }
  return out + ")";
}

// Whether what passes has a word of it.
bool has_word(const Clause& clause) {
  if (clause.sign == Sign::kNot) return false;
  if (clause.type != Type::kGroup) return clause.type != Type::kFilter;
  return std::ranges::all_of(clause.alternatives,
                             [](const std::vector<Clause>& all) { return std::ranges::any_of(all, has_word); });
}

void append_words(std::vector<std::vector<Clause>>& choices, const Clause& clause) {
  for (std::size_t at = 0; at < clause.text.size();) {
    const std::size_t end = std::min(clause.text.find(' ', at), clause.text.size());
    Clause word = clause;
    word.sign = Sign::kMust;
    word.text = clause.text.substr(at, end - at);
    choices.push_back({std::move(word)});
    at = end + 1;
  }
}

}  // namespace

std::string as_group(std::string_view query) {
  std::vector<Clause> conditions;
  std::vector<std::vector<Clause>> choices;
  for (const Clause& clause : parse_query(query)) {
    if (clause.sign == Sign::kMay) append_words(choices, clause);
    else conditions.push_back(clause);
  }
  if (!choices.empty() && std::ranges::none_of(conditions, has_word)) {
    if (conditions.empty()) return group_of(choices);
    Clause any;
    any.type = Type::kGroup;
    any.sign = Sign::kMust;
    any.alternatives = std::move(choices);
    conditions.insert(conditions.begin(), std::move(any));
  }
  return conditions.empty() ? std::string() : group_of({conditions});
}

}  // namespace ckm::search
