#include "search/spelling.hh"

#include <algorithm>
#include <optional>
#include <utility>

#include "search/corrector.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kMostWords = 16;  // Of a query: who pastes a whole mail wants no corrections.
constexpr std::int64_t kFewItems = 2;   // A word that no more have is looked for otherwise too.

}  // namespace

Spelling::Spelling(Session& session, std::span<const model::Kind> kinds, std::span<const std::string> texts) {
  Corrector corrector(session, kinds);
  // A word that any item has is a word, though no item of these kinds may have it.
  std::vector<model::Kind> searchable;
  for (const model::KindInfo& kind : model::kKinds) {
    if (kind.searchable) searchable.push_back(kind.kind);
  }
  Corrector all(session, searchable);
  const auto add = [&](std::string typed, std::optional<std::string> meant, std::string_view why) {
    if (meant && *meant != typed) corrections_.try_emplace(typed, Correction{typed, std::move(*meant), why});
  };
  std::size_t looked_at = 0;
  for (const std::string& text : texts) {
    if (kinds.empty()) break;
    const std::vector<Unit> units = split_units(text, session.corpus(kinds.front()), session.stemmers());
    // Whether each character stands beside the one before it in some item.
    std::vector<bool> known(units.size() + 1);
    for (std::size_t i = 1; i < units.size(); ++i)
      known[i] = units[i].joined && all.documents({units[i - 1].folded + units[i].folded}) > 0;
    for (std::size_t i = 0; i < units.size() && looked_at < kMostWords; ++i) {
      const Unit& unit = units[i];
      if (unit.latin) {
        std::vector<std::string> terms;
        for (const model::Kind kind : searchable)
          std::ranges::move(corrector.terms_of(unit.folded, session.corpus(kind)), std::back_inserter(terms));
        std::ranges::sort(terms);
        terms.erase(std::ranges::unique(terms).begin(), terms.end());
        const std::int64_t documents = unit.function_word ? INT64_MAX : all.documents(terms);
        if (documents > kFewItems) continue;
        ++looked_at;
        add(unit.folded, corrector.word(unit.folded, documents), documents > 0 ? kRareReason : kSpellingReason);
        continue;
      }
      if (!unit.joined || known[i]) continue;
      const bool first_free = !known[i - 1];
      const bool second_free = !known[i + 1];
      if (!first_free && !second_free) continue;
      ++looked_at;
      const std::string typed = units[i - 1].folded + unit.folded;
      add(typed, corrector.pair(typed, first_free, second_free), kSoundReason);
    }
  }
}

std::vector<Correction> Spelling::all() const {
  std::vector<Correction> out;
  for (const auto& [typed, correction] : corrections_) out.push_back(correction);
  return out;
}

const Correction* Spelling::find(std::string_view folded) const {
  const auto found = corrections_.find(folded);
  return found != corrections_.end() ? &found->second : nullptr;
}

std::string Spelling::corrected(std::string_view text) const {
  std::string out;
  std::size_t copied = 0;
  Stemmers stemmers;
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord && token.lane != text::Lane::kPair) continue;
    const Correction* const correction = find(token.folded);
    if (correction == nullptr || correction->why == kRareReason || token.begin < copied) continue;
    out += text.substr(copied, token.begin - copied);
    out += correction->meant;
    copied = token.end;
  }
  return out += text.substr(copied);
}

}  // namespace ckm::search
