#include "learn/topic_names.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/cores.hh"
#include "base/utf8.hh"
#include "learn/said_terms.hh"
#include "text/fold.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kOfTopic = 300;
constexpr std::size_t kOfAll = 20'000;
constexpr std::size_t kTried = 40;  // Best terms of a topic that are looked at.
constexpr double kMostly = 0.6;
constexpr double kLeastShare = 0.1;  // Of the texts of a topic that are looked at.
constexpr double kTelling = 0.2;     // A score below this tells nothing.
constexpr std::size_t kInName = 3;

// How many of some of all texts have each term.
struct Background {
  std::unordered_map<std::string, std::uint32_t> counts;
  std::size_t texts = 0;

  Background(std::span<const std::string> all, text::Language usual) {
    const std::size_t step = std::max<std::size_t>(1, all.size() / kOfAll);
    TermReader reader(usual);
    for (std::size_t i = 0; i < all.size(); i += step, ++texts) {
      for (SaidTerm& term : reader.read(all[i])) ++counts[std::move(term.stem)];
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
    for (SaidTerm& term : reader.read(text)) {
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

std::vector<std::string> choose(const std::vector<std::string_view>& texts, const Background& background, TermReader& reader) {
  std::vector<Candidate> all = candidates(texts, background, reader);
  std::vector<std::string> folded;
  for (const std::string_view text : texts) folded.push_back(text::fold(utf8::head(text, kMostOfTerms)));
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
    if (!terms[topic].empty()) return;
    TermReader all(usual, true);
    terms[topic] = choose(of_topic, background, all);
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
