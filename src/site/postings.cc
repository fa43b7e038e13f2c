#include "site/postings.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "text/language.hh"
#include "text/stem.hh"
#include "text/tokenize.hh"

namespace ckm::site {
namespace {

// BM25F: how much a field counts, how fast more of a word stops to say more, how much length counts.
constexpr std::array<double, kParts> kPartWeights = {4.0, 3.0, 1.0};
constexpr double kK1 = 1.2;
constexpr double kB = 0.6;
constexpr std::size_t kLongestTerm = 40;  // Bytes; what is longer nobody types.

struct Count {
  std::uint32_t doc;
  std::array<std::uint16_t, kParts> times;
};
enum class Lane : std::uint8_t { kWord, kCharacter, kPair };
constexpr std::size_t kLanes = 3;

bool is_plain(std::string_view term) {
  return std::ranges::all_of(term, [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '\'';
  });
}

class Collector {
 public:
  explicit Collector(std::size_t docs) : lengths_(docs) {}

  void add(std::uint32_t doc, std::string_view text, Part part, text::Language language) {
    text::TokenStream tokens(text, stemmer(language));
    text::Token token;
    while (tokens.next(token)) {
      const auto at = static_cast<std::size_t>(part);
      if (token.lane == text::Lane::kWord) ++lengths_[doc][at];
      if (token.term.size() > kLongestTerm || token.folded.size() > kLongestTerm) continue;
      const bool word = token.script == text::CharClass::kWord && token.lane != text::Lane::kPair;
      if (word && !is_plain(token.folded)) continue;  // A name with signs: its words are there.
      const Lane lane = word ? Lane::kWord : token.lane == text::Lane::kPair ? Lane::kPair : Lane::kCharacter;
      if (word) stems[std::string(token.folded)].insert(std::string(token.term));
      std::vector<Count>& list = terms_[static_cast<std::size_t>(lane)][std::string(token.term)];
      if (list.empty() || list.back().doc != doc) list.push_back({doc, {}});
      if (list.back().times[at] < UINT16_MAX) ++list.back().times[at];
    }
  }

  void weigh(Postings& into) const {
    std::array<double, kParts> average{};
    for (const auto& lengths : lengths_) {
      for (std::size_t i = 0; i < kParts; ++i) average[i] += lengths[i];
    }
    for (double& a : average) a = std::max(1.0, a / std::max<double>(1, static_cast<double>(lengths_.size())));
    const std::array<Lists*, kLanes> out = {&into.words, &into.characters, &into.pairs};
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      for (const auto& [term, counts] : terms_[lane]) {
        std::vector<Posting>& list = (*out[lane])[term];
        const double idf =
            std::log(1 + (static_cast<double>(lengths_.size()) + 0.5) / (static_cast<double>(counts.size()) + 0.5));
        const double most = std::log(1 + (static_cast<double>(lengths_.size()) + 0.5) / 1.5);
        for (const Count& count : counts) {
          double times = 0;
          for (std::size_t i = 0; i < kParts; ++i) {
            const double length = lengths_[count.doc][i] / average[i];
            times += kPartWeights[i] * count.times[i] / (1 - kB + kB * length);
          }
          const double share = idf / most * times / (kK1 + times);
          list.push_back({count.doc, static_cast<std::uint8_t>(std::clamp(std::lround(share * 63), 0L, 63L))});
        }
      }
    }
  }

  std::map<std::string, std::set<std::string>> stems;

 private:
  text::Stemmer& stemmer(text::Language language) {
    auto& stemmer = stemmers_[static_cast<std::size_t>(language)];
    if (!stemmer) stemmer.emplace(language);
    return *stemmer;
  }
  std::vector<std::array<std::uint32_t, kParts>> lengths_;
  std::array<std::unordered_map<std::string, std::vector<Count>>, kLanes> terms_;
  std::array<std::optional<text::Stemmer>, text::kLanguageCount> stemmers_;
};

text::Language language_of(const Article& article, std::string_view text) {
  if (!article.language.empty()) {
    if (const auto said = text::language_from_code(article.language)) return *said;
  }
  const text::Language guess = text::guess_language(text);
  return guess != text::Language::kNone ? guess : text::guess_language(article.title);
}

}  // namespace

Postings collect(const Site& site, const std::vector<std::string>& texts) {
  Collector collector(site.articles.size());
  for (std::uint32_t doc = 0; doc < site.articles.size(); ++doc) {
    const Article& article = site.articles[doc];
    const text::Language language = language_of(article, texts[doc]);
    collector.add(doc, article.title, Part::kTitle, language);
    for (const std::string& phrasing : article.phrasings) collector.add(doc, phrasing, Part::kPhrasings, language);
    collector.add(doc, texts[doc], Part::kText, language);
  }
  Postings postings;
  collector.weigh(postings);
  postings.stems = std::move(collector.stems);
  return postings;
}

}  // namespace ckm::site
