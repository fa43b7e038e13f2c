#include "cli/saved_words.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/suggest.hh"
#include "store/saved_queries.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kBlanks = " \t\n\r";

[[noreturn]] void not_saved(store::Store& store, const std::string& name) {
  std::vector<std::string> names;
  for (const store::SavedQuery& query : store::saved_queries(store)) names.push_back(query.name);
  const std::string near = nearest(name, names);
  throw Error(Exit::kNotFound, fmt::format("no query is saved as '{}'", name),
              fmt::format("{} '\\@{}' looks for the word",
                          near.empty() ? "list them with: ckm query --saved;" : fmt::format("did you mean '@{}'?", near), name));
}

// A text of several words.
std::string replaced(const Context& context, store::Store& store, std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const std::string name(word.substr(std::min<std::size_t>(1, word.size())));
    std::optional<std::string> saved;
    if (!quoted && word.starts_with('@') && is_query_name(name)) {
      saved = store::saved_query(store, name);
      if (!saved) context.say(fmt::format("note: no query is saved as '{}'; it is taken for a word", name));
    }
    out += saved ? *saved : word;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (word[i] == '"' && (i == 0 || word[i - 1] != '\\')) quoted = !quoted;
    }
    if (end < text.size()) out += text[end];
    at = end + 1;
  }
  return out;
}

}  // namespace

bool is_query_name(std::string_view name) {
  return !name.empty() && name.find_first_of(" \t\n\r@\"()") == std::string_view::npos;
}

std::string with_saved(Context& context, const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += text.empty() ? "" : " ";
    const std::string name = word.starts_with('@') ? word.substr(1) : std::string();
    if (!is_query_name(name)) {
      text += replaced(context, context.store(), word);
    } else if (const auto saved = store::saved_query(context.store(), name)) {
      text += *saved;
    } else {
      not_saved(context.store(), name);
    }
  }
  return text;
}

}  // namespace ckm::cli
