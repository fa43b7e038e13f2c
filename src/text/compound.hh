// Names of more than one word, or of more than one script: found whole and by part, however they are written.
//
// Words that signs join without a blank (ERR_404, T+1, v2.3.1, a@b.cn, e-mail) have a whole: the words with the signs between
// them. A hyphen or low line counts between two digits only, so that e-mail meets email, and ERR_404 meets ERR404. Signs at
// the end belong to it too in C++ and C#. A word of letters and digits (iPhone15) has its runs of either as parts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ckm::text {

class Compound {
 public:
  struct Piece {
    std::string_view folded;
    std::uint32_t begin = 0;  // Bytes of the original text.
    std::uint32_t end = 0;
    std::uint32_t position = 0;  // Of the first word that it is made of.
    bool mixed = false;          // Of a word: it has letters and digits.
    bool plain = false;          // Of a mixed word: each byte of the text is one of the folded form.
  };
  // Longer names, and those of more words, have no whole; words with more parts (3f9a0c2e) have none.
  static constexpr std::size_t kMostBytes = 64;
  static constexpr std::size_t kMostWords = 8;
  static constexpr std::size_t kMostParts = 4;

  // What stands behind a word, folded: ASCII, an a for other letters, and 0 for everything else.
  struct Behind {
    std::array<char, 3> folded{};
    std::array<std::uint32_t, 3> end{};  // In the original text.
  };
  // A word was read whose pieces are to follow; those of the word before must have been taken.
  void add(const Piece& word, const Behind& behind);
  // Whether there is a piece left; sets `piece` to the next one, which is valid until the next call of add(). Parts come first.
  bool next(Piece& piece, bool& is_part);
  [[nodiscard]] bool waiting() const { return part_ < parts_ || whole_ready_; }
  // Whether the next word belongs to the name that was begun, so that it must be added.
  [[nodiscard]] bool open() const { return words_ > 0; }
  // Whether a name may go on or end with this folded character.
  static bool joins(char32_t sign) {
    switch (sign) {
      case '-':
      case '_':
      case '.':
      case '+':
      case '@':
      case '/':
      case '&':
      case '#': return true;
      default: return false;
    }
  }

 private:
  void split(const Piece& word);
  void append(std::string_view bytes);

  Piece word_;
  std::array<std::uint8_t, kMostParts + 1> borders_{};  // Of the parts, in the word.
  std::size_t parts_ = 0;
  std::size_t part_ = 0;
  // The name so far; nothing while words_ is 0.
  std::array<char, kMostBytes> whole_{};
  std::size_t whole_size_ = 0;
  std::size_t words_ = 0;
  std::uint32_t begin_ = 0;
  std::uint32_t end_ = 0;
  std::uint32_t position_ = 0;
  bool whole_ready_ = false;
  bool too_long_ = false;
};

}  // namespace ckm::text
