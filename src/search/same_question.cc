#include "search/same_question.hh"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "store/articles.hh"
#include "text/fold.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::string_view kOthers = "kind:faq,document confidence:validated";
constexpr std::size_t kMostAsked = 20;  // Phrasings of one article.

// Whether an odd number of its words negates.
bool is_negated(std::string_view text, Stemmers& stemmers) {
  constexpr std::array<std::string_view, 20> kWords = {"不",    "没",    "无",      "未",      "非",    "莫",     "勿",
                                                       "别",    "not",   "no",      "without", "never", "cannot", "can't",
                                                       "don't", "won't", "doesn't", "nicht",   "kein",  "ohne"};
  bool odd = false;
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  for (text::Token token; tokens.next(token);) {
    if (token.lane == text::Lane::kWord && std::ranges::find(kWords, token.folded) != kWords.end()) odd = !odd;
  }
  return odd;
}

}  // namespace

void for_each_same_question(Session& session, const store::Item& article, const SearchOptions& options,
                            const std::function<void(const store::Item& other)>& visit) {
  const auto stored = store::read_article(session.store(), article.id);
  if (!stored) return;
  std::vector<std::string> asked = stored->article.phrasings;
  asked.resize(std::min(asked.size(), kMostAsked));
  asked.insert(asked.begin(), stored->article.title);
  std::set<std::int64_t> told{article.id};
  for (const std::string& question : asked) {
    if (!text::has_words(question)) continue;
    const bool negated = is_negated(question, session.stemmers());
    Search search(session, Message{question, kOthers}, options);
    for (const Candidate& candidate : search.best()) {
      if (candidate.stage != Stage::kSecond || candidate.score.overlap < kSameQuestion * options.weights.overlap) continue;
      if (told.contains(candidate.item.id)) continue;
      const auto facts = store::read_rank_facts(session.store(), candidate.item);
      if (!facts || is_negated(facts->question, session.stemmers()) != negated) continue;
      told.insert(candidate.item.id);
      visit(candidate.item);
    }
  }
}

}  // namespace ckm::search
