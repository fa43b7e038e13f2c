#include "search/phrase.hh"

#include <deque>

#include "index/topk.hh"
#include "text/tokenize.hh"

namespace ckm::search {

index::DocSet Phrase::documents(Corpus& corpus, const std::vector<std::string>& terms) {
  index::DocSet docs;
  for (const auto& segment : corpus.segments()) {
    index::DocSet found;
    for (const std::string& term : terms) {
      if (const auto entry = index::find_term(segment->blobs, term)) {
        index::PostingCursor cursor(segment->blobs, *entry);
        index::collect(cursor, found);
      }
    }
    found -= segment->dead;
    docs |= found;
  }
  return docs;
}

Phrase::Phrase(std::string_view text, Corpus& corpus, Stemmers& stemmers) : units_(units_of(text, corpus, stemmers)) {
  // A stem stands for other words too, so a lone Latin word in quotes still has to be looked for.
  exact_ = (units_.size() == 1 && !units_[0].latin) || (units_.size() == 2 && units_[1].joined);
}

index::DocSet Phrase::candidates(Corpus& corpus) const {
  index::DocSet docs;
  bool first = true;
  const auto keep = [&](index::DocSet found) {
    if (first) docs = std::move(found);
    else docs &= found;
    first = false;
  };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const bool paired = units_[i].joined || (i + 1 < units_.size() && units_[i + 1].joined);
    if (units_[i].joined) keep(documents(corpus, {units_[i - 1].folded + units_[i].folded}));
    if (!paired) keep(documents(corpus, units_[i].terms));
  }
  return docs;
}

bool Phrase::in(std::string_view text, Stemmers& stemmers) const {
  if (units_.empty()) return true;
  for (;;) {
    const auto border = text.find(store::kPartBorder);
    if (in_part(text.substr(0, border), stemmers)) return true;
    if (border == std::string_view::npos) return false;
    text.remove_prefix(border + store::kPartBorder.size());
  }
}

bool Phrase::in_part(std::string_view part, Stemmers& stemmers) const {
  struct Place {
    std::string word;
    std::uint32_t begin;
    std::uint32_t end;
  };
  std::deque<Place> recent;  // The last words, as many as the phrase has.
  text::TokenStream tokens(part, stemmers.of(text::Language::kNone));
  text::Token token;
  while (tokens.next(token)) {
    if (token.lane != text::Lane::kWord) continue;
    if (recent.size() == units_.size()) recent.pop_front();
    recent.push_back({std::string(token.folded), token.begin, token.end});
    if (recent.size() < units_.size()) continue;
    bool same = true;
    for (std::size_t i = 0; same && i < units_.size(); ++i) {
      same = recent[i].word == units_[i].folded && (!units_[i].joined || recent[i].begin == recent[i - 1].end);
    }
    if (same) return true;
  }
  return false;
}

}  // namespace ckm::search
