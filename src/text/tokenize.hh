// From text to index terms, for documents and queries alike.
//
// Han, kana and Hangul: each character is a word, and each two adjacent ones are a pair, whichever of these scripts they
// are of. Other scripts: runs of letters and digits are words, stemmed; runs of different scripts always split (退款refund,
// приветhello); digits go with any. Everything else separates. A pair never spans a separator, a blank included. What
// folding removes (soft hyphen, zero-width space) is as if it were not there; a mark belongs to the character before it.
//
// Apostrophes (' and ’) between letters stay within their word (don't), with two exceptions: a possessive 's at the end is
// dropped (customer's), and an elided article or pronoun is a word of its own (l'eau, qu'il, jusqu'à, dell'anno; o'clock too).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/compound.hh"
#include "text/fold.hh"
#include "text/folded_reader.hh"
#include "text/stem.hh"

namespace ckm::text {

enum class Lane : std::uint8_t {
  kWord,  // Ranked.
  kPair,  // Two adjacent Han, kana or Hangul characters: for phrases and exact substrings.
  kPart,  // Letters or digits of a word of both (compound.hh).
  kName,  // Words that signs join: ERR_404 (compound.hh).
};

struct Token {
  std::string_view term;    // Folded and, for words of the stream's language, stemmed. Valid until the next token. Never empty.
  std::string_view folded;  // Folded, not stemmed (equal to term in Han).
  std::uint32_t begin = 0;  // Bytes of the original text, on character borders; for a pair, of both characters. Characters
  std::uint32_t end = 0;    // that fold to several words (㈱) give tokens with equal offsets.
  std::uint32_t position = 0;  // Among the words, from 0. A pair, a part and a name have that of the word they begin in.
  Lane lane = Lane::kWord;
  CharClass script = CharClass::kWord;  // kWord, kHan, kKana or kHangul; for a pair, its second character's.
};

// Words whose folded form is longer are cut at a character border.
inline constexpr std::size_t kMaxWordBytes = 255;

// Reads the tokens of one text one by one, without allocating per token. The text must outlive the stream; at most 4 GiB.
class TokenStream {
 public:
  // The stemmer must outlive the stream.
  TokenStream(std::string_view text, Stemmer& stemmer);
  TokenStream(const TokenStream&) = delete;
  TokenStream& operator=(const TokenStream&) = delete;

  // Sets `token` to the next one and returns true, or returns false at the end. After a Han character that follows another
  // one its pair comes first, then the character itself. Parts follow their word, a name its last word and that one's parts.
  bool next(Token& token);

 private:
  // A word while it is read.
  struct Word {
    const char* begin = nullptr;
    const char* end = nullptr;
    unsigned script = 0;   // Of its letters, 0 while there are none.
    bool letters = false;  // It has some, beside marks.
    bool digits = false;
    bool last_is_letter = false;
    bool apostrophe = false;
    bool marks = false;
    bool cut = false;
  };
  enum class Apostrophe : std::uint8_t { kGoesOn, kEnds, kPossessive };
  static constexpr std::size_t kMaxCharacterBytes = 64;  // A character with its marks; further marks are dropped.

  [[nodiscard]] std::uint32_t offset(const char* at) const { return static_cast<std::uint32_t>(at - text_.data()); }
  void read_character(Token& token, const Unit& first);
  void set_character(Token& token) const;
  const char* gather_marks(const Unit& first);
  void read_word(Token& token);
  const char* read_ascii(Word& word);
  void append(Word& word, const Unit& unit);
  Apostrophe read_apostrophe(Word& word);
  void compose_word();
  [[nodiscard]] bool may_join(const char* at) const;
  void read_behind(const Token& token, bool mixed, bool joined);
  void place_part(Compound::Piece& piece) const;
  void read_compound(Token& token);

  std::string_view text_;
  Stemmer& stemmer_;
  FoldedReader reader_;
  std::uint32_t position_ = 0;
  std::array<char, kMaxWordBytes + 8> word_{};
  std::size_t word_size_ = 0;
  std::u32string cluster_;
  Compound compound_;
  // The last character and, where it has a pair, the one before it. last_size_ is 0 while no pair with it is possible.
  std::array<char, 2 * kMaxCharacterBytes> pair_{};
  std::size_t last_at_ = 0;
  std::size_t last_size_ = 0;
  std::uint32_t last_begin_ = 0;
  std::uint32_t last_end_ = 0;
  CharClass last_script_ = CharClass::kOther;
  bool pending_ = false;  // The last character waits behind its pair.
};

}  // namespace ckm::text
