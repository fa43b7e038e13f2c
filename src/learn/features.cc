#include "learn/features.hh"

#include <algorithm>

#include "base/utf8.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::uint64_t kEnd = 0x9AE16A3B2F90404F;  // Stands before the first word and behind the last.
constexpr std::uint64_t kWordSeed = 1;
constexpr std::uint64_t kPieceSeed = 2;
constexpr std::uint64_t kGroupBit = std::uint64_t{1} << 63U;

std::uint64_t mixed(std::uint64_t hash) {  // The finalizer of MurmurHash3.
  hash ^= hash >> 33U;
  hash *= 0xFF51AFD7ED558CCD;
  hash ^= hash >> 33U;
  hash *= 0xC4CEB9FE1A85EC53;
  hash ^= hash >> 33U;
  return hash;
}
// FNV-1a, its bits spread.
std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325 ^ seed;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return mixed(hash);
}
std::uint64_t pair_of(std::uint64_t first, std::uint64_t second) { return mixed(first * 0x9E3779B97F4A7C15 + second); }

Feature word_feature(std::uint64_t hash, bool single) { return {hash & ~kGroupBit, 1, Group::kWords, single}; }
Feature piece_feature(std::string_view piece) { return {hash_of(piece, kPieceSeed) | kGroupBit, 1, Group::kPieces, false}; }

// The pieces of _word_. The word is at most text::kMaxWordBytes long.
template <class Visit>
void for_each_piece(std::string_view word, Visit visit) {
  std::array<char, text::kMaxWordBytes + 2> marked;
  std::array<std::uint16_t, text::kMaxWordBytes + 3> starts;
  const std::size_t size = std::min(word.size(), text::kMaxWordBytes);
  marked[0] = '_';
  std::copy_n(word.begin(), size, marked.begin() + 1);
  marked[size + 1] = '_';
  const std::string_view all(marked.data(), size + 2);
  std::size_t count = 0;
  for (std::size_t at = 0; at < all.size(); ++at) {
    if ((static_cast<unsigned char>(all[at]) & 0xC0U) != 0x80) starts[count++] = static_cast<std::uint16_t>(at);
  }
  starts[count] = static_cast<std::uint16_t>(all.size());
  for (const std::size_t length : {std::size_t{3}, std::size_t{4}}) {
    for (std::size_t i = 0; i + length <= count; ++i) visit(all.substr(starts[i], starts[i + length] - starts[i]));
  }
}

std::uint64_t kept_bits(int bits) { return ~std::uint64_t{0} << static_cast<unsigned>(kIdBits - bits); }

// Adds up equal ids that stand side by side.
void unite(std::vector<Feature>& features) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < features.size(); ++kept) {
    Feature feature = features[i];
    for (++i; i < features.size() && features[i].id == feature.id; ++i) {
      feature.count += features[i].count;
      feature.single = feature.single || features[i].single;
    }
    features[kept] = feature;
  }
  features.resize(kept);
}

}  // namespace

void cut_ids(std::vector<Feature>& features, int bits) {
  for (Feature& feature : features) feature.id &= kept_bits(bits);
  unite(features);
}

FeatureReader::FeatureReader(text::Language usual, int bits) : usual_(usual), bits_(bits) {}

text::Stemmer& FeatureReader::stemmer_of(std::string_view text) {
  text::Language language = text::guess_language(text);
  if (language == text::Language::kNone) language = usual_;
  const auto known = std::ranges::find(stemmers_, language, [](const auto& one) { return one.first; });
  if (known != stemmers_.end()) return known->second;
  return stemmers_.emplace_back(language, text::Stemmer(language)).second;
}

// Tells `visit` each feature and the token that it comes from: for a pair of words the second one, an empty one at the end.
template <class Visit>
void FeatureReader::for_each(std::string_view text, Visit visit) {
  text = utf8::head(text, kMostRead);
  text::TokenStream tokens(text, stemmer_of(text));
  text::Token token;
  std::uint64_t before = kEnd;
  while (tokens.next(token)) {
    if (token.lane == text::Lane::kPair) visit(piece_feature(token.term), token);
    if (token.lane != text::Lane::kWord) continue;
    const std::uint64_t word = hash_of(token.term, kWordSeed);
    visit(word_feature(word, true), token);
    visit(word_feature(pair_of(before, word), false), token);
    before = word;
    if (token.script != text::CharClass::kWord) {
      visit(piece_feature(token.term), token);
      continue;
    }
    for_each_piece(token.folded, [&](std::string_view piece) { visit(piece_feature(piece), token); });
  }
  token = {};
  if (before != kEnd) visit(word_feature(pair_of(before, kEnd), false), token);
}

const std::vector<Feature>& FeatureReader::read(std::string_view text) {
  features_.clear();
  const std::uint64_t kept = kept_bits(bits_);
  for_each(text, [&](Feature feature, const text::Token&) {
    feature.id &= kept;
    features_.push_back(feature);
  });
  std::ranges::sort(features_, {}, &Feature::id);
  unite(features_);
  return features_;
}

std::vector<FeatureReader::Name> FeatureReader::names(std::string_view text) {
  std::vector<Name> names;
  std::string before = "^";
  bool before_is_han = false;
  for_each(text, [&](const Feature& feature, const text::Token& token) {
    std::string term(token.folded);
    if (feature.group == Group::kWords && !feature.single) {  // It ends with this word.
      const bool is_han = !term.empty() && token.script != text::CharClass::kWord;
      if (term.empty()) term.push_back('$');
      if (!is_han || !before_is_han) before += ' ';
      before += term;
      before.swap(term);  // Now the pair is the term.
      before_is_han = is_han;
    }
    names.push_back({feature.id & kept_bits(bits_), std::move(term)});
  });
  return names;
}

void UsualLanguage::add(std::string_view text) { ++counts_[static_cast<std::size_t>(text::guess_language(text))]; }

text::Language UsualLanguage::get() const {
  const auto most = std::max_element(counts_.begin() + 1, counts_.end());
  return *most == 0 ? text::Language::kNone : static_cast<text::Language>(most - counts_.begin());
}

}  // namespace ckm::learn
