#include "learn/topic_names.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/cores.hh"
#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kOfTopic = 300;
constexpr std::size_t kOfAll = 20'000;
constexpr std::size_t kMostBytes = 2048;
constexpr std::size_t kTried = 40;          // Best terms of a topic that are looked at.
constexpr std::size_t kMostCharacters = 6;  // Of a run of Han characters.
constexpr std::size_t kFewestLonger = 3;    // Texts that have a longer run.
constexpr double kMostly = 0.6;
constexpr double kNearlyAll = 0.9;   // A function character is a part of a word then.
constexpr double kLeastShare = 0.1;  // Of the texts of a topic that are looked at.
constexpr double kTelling = 0.2;     // A score below this tells nothing.
constexpr std::size_t kInName = 3;

struct Term {
  std::string stem;   // What it is counted by; of two words both.
  std::string shown;  // As it stands in the text, folded.
};

bool is_word(std::string_view folded) {
  return folded.size() > 1 && std::ranges::any_of(folded, [](char c) { return c < '0' || c > '9'; });
}

// Reads the terms of texts. Belongs to one thread.
class TermReader {
 public:
  explicit TermReader(text::Language usual) : usual_(usual) {}

  // Each once, ascending by stem.
  std::vector<Term> read(std::string_view text) {
    text = utf8::head(text, kMostBytes);
    text::Language language = text::guess_language(text);
    if (language == text::Language::kNone) language = usual_;
    std::vector<Term> terms;
    text::TokenStream tokens(text, stemmers_.try_emplace(language, language).first->second);
    Term before;  // A word that may begin a pair.
    std::uint32_t end = 0;
    text::Token token;
    while (tokens.next(token)) {
      if (token.lane == text::Lane::kPair) {
        if (!has_function_character(token.folded)) terms.push_back({std::string(token.folded), std::string(token.folded)});
        continue;
      }
      if (token.lane != text::Lane::kWord) continue;
      if (token.script != text::CharClass::kWord || !is_word(token.folded) || text::is_function_word(token.folded, language)) {
        before = {};
        continue;
      }
      Term word{std::string(token.term), std::string(token.folded)};
      // Only a blank may stand between the words of a pair.
      if (!before.stem.empty() && token.begin == end + 1 && text[end] == ' ')
        terms.push_back({before.stem + ' ' + word.stem, before.shown + ' ' + word.shown});
      terms.push_back(word);
      before = std::move(word);
      end = token.end;
    }
    std::ranges::stable_sort(terms, {}, &Term::stem);
    const auto repeats = std::ranges::unique(terms, {}, &Term::stem);
    terms.erase(repeats.begin(), repeats.end());
    return terms;
  }

 private:
  static bool has_function_character(std::string_view pair) {
    const std::size_t first = utf8::decode(pair.data(), pair.data() + pair.size()).length;
    return text::is_function_word(pair.substr(0, first), text::Language::kNone) ||
           text::is_function_word(pair.substr(first), text::Language::kNone);
  }

  text::Language usual_;
  std::map<text::Language, text::Stemmer> stemmers_;
};

// How many of some of all texts have each term.
struct Background {
  std::unordered_map<std::string, std::uint32_t> counts;
  std::size_t texts = 0;

  Background(std::span<const std::string> all, text::Language usual) {
    const std::size_t step = std::max<std::size_t>(1, all.size() / kOfAll);
    TermReader reader(usual);
    for (std::size_t i = 0; i < all.size(); i += step, ++texts) {
      for (Term& term : reader.read(all[i])) ++counts[std::move(term.stem)];
    }
  }
  [[nodiscard]] double share(const std::string& stem) const {
    const auto found = counts.find(stem);
    return found == counts.end() ? 0 : static_cast<double>(found->second) / static_cast<double>(texts);
  }
};

struct Candidate {
  std::string stem;
  std::string shown;
  std::size_t count = 0;  // Texts of the topic that have it.
  double score = 0;
};

// Terms of one topic, the most telling first.
std::vector<Candidate> candidates(const std::vector<std::string_view>& texts, const Background& background, TermReader& reader) {
  struct Counted {
    std::size_t count = 0;
    std::map<std::string, std::size_t> shown;
  };
  std::unordered_map<std::string, Counted> counts;
  for (const std::string_view text : texts) {
    for (Term& term : reader.read(text)) {
      Counted& counted = counts[std::move(term.stem)];
      ++counted.count;
      ++counted.shown[std::move(term.shown)];
    }
  }
  const auto n = static_cast<double>(texts.size());
  std::vector<Candidate> out;
  for (auto& [stem, counted] : counts) {
    const double p = static_cast<double>(counted.count) / n;
    if (counted.count < 2 || p < kLeastShare) continue;
    const double score = p * std::log(p / (background.share(stem) + 1 / static_cast<double>(background.texts)));
    const auto shown = std::ranges::max_element(counted.shown, {}, [](const auto& one) { return one.second; });
    out.push_back({stem, shown->first, counted.count, score});
  }
  // Where nothing tells a topic from the rest, as it is nearly all that there is, what most of it says is its name.
  if (std::ranges::any_of(out, [](const Candidate& one) { return one.score >= kTelling; })) {
    std::erase_if(out, [](const Candidate& one) { return one.score <= 0; });
  } else {
    for (Candidate& one : out) one.score = static_cast<double>(one.count);
  }
  std::ranges::sort(
      out, [](const Candidate& a, const Candidate& b) { return a.score != b.score ? a.score > b.score : a.stem < b.stem; });
  if (out.size() > kTried) out.resize(kTried);
  return out;
}

bool is_characters(std::string_view term) {
  return text::char_class(utf8::decode(term.data(), term.data() + term.size()).code) != text::CharClass::kWord;
}

std::size_t with(const std::vector<std::string>& folded, std::string_view term) {
  return static_cast<std::size_t>(
      std::ranges::count_if(folded, [&](const std::string& text) { return text.find(term) != std::string::npos; }));
}

// The character before each place where the term stands, or behind it, and in how many texts; only of words.
std::map<std::string, std::size_t> beside(const std::vector<std::string>& folded, std::string_view term, bool behind) {
  std::map<std::string, std::size_t> found;
  for (const std::string& text : folded) {
    std::vector<std::string> here;
    for (std::size_t at = text.find(term); at != std::string::npos; at = text.find(term, at + 1)) {
      std::size_t begin = behind ? at + term.size() : at;
      if (behind ? begin >= text.size() : begin == 0) continue;
      std::size_t size = 1;
      if (behind) {
        size = utf8::decode(text.data() + begin, text.data() + text.size()).length;
      } else {
        --begin;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80) --begin;
        size = at - begin;
      }
      std::string character = text.substr(begin, size);
      const text::CharClass kind = text::char_class(utf8::decode(character.data(), character.data() + size).code);
      if (kind != text::CharClass::kHan && kind != text::CharClass::kKana && kind != text::CharClass::kHangul) continue;
      here.push_back(std::move(character));
    }
    std::ranges::sort(here);
    here.erase(std::ranges::unique(here).begin(), here.end());
    for (std::string& character : here) ++found[std::move(character)];
  }
  return found;
}

// A run of characters as long as nearly all texts that have it go on alike.
std::string extended(const std::vector<std::string>& folded, std::string term) {
  for (std::size_t length = 2; length < kMostCharacters; ++length) {
    const auto all = static_cast<double>(with(folded, term));
    std::string longer;
    for (const bool behind : {true, false}) {
      const auto found = beside(folded, term, behind);
      const auto most = std::ranges::max_element(found, {}, [](const auto& one) { return one.second; });
      if (most == found.end() || most->second < kFewestLonger) continue;
      const bool function = text::is_function_word(most->first, text::Language::kNone);
      if (static_cast<double>(most->second) < (function ? kNearlyAll : kMostly) * all) continue;
      longer = behind ? term + most->first : most->first + term;
      break;
    }
    if (longer.empty()) break;
    term = std::move(longer);
  }
  return term;
}

bool overlaps(std::string_view a, std::string_view b) {
  if (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos) return true;
  if (!is_characters(a) || !is_characters(b)) return false;
  // The end of one is the beginning of the other.
  for (std::size_t size = 3; size < std::min(a.size(), b.size()); ++size) {
    if (a.ends_with(b.substr(0, size)) || b.ends_with(a.substr(0, size))) return true;
  }
  return false;
}

std::vector<std::string> choose(const std::vector<std::string_view>& texts, const Background& background, TermReader& reader) {
  std::vector<Candidate> all = candidates(texts, background, reader);
  std::vector<std::string> folded;
  for (const std::string_view text : texts) folded.push_back(text::fold(utf8::head(text, kMostBytes)));
  std::vector<std::string> chosen;
  for (const Candidate& candidate : all) {
    if (chosen.size() == kTermsOfTopic) break;
    std::string shown = candidate.shown;
    if (is_characters(shown)) {
      shown = extended(folded, shown);
    } else if (shown.find(' ') == std::string::npos) {
      const auto pair = std::ranges::find_if(all, [&](const Candidate& other) {
        return (other.stem.starts_with(candidate.stem + ' ') || other.stem.ends_with(' ' + candidate.stem)) &&
               static_cast<double>(other.count) >= kMostly * static_cast<double>(candidate.count);
      });
      if (pair != all.end()) shown = pair->shown;
    }
    if (std::ranges::none_of(chosen, [&](const std::string& other) { return overlaps(shown, other); }))
      chosen.push_back(std::move(shown));
  }
  return chosen;
}

}  // namespace

std::vector<std::vector<std::string>> telling_terms(std::span<const std::string> texts,
                                                    std::span<const std::vector<std::uint32_t>> members, text::Language usual) {
  const Background background(texts, usual);
  std::vector<std::vector<std::string>> terms(members.size());
  std::vector<std::optional<TermReader>> readers(workers());
  share_out(members.size(), 1, [&](std::size_t worker, std::size_t topic, std::size_t) {
    if (!readers[worker]) readers[worker].emplace(usual);
    std::vector<std::string_view> of_topic;
    for (const std::uint32_t text : std::span(members[topic]).first(std::min(kOfTopic, members[topic].size())))
      of_topic.push_back(texts[text]);
    terms[topic] = choose(of_topic, background, *readers[worker]);
  });
  return terms;
}

std::string topic_name(const std::vector<std::string>& terms) {
  std::string name;
  for (const std::string& term : std::span(terms).first(std::min(kInName, terms.size()))) {
    if (!name.empty()) name += ", ";
    name += term;
  }
  return name;
}

}  // namespace ckm::learn
