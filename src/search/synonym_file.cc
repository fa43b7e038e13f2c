#include "search/synonym_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/error.hh"
#include "base/suggest.hh"
#include "base/toml.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr const char* kForm =
    "an entry is: { words = [\"軟體\", \"软件\"], why = \"…\" }, or one with from and to, or one with keep";
const std::vector<std::string> kNames = {"words", "from", "to", "keep", "why"};

struct Words {
  std::string key;
  bool latin = false;
  std::size_t characters = 0;  // Of scripts without blanks.
  std::size_t words = 0;       // Of letters.
  std::size_t letters = 0;
};

Words analyse(std::string_view text) {
  Words out;
  text::Stemmer stemmer(text::Language::kNone);
  text::TokenStream tokens(text, stemmer);
  text::Token token;
  bool joined = false;
  while (tokens.next(token)) {
    if (token.lane == text::Lane::kPair) {
      joined = true;
      continue;
    }
    if (token.lane != text::Lane::kWord) continue;
    if (!out.key.empty() && !joined) out.key += ' ';
    joined = false;
    out.key += token.folded;
    const bool word = token.script == text::CharClass::kWord;
    out.latin |= word;
    ++(word ? out.words : out.characters);
    if (word) out.letters += token.folded.size();
  }
  return out;
}

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name) {}

  void read(const Value& entry) {
    if (entry.object() == nullptr) throw mistake(entry, "a synonym is no table", kForm);
    for (const auto& [key, value] : *entry.object()) {
      if (std::ranges::find(kNames, key) == kNames.end())
        throw mistake(value, fmt::format("a synonym knows no '{}'", key), did_you_mean(key, kNames, kForm));
    }
    const Value* why = entry.find("why");
    if (why == nullptr || why->string() == nullptr || why->string()->empty())
      throw mistake(why != nullptr ? *why : entry, "a synonym has no why",
                    "say in why when these words are the same: results tell it");
    const List words = list(entry, "words");
    const List from = list(entry, "from");
    const List to = list(entry, "to");
    const List keep = list(entry, "keep");
    const bool directed = !from.empty() && !to.empty();
    if ((words.empty() ? 0 : 1) + (directed ? 1 : 0) + (keep.empty() ? 0 : 1) != 1 || from.empty() != to.empty())
      throw mistake(entry, "a synonym has neither words, nor from and to, nor keep, or more than one of these", kForm);
    if (words.size() == 1)
      throw mistake(*entry.find("words"), fmt::format("'{}' has no other word, once folded", words.front().second),
                    "Traditional and Simplified characters are equal already; write two different words or more");
    for (const auto& [words_key, written] : keep) rows_.push_back({words_key.key, words_key.latin, {}, {}, *why->string()});
    const List& left = directed ? from : words;
    for (const auto& [from_words, unused] : left) {
      for (const auto& [to_words, written] : directed ? to : words) {
        if (to_words.key != from_words.key)
          rows_.push_back({from_words.key, from_words.latin, written, to_words.key, *why->string()});
      }
    }
  }

  std::vector<SynonymRow> take() {
    std::ranges::stable_sort(rows_, {}, &SynonymRow::key);
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(rows_, [&](const SynonymRow& row) { return !seen.emplace(row.key, row.to_key).second; });
    return std::move(rows_);
  }

  [[nodiscard]] Error mistake(const Value& at, const std::string& what, std::string hint) const {
    return {Exit::kInput, fmt::format("{}:{}:{}: {}", name_, at.line, at.column, what), std::move(hint)};
  }

 private:
  using List = std::vector<std::pair<Words, std::string>>;  // Different ones, as they are written.

  [[nodiscard]] List list(const Value& entry, std::string_view name) const {
    List out;
    const Value* value = entry.find(name);
    if (value == nullptr) return out;
    if (value->array() == nullptr || value->array()->empty())
      throw mistake(*value, fmt::format("{} is no list of words", name), kForm);
    for (const Value& item : *value->array()) {
      if (item.string() == nullptr) throw mistake(item, fmt::format("{} is no list of words", name), kForm);
      Words words = analyse(*item.string());
      if (words.key.empty())
        throw mistake(item, fmt::format("'{}' has no word", *item.string()), "write a word, or leave it out");
      if (words.characters + words.words == 1 && (words.characters == 1 || words.letters == 1))
        throw mistake(item,
                      fmt::format("'{}' is {}one character, which stands in too many other words", *item.string(),
                                  *item.string() == words.key ? "" : "looked for as "),
                      "write whole words, such as 信用卡 for 卡; signs are no part of one");
      if (std::ranges::none_of(out, [&](const auto& other) { return other.first.key == words.key; }))
        out.emplace_back(std::move(words), *item.string());
    }
    return out;
  }

  std::string_view name_;
  std::vector<SynonymRow> rows_;
};

}  // namespace

std::string synonym_key(std::string_view words) { return analyse(words).key; }

std::vector<SynonymRow> read_synonyms(std::string_view toml, std::string_view name) {
  const Value file = toml::parse(toml, name);
  Reader reader(name);
  for (const auto& [key, value] : *file.object()) {
    if (key != "synonym")
      throw reader.mistake(value, fmt::format("the file knows no '{}'", key),
                           did_you_mean(key, {"synonym"}, "write tables [[synonym]]"));
    if (value.array() == nullptr)
      throw reader.mistake(value, "synonym is no list of tables", "write [[synonym]], with two brackets");
    for (const Value& entry : *value.array()) reader.read(entry);
  }
  return reader.take();
}

}  // namespace ckm::search
