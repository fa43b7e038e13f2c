#include "learn/duplicate.hh"

#include <algorithm>
#include <cmath>

#include "base/number.hh"
#include "base/utf8.hh"
#include "learn/typing_error.hh"
#include "text/fold.hh"
#include "text/language.hh"
#include "text/question_sense.hh"
#include "text/reading.hh"
#include "text/stem.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr double kIdfExponent = 1.2;
constexpr double kFunctionWordShare = 0.4;
// What the cosine weighs of the score, the overlap having the rest: long texts have most characters in common.
constexpr double kLeastCosine = 0.1, kMostCosine = 0.5;
constexpr double kShort = 30, kLong = 150;  // Words.
constexpr double kNegation = 0.1, kNumbers = 0.1;
constexpr double kMendedShare = 0.9;
constexpr std::uint32_t kKnown = 3;    // A word of so many texts is no typing error.
constexpr std::size_t kMostLeft = 24;  // Words left over, of which more are no typing errors.
// A few texts tell little of what is common.
constexpr double kLeastTexts = 1000;

text::Stemmer& unstemmed() {
  static thread_local text::Stemmer none(text::Language::kNone);
  return none;
}

// Of either language, for a question is often too short to tell.
std::string stem_of(const text::Token& token) {
  static thread_local text::Stemmer english(text::Language::kEnglish), german(text::Language::kGerman);
  if (token.script != text::CharClass::kWord) return std::string(token.folded);
  return std::string(german.stem(std::string(english.stem(token.folded))));
}

template <class Counts>
void count_up(Counts& counts) {
  std::ranges::sort(counts, {}, [](const auto& c) { return c.unit; });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (kept > 0 && counts[kept - 1].unit == counts[i].unit) counts[kept - 1].times += counts[i].times;
    else counts[kept++] = counts[i];
  }
  counts.resize(kept);
}

}  // namespace

std::uint32_t DuplicateTexts::number_of(const std::string& unit, bool han) {
  const auto [known, added] = numbers_.try_emplace(unit, static_cast<std::uint32_t>(units_.size()));
  if (added) units_.push_back({unit, 0, 0, han, false});
  return known->second;
}

std::uint32_t DuplicateTexts::add(std::string_view text) {
  Text out;
  out.text = utf8::head(text, kMostRead);
  const std::string plain = text::ask_plainly(text::fold(out.text));
  text::TokenStream tokens(plain, unstemmed());
  for (text::Token token; tokens.next(token);) {
    const bool latin = token.script == text::CharClass::kWord;
    if (token.lane == text::Lane::kPair) out.pairs.push_back({number_of(std::string(token.term), true), 1});
    if (token.lane != text::Lane::kWord) continue;
    const std::uint32_t unit = number_of(stem_of(token), !latin);
    if (latin && text::is_function_word(token.folded, text::Language::kNone)) units_[unit].function = true;
    out.words.push_back({unit, 1});
    if (latin) {
      out.pairs.push_back({unit, 1});
      if (has_digit(token.folded)) out.numbers.emplace_back(token.folded);
    }
  }
  std::ranges::sort(out.numbers);
  count_up(out.words);
  count_up(out.pairs);
  for (const Count& c : out.words) ++units_[c.unit].texts;
  for (const Count& c : out.pairs) {
    if (!std::ranges::binary_search(out.words, c.unit, {}, &Count::unit)) ++units_[c.unit].texts;
  }
  out.negates = text::negations_in(out.text) % 2 != 0;
  texts_.push_back(std::move(out));
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

void DuplicateTexts::weigh() {
  const double all = std::max(static_cast<double>(texts_.size()), kLeastTexts);
  for (Unit& unit : units_) {
    unit.weight = std::pow(std::log((1 + all) / (0.5 + unit.texts)), kIdfExponent);
    if (text::is_function_word(unit.text, text::Language::kNone)) unit.weight *= kFunctionWordShare;
  }
  for (Text& text : texts_) {
    text.weight = 0;
    for (const Count& c : text.words) text.weight += c.times * units_[c.unit].weight;
    double squares = 0;
    for (const Count& c : text.pairs) squares += std::pow(c.times * units_[c.unit].weight, 2);
    text.length = std::sqrt(squares);
  }
}

double DuplicateTexts::mend(std::vector<Count>& ours, std::vector<Count>& theirs, double& less, Score& score) const {
  less = 0;
  if (ours.empty() || theirs.empty() || ours.size() > kMostLeft || theirs.size() > kMostLeft) return 0;
  double common = 0;
  for (const Count& a : ours) {
    const Unit& one = units_[a.unit];
    for (Count& b : theirs) {
      const Unit& other = units_[b.unit];
      if (b.times == 0 || one.han != other.han) continue;
      if (one.han ? !is_read_alike(one.text, other.text)
                  : one.function || other.function || (one.texts >= kKnown && other.texts >= kKnown) ||
                        !is_typing_error(one.text, other.text))
        continue;
      const double weight = std::min(one.weight, other.weight);
      const double times = std::min(a.times, b.times);
      common += kMendedShare * times * weight;
      less += times * (one.weight + other.weight - 2 * weight);
      score.mended.push_back({one.text, other.text});
      b.times = 0;
      break;
    }
  }
  return common;
}

DuplicateTexts::Score DuplicateTexts::score(std::uint32_t one, std::uint32_t other) const {
  const Text& left = texts_[one];
  const Text& right = texts_[other];
  Score out;
  double common = 0, less = 0;
  std::vector<Count> ours, theirs;  // Left over.
  for (auto a = left.words.begin(), b = right.words.begin(); a != left.words.end() || b != right.words.end();) {
    if (b == right.words.end() || (a != left.words.end() && a->unit < b->unit)) {
      ours.push_back(*a++);
    } else if (a == left.words.end() || b->unit < a->unit) {
      theirs.push_back(*b++);
    } else {
      common += std::min(a->times, b->times) * units_[a->unit].weight;
      ++a, ++b;
    }
  }
  common += mend(ours, theirs, less, out);
  const double whole = left.weight + right.weight - less;
  double product = 0;
  for (auto a = left.pairs.begin(), b = right.pairs.begin(); a != left.pairs.end() && b != right.pairs.end();) {
    if (a->unit == b->unit) product += a->times * b->times * std::pow(units_[a->unit].weight, 2), ++a, ++b;
    else if (a->unit < b->unit) ++a;
    else ++b;
  }
  const auto words = static_cast<double>(std::min(left.words.size(), right.words.size()));
  const double share = std::lerp(kLeastCosine, kMostCosine, std::clamp((words - kShort) / (kLong - kShort), 0.0, 1.0));
  if (whole > 0) out.value += (1 - share) * 2 * common / whole;
  if (left.length > 0 && right.length > 0) out.value += share * product / (left.length * right.length);
  if (left.negates != right.negates) out.value -= kNegation;
  if (left.numbers != right.numbers) out.value -= kNumbers;
  return out;
}

std::vector<std::pair<std::uint32_t, float>> DuplicateTexts::vector(std::uint32_t number) const {
  const Text& text = texts_[number];
  std::vector<std::pair<std::uint32_t, float>> out;
  double squares = 0;
  const auto add = [&](const Count& c) {
    const double weight = c.times * units_[c.unit].weight;
    squares += weight * weight;
    out.emplace_back(c.unit, static_cast<float>(weight));
  };
  for (auto a = text.words.begin(), b = text.pairs.begin(); a != text.words.end() || b != text.pairs.end();) {
    if (b == text.pairs.end() || (a != text.words.end() && a->unit < b->unit)) {
      add(*a++);
    } else {
      if (a != text.words.end() && a->unit == b->unit) ++a;
      add(*b++);
    }
  }
  const auto length = static_cast<float>(std::sqrt(squares));
  for (auto& [unit, weight] : out) weight /= length;
  return out;
}

std::string DuplicateTexts::key(std::string_view text) {
  std::string key;
  text::TokenStream tokens(text, unstemmed());
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord) continue;
    if (token.script == text::CharClass::kWord && !key.empty()) key += ' ';
    key += token.folded;
  }
  return key;
}

std::string DuplicateTexts::mended(std::string_view theirs, const std::vector<Mended>& errors) {
  std::string out;
  std::size_t at = 0;
  text::TokenStream tokens(theirs, unstemmed());
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord || token.begin < at) continue;
    const std::string stem = stem_of(token);
    const auto error = std::ranges::find(errors, stem, &Mended::theirs);
    if (error == errors.end()) continue;
    out.append(theirs.substr(at, token.begin - at)).append(error->ours);
    at = token.end;
  }
  return out.append(theirs.substr(at));
}

}  // namespace ckm::learn
