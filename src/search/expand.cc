#include "search/expand.hh"

#include <algorithm>
#include <iterator>

#include "search/pinyin_lane.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kMostReplacements = 64;
constexpr std::size_t kMostTargets = 8;
constexpr std::size_t kMostWordings = 6;
// Of what its words weigh, for a synonym most of whose characters are theirs.
constexpr double kLeastShare = 0.05;

bool share_a_term(const Unit& a, const Unit& b) { return std::ranges::find_first_of(a.terms, b.terms) != a.terms.end(); }

bool among(const Unit& unit, std::span<const Unit> units) {
  return std::ranges::any_of(units, [&](const Unit& other) { return share_a_term(unit, other); });
}

std::string text_of(std::span<const Unit> units) {
  std::string text;
  for (const Unit& unit : units) text.append(text.empty() || unit.joined ? "" : " ").append(unit.folded);
  return text;
}

std::string forms_of(const Unit& unit) {
  std::string text;
  for (const std::string& term : unit.terms) text.append(text.empty() ? "" : " ").append(term);
  return text;
}

double sum_of(std::span<const Unit> units) {
  double sum = 0;
  for (const Unit& unit : units) sum += unit.idf;
  return sum;
}

// Weighed, but all together at most so much: several words for one (wi-fi) say no more than that.
void weigh_together(std::vector<Unit>& units, Corpus& corpus, double most) {
  weigh(units, corpus);
  const double sum = sum_of(units);
  if (sum <= most) return;
  for (Unit& unit : units) unit.idf *= most / sum;
}

}  // namespace

// What a text that has the target has in the index: pairs of characters, words of letters, lone characters.
std::vector<Unit> Expansion::parts_of(std::span<const Unit> target) {
  std::vector<Unit> parts;
  for (std::size_t i = 0; i < target.size(); ++i) {
    const bool paired = target[i].joined || (i + 1 < target.size() && target[i + 1].joined);
    if (target[i].joined) {
      Unit pair;
      pair.folded = target[i - 1].folded + target[i].folded;
      pair.terms = {pair.folded};
      parts.push_back(std::move(pair));
    }
    if (!paired) parts.push_back(target[i]);
  }
  return parts;
}

// What the words weigh in common with the target counts for a text that has it anyway; the rest of its share is shared out
// among its parts by the squares of their idf, as a common pair (电话 of 行动电话) says little by itself.
std::vector<Unit> Expansion::weighed_parts(std::span<const Unit> words, std::vector<Unit> parts, std::span<const Unit> target,
                                           double share) {
  const double sum = sum_of(words);
  double common = 0;
  for (const Unit& word : words) common += among(word, target) ? word.idf : 0;
  std::erase_if(parts, [&](const Unit& part) { return among(part, words); });
  weigh(parts, corpus_);
  double squares = 0;
  for (const Unit& part : parts) squares += part.idf * part.idf;
  const double budget = std::max(share * sum - common, kLeastShare * sum);
  for (Unit& part : parts) {
    part.extra = true;
    part.idf = squares > 0 ? budget * part.idf * part.idf / squares : 0;
  }
  return parts;
}

// What the front of the words may also be: a synonym, else another spelling.
Synonyms::Match Expansion::match(std::span<const Unit> words, const Synonyms::Latin& latin) const {
  Synonyms::Match match = synonyms_.longest(words, latin);
  if (match.units > 0 || spelling_ == nullptr) return match;
  const auto take = [&](const std::string& folded, std::size_t units) {
    const Correction* const correction = spelling_->find(folded);
    if (correction == nullptr) return false;
    match.units = units;
    // What has the word as it was typed comes first, whatever else is in its title.
    const bool rare = correction->why == kRareReason;
    match.synonyms.push_back({correction->meant, correction->why, rare ? kRareShare : kSynonymShare, !rare});
    return true;
  };
  if (take(words.front().folded, 1)) return match;
  if (words.size() > 1 && words[1].joined) take(words[0].folded + words[1].folded, 2);
  return match;
}

void Expansion::add(std::span<const Unit> units, std::size_t begin) {
  const std::span<const Unit> words = units.subspan(begin);
  const Synonyms::Latin latin(synonyms_, words, corpus_, stemmers_);
  for (std::size_t at = 0; at < words.size() && replacements_.size() < kMostReplacements;) {
    const Synonyms::Match found = match(words.subspan(at), latin);
    const std::span<const Unit> replaced = words.subspan(at, std::max<std::size_t>(found.units, 1));
    Replacement replacement{begin + at, begin + at + replaced.size(), {}};
    for (const Synonym& synonym : found.synonyms) {
      std::vector<Unit> target = split_units(synonym.to, corpus_, stemmers_);
      std::vector<Unit> parts = parts_of(target);
      // What the corpus doesn't have would only cost time.
      if (!std::ranges::all_of(parts, [&](const Unit& part) { return corpus_.has_any(part.terms); })) continue;
      Alternative alternative{text_of(replaced), std::string(synonym.to), std::string(synonym.why), {}};
      std::ranges::transform(parts, std::back_inserter(alternative.terms), forms_of);
      alternatives_.push_back(std::move(alternative));
      // A text with wi-fi has wifi, too, as the name that its signs join.
      std::vector<Unit> whole = compounds_of(synonym.to, corpus_, stemmers_);
      std::ranges::copy(target, std::back_inserter(whole));
      std::ranges::move(weighed_parts(replaced, std::move(parts), whole, synonym.share), std::back_inserter(extras_));
      if (!synonym.rewords) continue;
      weigh_together(target, corpus_, sum_of(replaced));
      replacement.targets.push_back(std::move(target));
      if (replacement.targets.size() == kMostTargets) break;
    }
    if (!replacement.targets.empty()) replacements_.push_back(std::move(replacement));
    at += replaced.size();
  }
  for (Unit& unit : pinyin_units(words, session_, corpus_)) {
    for (const std::string& term : unit.terms) alternatives_.push_back({unit.folded, term, std::string(kPinyinReason), {term}});
    extras_.push_back(std::move(unit));
  }
}

std::vector<Unit> Expansion::extras(std::span<const Unit> own) {
  std::vector<Unit> out;
  for (Unit& extra : extras_) {
    if (among(extra, own)) continue;
    const auto same = std::ranges::find(out, extra.terms, &Unit::terms);
    if (same == out.end()) out.push_back(std::move(extra));
    else same->idf = std::max(same->idf, extra.idf);
  }
  return out;
}

std::vector<std::vector<Unit>> Expansion::wordings(std::span<const Unit> own) {
  std::vector<std::vector<Unit>> out;
  // `choose` gives the number of a replacement's target, or one that it hasn't where the words stay.
  const auto add = [&](auto choose) {
    std::vector<Unit> wording;
    std::size_t at = 0;
    for (std::size_t i = 0; i < replacements_.size(); ++i) {
      const Replacement& replacement = replacements_[i];
      const std::size_t number = choose(i);
      if (number >= replacement.targets.size()) continue;
      wording.insert(wording.end(), own.begin() + static_cast<std::ptrdiff_t>(at),
                     own.begin() + static_cast<std::ptrdiff_t>(replacement.begin));
      wording.insert(wording.end(), replacement.targets[number].begin(), replacement.targets[number].end());
      at = replacement.end;
    }
    wording.insert(wording.end(), own.begin() + static_cast<std::ptrdiff_t>(at), own.end());
    if (out.size() < kMostWordings) out.push_back(std::move(wording));
  };
  std::size_t most = 0;
  for (const Replacement& replacement : replacements_) most = std::max(most, replacement.targets.size());
  // All words replaced at once, then one at a time.
  for (std::size_t number = 0; number < most && out.size() < kMostWordings; ++number) {
    add([&](std::size_t i) { return std::min(number, replacements_[i].targets.size() - 1); });
  }
  for (std::size_t one = 0; replacements_.size() > 1 && one < replacements_.size() && out.size() < kMostWordings; ++one) {
    add([&](std::size_t i) { return i == one ? std::size_t{0} : replacements_[i].targets.size(); });
  }
  return out;
}

}  // namespace ckm::search
