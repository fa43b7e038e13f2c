#include "learn/word_places.hh"

#include <algorithm>

#include "base/number.hh"
#include "base/utf8.hh"
#include "text/courtesy_words.hh"
#include "text/tokenize.hh"

namespace ckm::learn {
namespace {

constexpr std::size_t kMostRead = 2048;
constexpr std::size_t kLeastLetters = 4;
constexpr std::size_t kMostLetters = 40;

}  // namespace

void PlaceReader::split(std::string_view text) {
  text = utf8::head(text, kMostRead);
  text::Language language = text::guess_language(text);
  if (language == text::Language::kNone) language = usual_;
  words_.clear();
  text::TokenStream tokens(text, unstemmed_);
  bool joined = false;
  for (text::Token token; tokens.next(token);) {
    if (token.lane == text::Lane::kPair) joined = true;
    if (token.lane != text::Lane::kWord) continue;
    Word word;
    word.blank = !words_.empty() && token.begin == words_.back().end + 1 && text[words_.back().end] == ' ';
    word.folded = token.folded;
    word.end = token.end;
    word.han = token.script == text::CharClass::kHan;
    word.letters = token.script == text::CharClass::kWord;
    word.joined = joined;
    word.function = text::is_function_word(token.folded, language) || text::is_courtesy_word(token.folded);
    word.digits = has_digit(word.folded);
    word.telling = word.letters && !word.function && !word.digits && word.folded.size() >= kLeastLetters &&
                   word.folded.size() <= kMostLetters;
    words_.push_back(std::move(word));
    joined = false;
  }
}

bool PlaceReader::are_pair(std::size_t i) {
  const Word& left = words_[i - 1];
  const Word& right = words_[i];
  const bool characters = left.han && right.han && right.joined && !left.function && !right.function;
  const bool letters = left.letters && right.letters && right.blank && !left.digits && !right.digits && left.folded.size() > 1 &&
                       right.folded.size() > 1;
  if (!characters && !letters) return false;
  both_ = left.folded;
  if (letters) both_ += ' ';
  both_ += right.folded;
  return true;
}

void PlaceReader::count_characters(CharacterPairs& into) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (words_[i].han) into.add(words_[i].folded, words_[i].joined ? std::string_view(words_[i - 1].folded) : std::string_view());
  }
}

}  // namespace ckm::learn
