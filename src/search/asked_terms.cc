#include "search/asked_terms.hh"

#include <set>
#include <string>
#include <unordered_map>

#include "search/analyze.hh"
#include "store/asked_log.hh"
#include "store/learned.hh"
#include "text/tokenize.hh"

namespace ckm::search {

void count_asked(store::Store& store) {
  std::unordered_map<std::string, std::int64_t> counts;
  std::int64_t in_all = 0;
  Stemmers stemmers;
  std::set<std::string> terms;
  const auto count = [&](std::string_view text) {
    terms.clear();
    text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
    for (text::Token token; tokens.next(token);) {
      if (token.lane != text::Lane::kWord) continue;
      const std::string folded(token.folded);
      terms.insert(folded);
      const bool letters = token.script == text::CharClass::kWord;
      terms.emplace(letters ? index::kLetters : index::kCharacters);
      if (!letters) continue;
      for (int i = 0; i < text::kLanguageCount; ++i) terms.emplace(stemmers.of(static_cast<text::Language>(i)).stem(folded));
    }
    if (const auto language = text::guess_language(text); language != text::Language::kNone)
      terms.insert(language_list(language));
    for (const std::string& term : terms) ++counts[term];
    ++in_all;
  };
  store::for_each_asked(store, count);
  store::for_each_wording(store, count);
  store::write_asked_terms(
      store,
      [&](const auto& write) {
        for (const auto& [term, asked] : counts) write(term, asked);
      },
      in_all);
}

}  // namespace ckm::search
