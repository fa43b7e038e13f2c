#include "cli/saved_words.hh"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/suggest.hh"
#include "base/utf8.hh"
#include "search/as_group.hh"
#include "search/query_lexer.hh"
#include "store/saved_queries.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

using search::QueryToken;
using Type = QueryToken::Type;

[[noreturn]] void not_saved(store::Store& store, const std::string& name) {
  std::vector<std::string> names;
  for (const store::SavedQuery& query : store::saved_queries(store)) names.push_back(query.name);
  const std::string near = nearest(name, names);
  throw Error(Exit::kNotFound, fmt::format("no query is saved as '{}'", name),
              fmt::format("{} '\\@{}' looks for the word",
                          near.empty() ? "list them with: ckm query --saved;" : fmt::format("did you mean '@{}'?", near), name));
}

struct Token {
  QueryToken token;
  std::size_t end = 0;
  bool inside = false;  // A group.
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  search::QueryLexer lexer(text);
  for (std::size_t depth = 0;;) {
    Token next{lexer.next(depth > 0), 0, depth > 0};
    next.end = lexer.position();
    if (next.token.type == Type::kEnd) return tokens;
    if (next.token.type == Type::kOpen) ++depth;
    if (next.token.type == Type::kClose) --depth;
    tokens.push_back(std::move(next));
  }
}

bool joins(const QueryToken& token) { return token.type == Type::kOr || token.type == Type::kAnd; }

// Whether what is saved stands in a larger condition as a whole, and does not just add its words to the others.
bool as_a_whole(const std::vector<Token>& tokens, std::size_t i) {
  const Token& here = tokens[i];
  return here.inside || here.token.sign != search::Sign::kMay ||
         (i > 0 && (joins(tokens[i - 1].token) || tokens[i - 1].token.type == Type::kNot)) ||
         (i + 1 < tokens.size() && joins(tokens[i + 1].token));
}

}  // namespace

bool is_query_name(std::string_view name) {
  if (name.empty() || name.front() == '-' || name.front() == '.') return false;
  for (std::size_t at = 0; at < name.size();) {
    const utf8::Decoded next = utf8::decode(name.data() + at, name.data() + name.size());
    const bool sign = next.code == '-' || next.code == '_' || next.code == '.';
    if (!sign && text::char_class(next.code) == text::CharClass::kOther) return false;
    at += next.length;
  }
  return true;
}

std::string with_saved(Context& context, const std::vector<std::string>& words) {
  std::string text;
  std::set<std::pair<std::size_t, std::size_t>> arguments;  // Where they begin and end.
  for (const std::string& word : words) {
    text += text.empty() ? "" : " ";
    arguments.emplace(text.size(), text.size() + word.size());
    text += word;
  }
  const std::vector<Token> tokens = tokens_of(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const QueryToken& token = tokens[i].token;
    if (token.type != Type::kWord || token.escaped || !token.text.starts_with('@')) continue;
    const std::string name = token.text.substr(1);
    if (!is_query_name(name)) continue;
    const auto saved = store::saved_query(context.store(), name);
    if (!saved && arguments.contains({token.offset, tokens[i].end})) not_saved(context.store(), name);
    if (!saved) {
      context.say(fmt::format("note: no query is saved as '{}'; it is taken for a word", name));
      continue;
    }
    const std::size_t at = tokens[i].end - token.text.size();  // Behind its sign.
    out += text.substr(done, at - done);
    out += as_a_whole(tokens, i) ? (tokens[i].token.sign == search::Sign::kMay ? "+" : "") + search::as_group(*saved) : *saved;
    done = tokens[i].end;
  }
  return out + text.substr(done);
}

}  // namespace ckm::cli
