#include "search/parse.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <tuple>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"
#include "text/fold.hh"

namespace ckm::search {
namespace {

using Type = QueryToken::Type;

// Parentheses that are nested deeper, or that open behind so many that were none of a group, are punctuation.
constexpr std::size_t kDeepest = 50;
constexpr std::size_t kMostTried = 32;

bool is_plain(const Clause& clause) { return clause.type == Clause::Type::kWords && clause.sign == Sign::kMay; }

// Full-width letters as those that they are a form of.
std::string narrowed(std::string_view query) {
  std::string out;
  for (std::size_t at = 0; at < query.size();) {
    const utf8::Decoded next = utf8::decode(query.data() + at, query.data() + query.size());
    constexpr char32_t kFirst = 0xFF01;
    constexpr char32_t kLast = 0xFF5E;
    if (next.code >= kFirst && next.code <= kLast) out += static_cast<char>(next.code - kFirst + '!');
    else out += query.substr(at, next.length);
    at += next.length;
  }
  return out;
}

// Whether capitals say nothing, as all letters of the words are some.
bool all_capitals(std::string_view typed) {
  const std::string narrow = narrowed(typed);
  const std::string_view query = narrow;
  bool any = false;
  for (std::size_t at = 0; at < query.size();) {
    std::size_t end = at;
    while (end < query.size() && ((query[end] >= 'A' && query[end] <= 'Z') || (query[end] >= 'a' && query[end] <= 'z'))) ++end;
    const std::string_view word = query.substr(at, end - at);
    if (std::ranges::any_of(word, [](char c) { return c >= 'a'; })) return false;
    any |= !word.empty() && word != "OR" && word != "AND" && word != "NOT";
    at = end + 1;
  }
  return any;
}

// Worth a closer look where a note is wanted: there is a colon with a field's name before it, or nearly one.
bool is_doubtful(std::string_view word) {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && colon >= 3 && colon + 1 < word.size() && word[colon + 1] != '/';
}

class Parser {
 public:
  explicit Parser(std::string_view query) : lexer_(query), capitals_(all_capitals(query)) {}

  std::vector<Clause> parse() {
    std::vector<Clause> clauses;
    Chain chain;
    Type joint = Type::kEnd;
    for (;;) {
      std::optional<Clause> clause = next(false, 0);
      if (!clause) break;
      if (operator_ != Type::kEnd) {
        joint = operator_;
        continue;
      }
      const auto is_sign = [](const Clause& c) { return c.type == Clause::Type::kWords && !text::has_words(c.text); };
      if (joint == Type::kAnd && !chain.empty() && (is_sign(chain.back().back()) || is_sign(*clause))) joint = Type::kEnd;
      if (joint == Type::kEnd) append(std::exchange(chain, {}), clauses);
      if (joint != Type::kAnd || chain.empty()) chain.emplace_back();
      chain.back().push_back(std::move(*clause));
      joint = Type::kEnd;
    }
    append(std::move(chain), clauses);
    return join_words(std::move(clauses));
  }

 private:
  static void must(Clause& clause) {
    if (clause.sign == Sign::kMay) clause.sign = Sign::kMust;
  }

  // Clauses outside of a group with operators between: alternatives, of each of which all must hold.
  using Chain = std::vector<std::vector<Clause>>;

  static void append(Chain chain, std::vector<Clause>& clauses) {
    if (std::ranges::all_of(chain, [](const auto& all) { return all.size() == 1; })) {
      for (std::vector<Clause>& one : chain) {
        const bool first = &one == chain.data();
        if (first || (is_plain(clauses.back()) && is_plain(one.front()))) clauses.push_back(std::move(one.front()));
        else either(clauses.back(), std::move(one.front()));
      }
      return;
    }
    for (std::vector<Clause>& all : chain) std::ranges::for_each(all, must);
    if (chain.size() == 1) {
      std::ranges::move(chain.front(), std::back_inserter(clauses));
      return;
    }
    Clause group;
    group.type = Clause::Type::kGroup;
    group.sign = Sign::kMust;
    group.column = chain.front().front().column;
    group.alternatives = std::move(chain);
    clauses.push_back(std::move(group));
  }

  // The last clause or another one.
  static void either(Clause& last, Clause&& other) {
    must(other);
    if (!last.field && last.type == Clause::Type::kGroup && last.text.empty() && last.sign == Sign::kMust) {
      last.alternatives.push_back({std::move(other)});
      return;
    }
    must(last);
    Clause group;
    group.type = Clause::Type::kGroup;
    group.sign = Sign::kMust;
    group.column = last.column;
    group.alternatives.push_back({std::move(last)});
    group.alternatives.push_back({std::move(other)});
    last = std::move(group);
  }

  // The next clause, or the next operator, which operator_ tells; nothing at the end, and inside of a group at its end.
  std::optional<Clause> next(bool inside, std::size_t depth) {
    std::size_t nots = 0;
    operator_ = Type::kEnd;
    for (;;) {
      QueryToken token = lexer_.next(inside);
      Clause clause;
      clause.column = lexer_.column(token.offset);
      clause.sign = token.sign;
      switch (token.type) {
        case Type::kEnd: closed_ = false; return std::nullopt;
        case Type::kClose: closed_ = true; return std::nullopt;
        case Type::kOr:
          if (token.sign == Sign::kMay && (inside || !capitals_)) {
            operator_ = token.type;
            return clause;
          }
          break;
        case Type::kAnd:
          if (token.sign == Sign::kMay && inside) {
            meant_ |= !capitals_;
            continue;  // All that stands side by side must hold anyway.
          }
          if (token.sign == Sign::kMay && !capitals_) {
            operator_ = token.type;
            return clause;
          }
          break;
        case Type::kNot:
          if (token.sign == Sign::kMay && (inside || !capitals_)) {
            meant_ |= !capitals_;
            ++nots;
            continue;
          }
          break;
        case Type::kOpen:
          if (group(clause, nots > 0, inside, depth)) return finish(std::move(clause), nots, inside);
          if (clause.sign == Sign::kMay && nots == 0 && condition_follows(inside)) continue;
          token.text = lexer_.word(token.offset_of_text, inside);  // Punctuation.
          token.escaped = lexer_.position() - token.offset_of_text != token.text.size();
          break;
        case Type::kFilter: clause.type = Clause::Type::kFilter; break;
        case Type::kPhrase: clause.type = Clause::Type::kPhrase; break;
        case Type::kPrefix: clause.type = Clause::Type::kPrefix; break;
        case Type::kWord: break;
      }
      if (clause.type == Clause::Type::kWords && !token.escaped && is_doubtful(token.text)) clause.doubtful.push_back(token.text);
      if (token.type == Type::kNot) clause.doubtful.emplace_back("NOT");
      meant_ |= is_condition(token);
      clause.field = token.field;
      clause.text = std::move(token.text);
      clause.values = std::move(token.values);
      return finish(std::move(clause), nots, inside);
    }
  }

  static Clause finish(Clause clause, std::size_t nots, bool inside) {
    const bool choice = clause.type == Clause::Type::kWords || clause.type == Clause::Type::kPrefix;
    if (clause.sign == Sign::kMay && (inside || !choice)) clause.sign = Sign::kMust;
    // NOT NOT says as much as NOT -.
    if (nots > 0 && clause.sign == Sign::kMay) clause.sign = Sign::kMust;
    if (nots % 2 == 1) clause.sign = clause.sign == Sign::kNot ? Sign::kMust : Sign::kNot;
    return clause;
  }

  // Whether it is more than a word, by itself. Signs of nothing are punctuation, as in (model X -- the old one).
  static bool is_condition(const QueryToken& token) {
    if (token.type == Type::kFilter || token.type == Type::kPhrase) return true;
    return token.sign != Sign::kMay && text::has_words(token.text);
  }

  // Behind a parenthesis that is punctuation, whether there is something at once that means the same without it.
  bool condition_follows(bool inside) {
    const std::size_t start = lexer_.position();
    const QueryToken token = lexer_.next(inside);
    lexer_.go_back(start);
    return token.offset == start && is_condition(token);
  }

  // What stands behind a parenthesis, where that is a group: in a group, with a sign or NOT before it, or with anything but plain
  // words in it. Else nothing is taken.
  bool group(Clause& clause, bool negated, bool inside, std::size_t depth) {
    const std::size_t start = lexer_.position();
    if (depth == kDeepest || not_closed_.size() > kMostTried || not_closed_.contains(start)) return false;
    const bool others_meant = std::exchange(meant_, false);
    bool has_or = false;
    clause.type = Clause::Type::kGroup;
    clause.alternatives.assign(1, {});
    for (;;) {
      std::optional<Clause> inner = next(true, depth + 1);
      if (!inner) break;
      if (operator_ == Type::kOr) {
        has_or = true;
        if (!clause.alternatives.back().empty()) clause.alternatives.emplace_back();
      } else if (operator_ == Type::kEnd) {
        clause.alternatives.back().push_back(std::move(*inner));
      }
    }
    if (clause.alternatives.back().empty()) clause.alternatives.pop_back();
    const bool meant = meant_ || has_or || clause.sign != Sign::kMay || negated;
    meant_ = others_meant || meant;
    operator_ = Type::kEnd;
    if (closed_ && (meant || inside) && !clause.alternatives.empty()) {
      drop_repeats(clause.alternatives);
      clause.text.push_back('(');
      return true;
    }
    if (!closed_ && has_or && !clause.alternatives.empty()) {
      throw Error(Exit::kUsage, fmt::format("the parenthesis that opens in column {} of the query is not closed", clause.column),
                  "write (one OR other), or \\( for the sign itself");
    }
    not_closed_.insert(start);
    lexer_.go_back(start);
    clause.alternatives.clear();
    clause.type = Clause::Type::kWords;
    return false;
  }

  // What is said twice counts once. Plain words stay: each stands beside others.
  using Seen = std::set<std::tuple<Clause::Type, Sign, const FilterField*, std::string>>;
  static bool repeats(const Clause& clause, Seen& seen) {
    if (is_plain(clause) || clause.type == Clause::Type::kGroup) return false;
    return !seen.emplace(clause.type, clause.sign, clause.field, clause.text).second;
  }
  static void drop_repeats(std::vector<Clause>& clauses) {
    std::erase_if(clauses, [seen = Seen()](const Clause& clause) mutable { return repeats(clause, seen); });
  }
  static void drop_repeats(std::vector<std::vector<Clause>>& alternatives) {
    for (std::vector<Clause>& all : alternatives) drop_repeats(all);
    std::erase_if(alternatives, [seen = Seen()](const std::vector<Clause>& all) mutable {
      return all.size() == 1 && repeats(all.front(), seen);
    });
  }

  // Plain words in a row are one text.
  static std::vector<Clause> join_words(std::vector<Clause> clauses) {
    drop_repeats(clauses);
    std::vector<Clause> joined;
    for (Clause& clause : clauses) {
      if (!joined.empty() && is_plain(joined.back()) && is_plain(clause)) {
        joined.back().text += ' ';
        joined.back().text += clause.text;
        std::ranges::move(clause.doubtful, std::back_inserter(joined.back().doubtful));
      } else {
        joined.push_back(std::move(clause));
      }
    }
    return joined;
  }

  QueryLexer lexer_;
  bool capitals_;
  bool closed_ = false;
  bool meant_ = false;  // Whether there was anything but plain words since the last parenthesis that is open.
  Type operator_ = Type::kEnd;
  std::set<std::size_t> not_closed_;  // Where parentheses that are punctuation were looked through.
};

std::string near_miss(std::string_view word) {
  if (word == "NOT") return "'NOT' is taken for a word, as all of the query is in capitals";
  std::string_view typed = word.substr(0, word.find(':'));
  if (typed.starts_with('(')) typed.remove_prefix(1);
  const std::string field = near_field(typed);
  if (!field.empty()) return fmt::format("'{}' is no field, '{}:' is one; it is taken for a word", typed, field);
  return is_text_name(typed)
             ? fmt::format("there is no field '{}', as words are looked for everywhere; it is taken for a word", typed)
             : std::string();
}

}  // namespace

std::vector<Clause> parse_query(std::string_view query) { return Parser(query).parse(); }

std::vector<std::string> near_misses(const std::vector<Clause>& clauses) {
  std::vector<std::string> notes;
  for (const Clause& clause : clauses) {
    for (const std::string& word : clause.doubtful) {
      if (std::string note = near_miss(word); !note.empty()) notes.push_back(std::move(note));
    }
    for (const std::vector<Clause>& alternative : clause.alternatives) {
      for (std::string& note : near_misses(alternative)) notes.push_back(std::move(note));
    }
  }
  return notes;
}

std::vector<std::string> starred_phrases(const std::vector<Clause>& clauses) {
  std::vector<std::string> words;
  for (const Clause& clause : clauses) {
    if (clause.type == Clause::Type::kPhrase) {
      std::istringstream in(clause.text);
      std::copy_if(std::istream_iterator<std::string>(in), {}, std::back_inserter(words),
                   [](const std::string& word) { return word.ends_with('*') && text::has_words(word); });
    }
    for (const std::vector<Clause>& alternative : clause.alternatives) {
      for (std::string& word : starred_phrases(alternative)) words.push_back(std::move(word));
    }
  }
  return words;
}

}  // namespace ckm::search
