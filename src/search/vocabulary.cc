#include "search/vocabulary.hh"

#include <utility>

#include "base/utf8.hh"
#include "index/seal.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

// A session of many queries forgets them all when there are so many.
constexpr std::size_t kMostWords = 100'000;

// The same everywhere: what an article learned is kept by it.
std::uint64_t hash_of(std::string_view text) { return index::seal_of(text); }

std::vector<std::uint64_t> trigrams_of(std::string_view word) {
  std::string framed = "_";
  framed += word;
  framed += '_';
  std::vector<std::uint64_t> out;
  std::size_t starts[3] = {0, 0, 0};
  std::size_t characters = 0;
  for (std::size_t at = 0; at < framed.size();) {
    starts[characters % 3] = at;
    at += utf8::decode(framed.data() + at, framed.data() + framed.size()).length;
    if (++characters >= 3)
      out.push_back(hash_of(std::string_view(framed).substr(starts[characters % 3], at - starts[characters % 3])));
  }
  return out;
}

}  // namespace

KnownWord::KnownWord(Unit known) : unit(std::move(known)), hash(hash_of(unit.terms.front())) {
  if (unit.latin) features = trigrams_of(unit.terms.front());
  else features.push_back(hash_of(unit.folded));
}

const std::vector<const KnownWord*>& Vocabulary::words(std::string_view text) {
  if (known_.size() > kMostWords) known_.clear();
  words_.clear();
  text::TokenStream tokens(text, stemmers_.of(text::Language::kNone));
  text::Token token;
  while (tokens.next(token)) {
    if (token.lane != text::Lane::kWord) continue;
    auto known = known_.find(token.folded);
    if (known == known_.end()) known = known_.try_emplace(std::string(token.folded), unit_of(token, corpus_, stemmers_)).first;
    words_.push_back(&known->second);
  }
  return words_;
}

void Vocabulary::weigh() {
  for (const KnownWord* word : words_) {
    if (word->weighed) continue;
    KnownWord& known = known_.find(word->unit.folded)->second;
    known.unit.idf = corpus_.idf(known.unit);
    known.weighed = true;
  }
}

}  // namespace ckm::search
