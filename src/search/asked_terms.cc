#include "search/asked_terms.hh"

#include <set>
#include <string>

#include "search/analyze.hh"
#include "store/asked_log.hh"
#include "store/asked_terms.hh"
#include "store/learned.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

class Counter {
 public:
  void count(std::string_view text, std::int64_t times) {
    terms_.clear();
    text::TokenStream tokens(text, stemmers_.of(text::Language::kNone));
    for (text::Token token; tokens.next(token);) {
      if (token.lane != text::Lane::kWord) continue;
      const std::string folded(token.folded);
      terms_.insert(folded);
      const bool letters = token.script == text::CharClass::kWord;
      terms_.emplace(letters ? index::kLetters : index::kCharacters);
      if (!letters) continue;
      for (int i = 0; i < text::kLanguageCount; ++i) terms_.emplace(stemmers_.of(static_cast<text::Language>(i)).stem(folded));
    }
    if (const auto language = text::guess_language(text); language != text::Language::kNone)
      terms_.insert(language_list(language));
    for (const std::string& term : terms_) counts_[term] += times;
    counts_[{}] += times;
  }
  [[nodiscard]] const store::AskedTerms& counts() const { return counts_; }

 private:
  Stemmers stemmers_;
  std::set<std::string> terms_;  // Of one.
  store::AskedTerms counts_;
};

}  // namespace

void count_asked(store::Store& store) {
  Counter counter;
  const auto once = [&](std::string_view text) { counter.count(text, 1); };
  store::for_each_asked(store, once);
  store::for_each_wording(store, once);
  store::write_asked_terms(store, counter.counts());
}

std::int64_t count_wordings(store::Store& store, std::int64_t limit) {
  const std::vector<store::ChangedWording> changed = store::take_changed_wordings(store, limit);
  if (changed.empty()) return 0;
  Counter counter;
  for (const store::ChangedWording& one : changed) counter.count(one.text, one.change);
  store::change_asked_terms(store, counter.counts());
  return static_cast<std::int64_t>(changed.size());
}

}  // namespace ckm::search
