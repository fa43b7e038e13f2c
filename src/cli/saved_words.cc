#include "cli/saved_words.hh"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "base/counted.hh"
#include "base/suggest.hh"
#include "base/utf8.hh"
#include "search/as_group.hh"
#include "search/filter.hh"
#include "search/parse.hh"
#include "store/queue.hh"
#include "store/saved_queries.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

using search::QueryToken;
using Type = QueryToken::Type;

Error not_saved(store::Store& store, const std::string& name) {
  std::vector<std::string> names;
  for (const store::SavedQuery& query : store::saved_queries(store)) names.push_back(query.name);
  const std::string near = nearest(name, names);
  return {Exit::kNotFound, fmt::format("no query is saved as '{}'", name),
          fmt::format("{} '\\@{}' looks for the word",
                      near.empty() ? "list them with: ckm query --saved;" : fmt::format("did you mean '@{}'?", near), name)};
}

std::string word_note(const std::string& name) { return fmt::format("no query is saved as '{}'; it is taken for a word", name); }

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

// Called for a name by which nothing is saved, with where it stands in the text.
using Unknown = std::function<void(const std::string& name, std::size_t begin, std::size_t end)>;

std::string replaced(store::Store& store, const std::string& text, bool condition, const Unknown& unknown) {
  if (text.find('@') == std::string::npos) return text;
  const std::vector<Token> tokens = tokens_of(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const QueryToken& token = tokens[i].token;
    if (token.type != Type::kWord || token.escaped || !token.text.starts_with('@')) continue;
    const std::string name = token.text.substr(1);
    if (!is_query_name(name)) continue;
    const auto saved = store::saved_query(store, name);
    if (!saved) {
      unknown(name, token.offset, tokens[i].end);
      continue;
    }
    const std::size_t at = tokens[i].end - token.text.size();  // Behind its sign.
    out += text.substr(done, at - done);
    const bool whole = condition || as_a_whole(tokens, i);
    out += whole ? (token.sign == search::Sign::kMay ? "+" : "") + search::as_group(*saved) : *saved;
    done = tokens[i].end;
  }
  return out + text.substr(done);
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
  return replaced(context.store(), text, false, [&](const std::string& name, std::size_t begin, std::size_t end) {
    if (arguments.contains({begin, end})) throw not_saved(context.store(), name);
    context.say("note: " + word_note(name));
  });
}

std::string with_saved(store::Store& store, const std::string& text, const std::function<void(const std::string&)>& note) {
  return replaced(store, text, false, [&](const std::string& name, std::size_t begin, std::size_t end) {
    if (begin == 0 && end == text.size()) throw not_saved(store, name);
    note(word_note(name));
  });
}

std::string need_where(store::Store& store, const std::string& where) {
  std::string text =
      replaced(store, where, true, [&](const std::string& name, std::size_t, std::size_t) { throw not_saved(store, name); });
  search::check_query(text);
  for (const std::string& note : search::near_misses(search::parse_query(text)))
    throw Error(Exit::kUsage, note, "if it is meant as words, put it in quotes");
  return text;
}

std::string need_exact_where(store::Store& store, const std::string& where) {
  if (const std::int64_t queued = store::queue_length(store); queued > 0) {
    throw Error(Exit::kConflict,
                fmt::format("{} not indexed yet, so --where could miss something", counted(queued, "change is", "changes are")),
                "run first: ckm index");
  }
  return need_where(store, where);
}

}  // namespace ckm::cli
