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

Phrase::Phrase(std::string_view text, Form form, Corpus& corpus, Stemmers& stemmers) : units_(units_of(text, corpus, stemmers)) {
  if (form == Form::kPrefix && !units_.empty() && units_.back().latin) {
    front_.emplace(units_.back().folded, corpus, stemmers);
    units_.back() = front_->unit(corpus);
    return;
  }
  // A stem stands for other words too, so a lone Latin word in quotes still has to be looked for.
  exact_ = (units_.size() == 1 && (form == Form::kAnyForm || !units_[0].latin)) || (units_.size() == 2 && units_[1].joined);
}

Phrase::Candidates Phrase::candidates(Corpus& corpus) const {
  Candidates out;
  bool first = true;
  const auto keep = [&](index::DocSet found) {
    if (first) out.may = std::move(found);
    else out.may &= found;
    first = false;
  };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (front_ && i + 1 == units_.size()) {
      index::DocSet found = front_->documents();
      if (units_.size() == 1) out.sure = found;
      found |= front_->others();
      keep(std::move(found));
      continue;
    }
    const bool paired = units_[i].joined || (i + 1 < units_.size() && units_[i + 1].joined);
    if (units_[i].joined) keep(documents(corpus, {units_[i - 1].folded + units_[i].folded}));
    if (!paired) keep(documents(corpus, units_[i].terms));
  }
  if (exact_) out.sure = out.may;
  return out;
}

bool Phrase::in(std::string_view text, Stemmers& stemmers) const {
  if (units_.empty()) return true;
  if (front_ && units_.size() == 1) return front_->in(text, stemmers);
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
    if (front_ && units_.size() == 1 && token.lane != text::Lane::kPair && token.folded.starts_with(units_[0].folded))
      return true;
    if (token.lane != text::Lane::kWord) continue;
    if (recent.size() == units_.size()) recent.pop_front();
    recent.push_back({std::string(token.folded), token.begin, token.end});
    if (recent.size() < units_.size()) continue;
    bool same = true;
    for (std::size_t i = 0; same && i < units_.size(); ++i) {
      const bool front = front_ && i + 1 == units_.size();
      same = (front ? recent[i].word.starts_with(units_[i].folded) : recent[i].word == units_[i].folded) &&
             (!units_[i].joined || recent[i].begin == recent[i - 1].end);
    }
    if (same) return true;
  }
  return false;
}

}  // namespace ckm::search
