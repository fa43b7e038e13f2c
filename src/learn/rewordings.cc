#include "learn/rewordings.hh"

#include <algorithm>
#include <array>
#include <optional>

#include "base/number.hh"
#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/question_sense.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr char kBetween = '\x1F';  // Of the stems of words.

// Words by which people ask, whatever they ask for.
constexpr auto kAsking = std::to_array<std::string_view>(
    {"able",      "advise",  "allowed", "available", "explain", "find",     "get",      "give",      "happen",  "happened",
     "happening", "happens", "help",    "know",      "learn",   "let",      "like",     "look",      "looking", "need",
     "needed",    "needing", "option",  "options",   "please",  "possible", "possibly", "question",  "reason",  "reasons",
     "say",       "see",     "show",    "tell",      "thank",   "thanks",   "think",    "thinking",  "trying",  "understand",
     "want",      "wanted",  "wanting", "way",       "ways",    "wish",     "wonder",   "wondering", "work",    "works",
     "would",     "i'd",     "i'm",     "i'll",      "i've"});

bool asks(std::string_view folded) { return std::ranges::find(kAsking, folded) != kAsking.end(); }

}  // namespace

Rewordings::Words Rewordings::words_of(std::string_view text) {
  const std::string plain = text::ask_plainly(text::fold(utf8::head(text, kMostRead)));
  text::Language language = text::guess_language(plain);
  if (language == text::Language::kNone) language = usual_;
  text::TokenStream tokens(plain, stemmers_.try_emplace(language, language).first->second);
  Words words;
  bool joined = false;
  for (text::Token token; tokens.next(token);) {
    if (token.lane == text::Lane::kPair) joined = true;
    if (token.lane != text::Lane::kWord) continue;
    const bool character = token.script != text::CharClass::kWord;
    if (!character && (text::is_function_word(token.folded, language) || asks(token.folded))) continue;
    words.push_back({std::string(token.folded), std::string(token.term), character, joined});
    joined = false;
  }
  return words;
}

void Rewordings::count(const Words& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].character) pairs_.add(words[i].shown, words[i].joined ? words[i - 1].shown : std::string_view());
  }
}

void Rewordings::add(std::string_view one, std::string_view other, std::string_view witness, bool whole) {
  Difference out{words_of(one), words_of(other), 0, 0, 0, std::string(one), std::string(other), std::string(witness)};
  count(out.one);
  count(out.other);
  const std::size_t shorter = std::min(out.one.size(), out.other.size());
  const auto same = [](const Word& a, const Word& b) { return a.stem == b.stem; };
  while (out.begin < shorter && same(out.one[out.begin], out.other[out.begin])) ++out.begin;
  std::size_t tail = 0;
  while (tail < shorter - out.begin && same(out.one[out.one.size() - 1 - tail], out.other[out.other.size() - 1 - tail])) ++tail;
  out.end = out.one.size() - tail;
  out.other_end = out.other.size() - tail;
  if (out.begin == out.end || out.begin == out.other_end) return;  // One has all that the other one has.
  if (out.begin + tail == 0 && !whole) return;
  const auto fits = [&](const Words& words, std::size_t end) {
    std::size_t letters = 0;
    for (std::size_t i = out.begin; i < end; ++i) {
      if (has_digit(words[i].shown)) return false;
      if (!words[i].character) ++letters;
    }
    return letters <= kMostWords && end - out.begin - letters <= kMostCharacters;
  };
  if (!fits(out.one, out.end) || !fits(out.other, out.other_end)) return;
  if (text::ask_opposites(text::fold(one), text::fold(other))) return;
  differences_.push_back(std::move(out));
}

void Rewordings::add_question(std::string_view text, std::int64_t group) {
  const Words words = words_of(text);
  count(words);
  if (words.empty()) return;
  std::vector<std::int64_t>& groups = questions_[key_of(words).stems];
  if (std::ranges::find(groups, group) == groups.end()) groups.push_back(group);
}

double Rewordings::cohesion(const Word& left, const Word& right) const {
  return left.character && right.joined ? pairs_.cohesion(left.shown, right.shown) : 0;
}

// Whether both runs are words: a single character takes the neighbour with which it is one.
bool Rewordings::widen(Difference& it) const {
  const auto single = [&](const Words& words, std::size_t end) { return end == it.begin + 1 && words[it.begin].character; };
  const bool one = single(it.one, it.end), other = single(it.other, it.other_end);
  if (!one && !other) return true;
  const auto left = [&](const Words& words) { return it.begin == 0 ? 0 : cohesion(words[it.begin - 1], words[it.begin]); };
  const auto right = [&](const Words& words, std::size_t end) {
    return end == words.size() ? 0 : cohesion(words[end - 1], words[end]);
  };
  // A neighbour that is rather a word with what stands beyond it is none.
  const auto beyond_left = [&](const Words& words) {
    return it.begin < 2 ? 0 : cohesion(words[it.begin - 2], words[it.begin - 1]);
  };
  const auto beyond_right = [&](const Words& words, std::size_t end) {
    return end + 1 >= words.size() ? 0 : cohesion(words[end], words[end + 1]);
  };
  double with_left = std::min(left(it.one), left(it.other));
  if (with_left <= beyond_left(it.one)) with_left = 0;
  double with_right = std::min(right(it.one, it.end), right(it.other, it.other_end));
  if (with_right <= beyond_right(it.one, it.end)) with_right = 0;
  if (std::max(with_left, with_right) < kCohesive) return false;
  if (with_left > with_right) {
    --it.begin;
  } else {
    ++it.end;
    ++it.other_end;
  }
  return true;
}

// Some of the words, without function words at the ends.
Rewordings::Words Rewordings::telling(const Words& words, std::size_t begin, std::size_t end) {
  const auto tells_nothing = [](const Word& word) { return text::is_function_word(word.shown, text::Language::kNone); };
  while (begin < end && words[begin].character && tells_nothing(words[begin])) ++begin;
  while (begin < end && words[end - 1].character && tells_nothing(words[end - 1])) --end;
  return {words.begin() + static_cast<std::ptrdiff_t>(begin), words.begin() + static_cast<std::ptrdiff_t>(end)};
}

// Words that are one after another without a sign between them; a character or a letter by itself is none.
bool Rewordings::is_run(const Words& words) {
  if (words.empty() || (words.size() == 1 && utf8::code_points(words.front().shown).size() == 1)) return false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].character && words[i - 1].character && !words[i].joined) return false;
  }
  return true;
}

// How many of the words of one the other one has, too.
std::size_t Rewordings::shared(const Words& words, const Words& others) {
  return static_cast<std::size_t>(std::ranges::count_if(
      words, [&](const Word& word) { return std::ranges::find(others, word.stem, &Word::stem) != others.end(); }));
}

Rewordings::Key Rewordings::key_of(const Words& words) {
  Key key;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      key.stems += kBetween;
      if (!words[i].joined) key.shown += ' ';
    }
    key.shown += words[i].shown;
    key.stems += words[i].stem;
  }
  return key;
}

// Looks in each question for each of the words, and for the question that has the other one there.
void Rewordings::count_against(std::vector<Rewording>& found,
                               const std::vector<std::pair<std::string, std::string>>& stems) const {
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_word;
  for (std::size_t i = 0; i < stems.size(); ++i) by_word[stems[i].first].push_back(i);
  for (const auto& [question, groups] : questions_) {
    for (std::size_t begin = 0; begin < question.size();
         begin = std::min(question.find(kBetween, begin), question.size() - 1) + 1) {
      std::size_t end = begin;
      for (std::size_t words = 0; words < kMostCharacters && end < question.size(); ++words) {
        end = std::min(question.find(kBetween, end + (words > 0 ? 1 : 0)), question.size());
        const auto at = by_word.find(std::string_view(question).substr(begin, end - begin));
        if (at == by_word.end()) continue;
        for (const std::size_t i : at->second) {
          const auto other = questions_.find(question.substr(0, begin) + stems[i].second + question.substr(end));
          if (other == questions_.end()) continue;
          const bool same = std::ranges::any_of(
              groups, [&](std::int64_t group) { return std::ranges::find(other->second, group) != other->second.end(); });
          if (!same) ++found[i].against;
        }
      }
    }
  }
}

std::vector<Rewording> Rewordings::find(std::size_t least) const {
  struct Evidence {
    Rewording rewording;
    std::set<std::string> witnesses;
  };
  std::map<std::pair<std::string, std::string>, Evidence> found;
  for (Difference difference : differences_) {
    if (!widen(difference)) continue;
    const Words of_one = telling(difference.one, difference.begin, difference.end);
    const Words of_other = telling(difference.other, difference.begin, difference.other_end);
    if (!is_run(of_one) || !is_run(of_other) ||
        shared(of_one, of_other) > (of_one.front().character && of_other.front().character ? 1U : 0U))
      continue;
    Key one = key_of(of_one), other = key_of(of_other);
    if (other.shown < one.shown) {
      std::swap(one, other);
      std::swap(difference.one_text, difference.other_text);
    }
    Evidence& evidence = found[{one.stems, other.stems}];
    if (evidence.witnesses.empty())
      evidence.rewording = {one.shown, other.shown, {}, difference.one_text, difference.other_text, 0};
    evidence.witnesses.insert(difference.witness);
  }
  std::vector<Rewording> out;
  std::vector<std::pair<std::string, std::string>> stems;
  for (auto& [key, evidence] : found) {
    if (evidence.witnesses.size() < least) continue;
    evidence.rewording.witnesses.assign(evidence.witnesses.begin(), evidence.witnesses.end());
    out.push_back(std::move(evidence.rewording));
    stems.push_back(key);
  }
  count_against(out, stems);
  std::erase_if(out, [](const Rewording& one) { return one.against >= one.witnesses.size(); });
  std::ranges::stable_sort(out, [](const Rewording& a, const Rewording& b) {
    return a.witnesses.size() != b.witnesses.size() ? a.witnesses.size() > b.witnesses.size() : a.one < b.one;
  });
  return out;
}

}  // namespace ckm::learn
