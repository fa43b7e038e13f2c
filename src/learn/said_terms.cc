#include "learn/said_terms.hh"

#include <algorithm>
#include <utility>

#include "base/utf8.hh"
#include "text/courtesy_words.hh"
#include "text/fold.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kMostCharacters = 6;  // Of a run of Han characters.
constexpr std::size_t kFewestLonger = 3;    // Texts that have a longer run.
constexpr double kMostly = 0.6;
constexpr double kNearlyAll = 0.9;  // A function character is a part of a word then.

// More than one letter, and not only digits.
bool is_word(std::string_view folded) {
  return folded.size() > utf8::decode(folded.data(), folded.data() + folded.size()).length &&
         std::ranges::any_of(folded, [](char c) { return c < '0' || c > '9'; });
}

bool has_function_character(std::string_view pair) {
  const std::size_t first = utf8::decode(pair.data(), pair.data() + pair.size()).length;
  return text::is_function_word(pair.substr(0, first), text::Language::kNone) ||
         text::is_function_word(pair.substr(first), text::Language::kNone);
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

}  // namespace

bool TermReader::is_courtesy(std::string_view folded) const { return !courtesy_ && text::is_courtesy_word(folded); }

std::vector<SaidTerm> TermReader::read(std::string_view text, text::Language language) {
  text = utf8::head(text, kMostOfTerms);
  if (language == text::Language::kNone) language = text::guess_language(text);
  if (language == text::Language::kNone) language = usual_;
  std::vector<SaidTerm> terms;
  text::TokenStream tokens(text, stemmers_.try_emplace(language, language).first->second);
  SaidTerm before;  // A word that may begin a pair.
  std::uint32_t end = 0;
  text::Token token;
  while (tokens.next(token)) {
    if (token.lane == text::Lane::kPair) {
      if (!has_function_character(token.folded) && !is_courtesy(token.folded))
        terms.push_back({std::string(token.folded), std::string(token.folded)});
      continue;
    }
    if (token.lane != text::Lane::kWord) continue;
    if (token.script != text::CharClass::kWord || !is_word(token.folded) || text::is_function_word(token.folded, language) ||
        is_courtesy(token.folded)) {
      before = {};
      continue;
    }
    SaidTerm word{std::string(token.term), std::string(token.folded)};
    // Only a blank may stand between the words of a pair.
    if (!before.stem.empty() && token.begin == end + 1 && text[end] == ' ')
      terms.push_back({before.stem + ' ' + word.stem, before.shown + ' ' + word.shown});
    terms.push_back(word);
    before = std::move(word);
    end = token.end;
  }
  std::ranges::stable_sort(terms, {}, &SaidTerm::stem);
  const auto repeats = std::ranges::unique(terms, {}, &SaidTerm::stem);
  terms.erase(repeats.begin(), repeats.end());
  return terms;
}

bool is_characters(std::string_view term) {
  return text::char_class(utf8::decode(term.data(), term.data() + term.size()).code) != text::CharClass::kWord;
}

std::size_t texts_with(const std::vector<std::string>& folded, std::string_view term) {
  return static_cast<std::size_t>(
      std::ranges::count_if(folded, [&](const std::string& text) { return text.find(term) != std::string::npos; }));
}

std::string extended(const std::vector<std::string>& folded, std::string term) {
  if (!is_characters(term)) return term;
  for (std::size_t length = 2; length < kMostCharacters; ++length) {
    const auto all = static_cast<double>(texts_with(folded, term));
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
  if (!is_characters(a) || !is_characters(b)) {
    const std::string one = ' ' + std::string(a) + ' ', other = ' ' + std::string(b) + ' ';
    return one.find(other) != std::string::npos || other.find(one) != std::string::npos;
  }
  if (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos) return true;
  // The end of one is the beginning of the other.
  for (std::size_t size = 3; size < std::min(a.size(), b.size()); ++size) {
    if (a.ends_with(b.substr(0, size)) || b.ends_with(a.substr(0, size))) return true;
  }
  return false;
}

}  // namespace ckm::learn
