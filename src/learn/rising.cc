#include "learn/rising.hh"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/cores.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "learn/said_terms.hh"
#include "text/fold.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kRun = 256;  // Texts that a thread takes at once.
constexpr double kSame = 0.9;
constexpr std::size_t kTriedOfEach = 10;  // Terms that are looked at for each that is wanted.

struct Counted {
  std::uint32_t now = 0;
  std::vector<std::uint32_t> examples;
  std::map<std::string, std::uint32_t> shown;
};
using Counts = std::unordered_map<std::string, Counted>;

// `whole`: the texts with what was cut out of them, which tell their language.
Counts count_now(std::span<const std::string> texts, std::span<const std::string> whole, text::Language usual) {
  Counts counts;
  TermReader reader(usual);
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    stop_if_interrupted();
    for (SaidTerm& term : reader.read(texts[i], text::guess_language(whole[i]))) {
      Counted& counted = counts[std::move(term.stem)];
      ++counted.now;
      if (counted.examples.size() < kExamples) counted.examples.push_back(i);
      ++counted.shown[std::move(term.shown)];
    }
  }
  return counts;
}

// The words of a text, and by each the hash of the run of kCopied words that begins there.
struct Runs {
  struct Place {
    std::uint32_t begin, end;
  };
  std::vector<Place> words;
  std::vector<std::uint64_t> hashes;
};

Runs runs_of(std::string_view text) {
  static thread_local text::Stemmer none(text::Language::kNone);
  Runs out;
  std::vector<std::uint64_t> words;
  text::TokenStream tokens(text, none);
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord) continue;
    out.words.push_back({token.begin, token.end});
    words.push_back(std::hash<std::string_view>()(token.folded));
  }
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15;
  for (std::size_t i = 0; i + kCopied <= words.size(); ++i) {
    std::uint64_t hash = 0;
    for (std::size_t j = i; j < i + kCopied; ++j) hash = (hash ^ words[j]) * kMix + (hash >> 29U);
    out.hashes.push_back(hash);
  }
  return out;
}

// A text without the words of some runs; each that goes leaves a line break.
std::string without(std::string_view text, const Runs& runs, const std::vector<bool>& copied) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < copied.size(); ++i) {
    if (!copied[i]) continue;
    out += text.substr(begin, std::max<std::size_t>(runs.words[i].begin, begin) - begin);
    if (!out.empty() && out.back() != '\n') out += '\n';
    begin = std::max<std::size_t>(runs.words[i].end, begin);
  }
  return out += text.substr(begin);
}

std::vector<std::string> without_copies(std::span<const std::string> texts) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> first;  // Of each run the first text that has it.
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    stop_if_interrupted();
    for (const std::uint64_t hash : runs_of(utf8::head(texts[i], kMostOfTerms)).hashes) first.emplace_back(hash, i);
  }
  std::ranges::sort(first);
  first.erase(std::ranges::unique(first, {}, [](const auto& one) { return one.first; }).begin(), first.end());
  std::vector<std::string> out(texts.size());
  share_out(texts.size(), kRun, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::string_view text = utf8::head(texts[i], kMostOfTerms);
      const Runs runs = runs_of(text);
      std::vector<bool> copied(runs.words.size());
      for (std::size_t at = 0; at < runs.hashes.size(); ++at) {
        const auto found = std::ranges::lower_bound(first, runs.hashes[at], {}, [](const auto& one) { return one.first; });
        if (found->second == i) continue;
        for (std::size_t j = at; j < at + kCopied; ++j) copied[j] = true;
      }
      out[i] = without(text, runs, copied);
    }
  });
  return out;
}

// Of the terms that were counted, how many texts have each.
std::unordered_map<std::string_view, std::uint32_t> count_before(std::span<const std::string> texts, const Counts& wanted,
                                                                 text::Language usual) {
  std::vector<std::unordered_map<std::string_view, std::uint32_t>> of_each(workers());
  std::vector<std::optional<TermReader>> readers(workers());
  share_out(texts.size(), kRun, [&](std::size_t worker, std::size_t begin, std::size_t end) {
    if (!readers[worker]) readers[worker].emplace(usual);
    stop_if_interrupted();
    for (std::size_t i = begin; i < end; ++i) {
      for (const SaidTerm& term : readers[worker]->read(texts[i])) {
        const auto found = wanted.find(term.stem);
        if (found != wanted.end()) ++of_each[worker][found->first];
      }
    }
  });
  std::unordered_map<std::string_view, std::uint32_t> all = std::move(of_each.front());
  for (std::size_t i = 1; i < of_each.size(); ++i) {
    for (const auto& [stem, count] : of_each[i]) all[stem] += count;
  }
  return all;
}

std::vector<std::string> folded(std::span<const std::string> texts) {
  std::vector<std::string> out(texts.size());
  share_out(texts.size(), kRun, [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) out[i] = text::fold(utf8::head(texts[i], kMostOfTerms));
  });
  return out;
}

using Texts = std::vector<std::uint32_t>;  // By number, ascending.

struct Candidate : Rise {
  std::string stem;
};

// Of each term the texts that have it, whatever its form.
std::vector<Texts> texts_of(const std::vector<Candidate>& rising, std::span<const std::string> texts,
                            std::span<const std::string> whole, text::Language usual) {
  std::unordered_map<std::string_view, std::size_t> numbers;
  for (std::size_t i = 0; i < rising.size(); ++i) numbers.emplace(rising[i].stem, i);
  std::vector<Texts> out(rising.size());
  TermReader reader(usual);
  for (std::uint32_t i = 0; i < texts.size() && !rising.empty(); ++i) {
    stop_if_interrupted();
    for (const SaidTerm& term : reader.read(texts[i], text::guess_language(whole[i]))) {
      const auto found = numbers.find(term.stem);
      if (found != numbers.end()) out[found->second].push_back(i);
    }
  }
  return out;
}

// Whether nearly all texts of each are those of the other.
bool are_same(const Texts& one, const Texts& other) {
  Texts both;
  std::ranges::set_intersection(one, other, std::back_inserter(both));
  return static_cast<double>(both.size()) >= kSame * static_cast<double>(std::max(one.size(), other.size()));
}

double likelihood(double count, double expected) { return count > 0 ? count * std::log(count / expected) : 0; }

class Chooser {
 public:
  Chooser(std::span<const std::string> now, std::span<const std::string> before, std::size_t terms, const RisingOptions& options)
      : now_(now), before_(before), least_surprise_(2 * std::log(static_cast<double>(terms)) + 2), options_(options) {}

  [[nodiscard]] bool rises(const Rise& rise) const {
    const double share = static_cast<double>(rise.now) / static_cast<double>(now_.size());
    const double share_before = static_cast<double>(rise.before) / static_cast<double>(before_.size());
    return rise.now >= options_.least && share >= kTimes * share_before && rise.surprise > least_surprise_;
  }

  // Of terms that rise, the most surprising first.
  std::vector<Rise> choose(const std::vector<Candidate>& rising, const std::vector<Texts>& texts) {
    std::vector<Rise> chosen;
    std::vector<const Texts*> theirs;
    for (std::size_t i = 0; i < rising.size() && chosen.size() < options_.most; ++i) {
      const Rise& candidate = rising[i];
      if (std::ranges::any_of(theirs, [&](const Texts* other) { return are_same(texts[i], *other); })) continue;
      Rise rise = is_characters(candidate.term) ? longer(candidate) : candidate;
      if (std::ranges::none_of(chosen, [&](const Rise& other) { return overlaps(rise.term, other.term); })) {
        chosen.push_back(std::move(rise));
        theirs.push_back(&texts[i]);
      }
    }
    std::ranges::stable_sort(chosen, std::ranges::greater(), &Rise::surprise);
    return chosen;
  }

 private:
  Rise longer(const Rise& rise) {
    if (folded_now_.empty()) {
      folded_now_ = folded(now_);
      folded_before_ = folded(before_);
    }
    // What goes on alike is looked for in the texts that have it.
    std::vector<std::string> with;
    for (const std::string& text : folded_now_) {
      if (text.find(rise.term) != std::string::npos) with.push_back(text);
    }
    Rise out = rise;
    out.term = extended(with, rise.term);
    if (out.term == rise.term) return out;
    out.now = static_cast<std::uint32_t>(texts_with(with, out.term));
    out.before = static_cast<std::uint32_t>(texts_with(folded_before_, out.term));
    out.surprise = surprise(out.now, now_.size(), out.before, before_.size());
    if (!rises(out)) return rise;
    out.examples.clear();
    for (std::uint32_t i = 0; i < folded_now_.size() && out.examples.size() < kExamples; ++i) {
      if (folded_now_[i].find(out.term) != std::string::npos) out.examples.push_back(i);
    }
    return out;
  }

  std::span<const std::string> now_, before_;
  double least_surprise_;
  const RisingOptions& options_;
  std::vector<std::string> folded_now_, folded_before_;
};

}  // namespace

double surprise(std::uint32_t now, std::size_t of_now, std::uint32_t before, std::size_t of_before) {
  const auto n = static_cast<double>(of_now), m = static_cast<double>(of_before);
  const auto a = static_cast<double>(now), b = static_cast<double>(before);
  if (n == 0 || m == 0 || a / n <= b / m) return 0;
  const double share = (a + b) / (n + m);
  return 2 * (likelihood(a, share * n) + likelihood(b, share * m) + likelihood(n - a, (1 - share) * n) +
              likelihood(m - b, (1 - share) * m));
}

std::vector<Rise> rising_terms(std::span<const std::string> all_now, std::span<const std::string> before, text::Language usual,
                               const RisingOptions& options) {
  if (all_now.empty() || before.empty()) return {};
  const std::vector<std::string> now =
      options.copies ? without_copies(all_now) : std::vector<std::string>(all_now.begin(), all_now.end());
  Counts counts = count_now(now, all_now, usual);
  const std::size_t different = counts.size();
  std::erase_if(counts, [&](const auto& one) { return one.second.now < options.least; });
  const auto counts_before = count_before(before, counts, usual);
  Chooser chooser(now, before, different, options);
  std::vector<Candidate> rising;
  for (const auto& [stem, counted] : counts) {
    const auto found = counts_before.find(stem);
    const auto shown = std::ranges::max_element(counted.shown, {}, [](const auto& one) { return one.second; });
    Candidate rise{{shown->first, counted.now, found == counts_before.end() ? 0 : found->second, 0, counted.examples}, stem};
    rise.surprise = surprise(rise.now, now.size(), rise.before, before.size());
    if (chooser.rises(rise)) rising.push_back(std::move(rise));
  }
  std::ranges::sort(
      rising, [](const Rise& a, const Rise& b) { return a.surprise != b.surprise ? a.surprise > b.surprise : a.term < b.term; });
  if (rising.size() > kTriedOfEach * options.most) rising.resize(kTriedOfEach * options.most);
  return chooser.choose(rising, texts_of(rising, now, all_now, usual));
}

}  // namespace ckm::learn
