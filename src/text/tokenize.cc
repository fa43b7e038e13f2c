#include "text/tokenize.hh"

#include <algorithm>
#include <bit>
#include <cstring>

#include "text/compose.hh"
#include "text/eight_bytes.hh"

namespace ckm::text {
namespace {

// For each byte what it is within a word: the lower-case letter or digit, 0 for everything else and for bytes above ASCII.
constexpr std::array<char, 256> kAsciiWord = [] {
  std::array<char, 256> out{};
  for (std::size_t c = '0'; c <= '9'; ++c) out[c] = static_cast<char>(c);
  for (std::size_t c = 'a'; c <= 'z'; ++c) out[c] = out[c - 32] = static_cast<char>(c);
  return out;
}();

char ascii_word(char byte) { return kAsciiWord[static_cast<unsigned char>(byte)]; }
bool is_ascii(char byte) { return static_cast<unsigned char>(byte) < 0x80; }

constexpr char kLetterBit = 0x40;  // Set in each of kAsciiWord's letters, in none of its digits.

// Eight bytes of a text: how many of them, from the first, are ASCII letters and digits, and these in lower case.
struct WordBytes {
  std::uint64_t lower;    // The bytes behind those taken mean nothing.
  std::uint64_t letters;  // Not 0 when there are letters among those taken.
  std::uint64_t digits;   // The same for digits.
  int taken;

  explicit WordBytes(const char* at) {
    const std::uint64_t eight = eight_bytes::load(at);
    letters = eight_bytes::letters(eight);
    lower = eight_bytes::lower(eight, letters);
    digits = eight_bytes::digits(eight);
    const std::uint64_t others = (letters | digits) ^ eight_bytes::each(0x80);
    taken = std::countr_zero(others) / 8;
    if (others == 0) return;
    const std::uint64_t before = (others & (0 - others)) - 1;
    letters &= before;
    digits &= before;
  }
};

// Whether the character with this entry may stand in a word whose letters are of `script`.
bool fits(unsigned script, unsigned other) { return script == 0 || other == 0 || script == other; }

// What stands before the apostrophe of an elision: French l', d', qu', jusqu' ...; Italian un', dell', sull' ...
bool elided(std::string_view word) {
  const auto characters = std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xC0) != 0x80; });
  if (characters <= 2 || word.ends_with("qu")) return true;
  constexpr std::array<std::string_view, 9> kArticles = {"all", "bell", "coll", "dall", "dell", "nell", "quell", "sant", "sull"};
  return std::find(kArticles.begin(), kArticles.end(), word) != kArticles.end();
}

// Writes a character as UTF-8 and returns how many bytes it took. Always writes four: bytes written singly and read together
// soon after, as a pair's are, would stall the processor.
std::size_t encode(char* into, char32_t code) {
  std::size_t size = 1;
  std::uint32_t bytes = code;
  if (code >= 0x10000) {
    size = 4;
    bytes = 0x808080F0U | code >> 18 | (code >> 12 & 0x3F) << 8 | (code >> 6 & 0x3F) << 16 | (code & 0x3F) << 24;
  } else if (code >= 0x800) {
    size = 3;
    bytes = 0x8080E0U | code >> 12 | (code >> 6 & 0x3F) << 8 | (code & 0x3F) << 16;
  } else if (code >= 0x80) {
    size = 2;
    bytes = 0x80C0U | code >> 6 | (code & 0x3F) << 8;
  }
  std::memcpy(into, &bytes, 4);
  return size;
}

// Two assignments from one value: copying one member to the other would read what was just written.
void set_text(Token& token, std::string_view text) {
  token.term = text;
  token.folded = text;
}

// As many of the characters as have room; returns the bytes written.
std::size_t encode_all(char* into, std::size_t room, std::u32string_view codes) {
  std::size_t size = 0;
  for (const char32_t code : codes) {
    std::array<char, 4> bytes;
    const std::size_t length = encode(bytes.data(), code);
    if (size + length > room) break;
    std::memcpy(into + size, bytes.data(), length);
    size += length;
  }
  return size;
}

// Whether no combining mark and no Hangul letter starts at `at`, as far as the first byte tells: ASCII and U+4000 to U+9FFF.
bool never_joins(const char* at, const char* end) {
  if (at == end) return true;
  const auto lead = static_cast<unsigned char>(*at);
  return lead < 0x80 || (lead >= 0xE4 && lead <= 0xE9);
}

}  // namespace

TokenStream::TokenStream(std::string_view text, Stemmer& stemmer) : text_(text), stemmer_(stemmer), reader_(text) {}

bool TokenStream::next(Token& token) {
  if (pending_) {
    pending_ = false;
    set_character(token);
    return true;
  }
  if (compound_.waiting()) {
    read_compound(token);
    return true;
  }
  for (;;) {
    if (reader_.at_border()) {
      const char* at = reader_.at();
      const char* const end = reader_.end();
      while (at != end && is_ascii(*at) && ascii_word(*at) == 0) ++at;
      if (at == end) return false;
      if (at != reader_.at()) last_size_ = 0;
      reader_.go(at);
      if (is_ascii(*at)) {
        read_word(token);
        return true;
      }
    }
    const FoldedReader before = reader_;
    Unit unit;
    if (!reader_.next(unit)) return false;
    switch (unit.char_class()) {
      case CharClass::kHan:
      case CharClass::kKana:
      case CharClass::kHangul: read_character(token, unit); return true;
      case CharClass::kWord:
        reader_ = before;
        read_word(token);
        return true;
      case CharClass::kOther:
      case CharClass::kMark: last_size_ = 0; break;
    }
  }
}

// Sets `token` to the character's pair and leaves the character pending, or to the character where it has no pair.
void TokenStream::read_character(Token& token, const Unit& first) {
  const std::size_t before = last_size_;
  const std::uint32_t before_begin = last_begin_;
  if (before <= 4) {
    std::uint32_t four;
    std::memcpy(&four, pair_.data() + last_at_, 4);
    std::memcpy(pair_.data(), &four, 4);
  } else {
    std::memmove(pair_.data(), pair_.data() + last_at_, before);
  }
  const char* end = first.end;
  char* const into = pair_.data() + before;
  if (first.char_class() == CharClass::kHan && reader_.at_border() && never_joins(reader_.at(), reader_.end())) {
    last_size_ = encode(into, first.code);
  } else {
    end = gather_marks(first);
    last_size_ = encode_all(into, kMaxCharacterBytes, cluster_);
  }
  last_at_ = before;
  last_begin_ = offset(first.begin);
  last_end_ = offset(end);
  last_script_ = first.char_class();
  ++position_;
  pending_ = before > 0;
  set_character(token);
  if (!pending_) return;
  set_text(token, {pair_.data(), before + last_size_});
  token.begin = before_begin;
  --token.position;
  token.lane = Lane::kPair;
}

void TokenStream::set_character(Token& token) const {
  set_text(token, {pair_.data() + last_at_, last_size_});
  token.begin = last_begin_;
  token.end = last_end_;
  token.position = position_ - 1;
  token.lane = Lane::kWord;
  token.script = last_script_;
}

// Sets cluster_ to the character with the marks and Hangul letters behind it, composed. Returns where it ends.
const char* TokenStream::gather_marks(const Unit& first) {
  const char* end = first.end;
  cluster_.assign(1, first.code);
  bool marks = false;
  for (;;) {
    const FoldedReader before = reader_;
    Unit unit;
    if (!reader_.next(unit)) break;
    if (unit.char_class() == CharClass::kMark) {
      if (cluster_.size() < kMaxCharacterBytes / 4) cluster_.push_back(unit.code);
      marks = true;
    } else if (const char32_t syllable = compose_pair(cluster_.back(), unit.code)) {
      cluster_.back() = syllable;
    } else {
      reader_ = before;
      break;
    }
    end = unit.end;
  }
  if (marks) compose(cluster_);
  return end;
}

void TokenStream::read_word(Token& token) {
  last_size_ = 0;
  word_size_ = 0;
  Word word;
  for (;;) {
    if (reader_.at_border()) {
      const char* const at = read_ascii(word);
      // Most words end here.
      if (at == text_.data() + text_.size() || (is_ascii(*at) && *at != '\'' && ascii_word(*at) == 0)) break;
    }
    const FoldedReader before = reader_;
    Unit unit;
    if (!reader_.next(unit)) break;
    if (unit.code == '\'') {
      const Apostrophe what = read_apostrophe(word);
      if (what == Apostrophe::kEnds) reader_ = before;
      if (what != Apostrophe::kGoesOn) break;
    } else if (unit.char_class() == CharClass::kMark ||
               (unit.char_class() == CharClass::kWord && fits(word.script, unit.script()))) {
      append(word, unit);
    } else {
      reader_ = before;
      break;
    }
  }
  if (word.marks) compose_word();
  token.folded = {word_.data(), word_size_};
  token.term = stemmer_.stem_in_buffer(token.folded);
  token.begin = offset(word.begin);
  token.end = offset(word.end);
  token.position = position_++;
  token.lane = Lane::kWord;
  token.script = CharClass::kWord;
  const bool mixed = word.digits && word.letters;
  const bool joined = !reader_.at_border() || may_join(reader_.at());
  if (joined || mixed || compound_.open()) read_behind(token, mixed, joined);
}

// Whether a name may go on or end at `at`, as far as two bytes tell.
bool TokenStream::may_join(const char* at) const {
  const char* const end = text_.data() + text_.size();
  if (at == end) return false;
  if (!is_ascii(*at)) return true;
  if (!Compound::joins(static_cast<unsigned char>(*at))) return false;
  const bool word_follows = end - at > 1 && (!is_ascii(at[1]) || ascii_word(at[1]) != 0);
  return word_follows || *at == '+' || *at == '#';
}

// Tells compound_ of the word and of what stands behind it.
void TokenStream::read_behind(const Token& token, bool mixed, bool joined) {
  Compound::Behind behind;
  FoldedReader ahead = reader_;
  Unit unit;
  for (std::size_t i = 0; joined && i < behind.folded.size() && ahead.next(unit); ++i) {
    if (i == 0 && !Compound::joins(unit.code)) break;
    if (unit.code < 0x80) behind.folded[i] = static_cast<char>(unit.code);
    else if (unit.char_class() == CharClass::kWord) behind.folded[i] = 'a';
    behind.end[i] = offset(unit.end);
  }
  if (behind.folded[0] == 0 && !mixed && !compound_.open()) return;
  const std::string_view written = text_.substr(token.begin, token.end - token.begin);
  const bool plain = mixed && std::all_of(written.begin(), written.end(), is_ascii);
  compound_.add({token.folded, token.begin, token.end, token.position, mixed, plain}, behind);
}

// Finds where a part of the word stands in the text, whose characters may be longer than their folded form; where marks were
// composed it stays at the whole word.
void TokenStream::place_part(Compound::Piece& piece) const {
  const auto begin = static_cast<std::size_t>(piece.folded.data() - word_.data());
  FoldedReader reader(text_.substr(piece.begin, piece.end - piece.begin));
  const char* first = nullptr;
  std::array<char, 4> bytes{};
  std::size_t at = 0;
  for (Unit unit; reader.next(unit);) {
    const std::size_t size = encode(bytes.data(), unit.code);
    if (at + size > word_size_ || std::memcmp(bytes.data(), word_.data() + at, size) != 0) return;
    if (at == begin) first = unit.begin;
    at += size;
    if (first == nullptr || at != begin + piece.folded.size()) continue;
    piece.begin = offset(first);
    piece.end = offset(unit.end);
    return;
  }
}

void TokenStream::read_compound(Token& token) {
  Compound::Piece piece;
  bool is_part = false;
  compound_.next(piece, is_part);
  if (is_part && !piece.plain) place_part(piece);
  token.folded = piece.folded;
  token.term = stemmer_.stem(piece.folded);
  token.begin = piece.begin;
  token.end = piece.end;
  token.position = piece.position;
  token.lane = is_part ? Lane::kPart : Lane::kName;
  token.script = CharClass::kWord;
}

// Takes the ASCII letters and digits at hand, if they fit in with the word. Returns where they end: what was just written
// into the reader would not be read at once.
const char* TokenStream::read_ascii(Word& word) {
  const char* const start = reader_.at();
  if (word.cut || !fits(word.script, table::kLatin)) return start;
  const char* const limit = start + std::min(static_cast<std::size_t>(reader_.end() - start), kMaxWordBytes - word_size_);
  const char* at = start;
  char* out = word_.data() + word_size_;
  std::uint64_t letters = 0;  // Not 0 when there are letters.
  std::uint64_t digits = 0;   // The same for digits.
  int taken = 8;
  while (taken == 8 && limit - at >= 8) {
    const WordBytes bytes(at);
    std::memcpy(out, &bytes.lower, 8);  // word_ has room for what is not taken.
    taken = bytes.taken;
    letters |= bytes.letters;
    digits |= bytes.digits;
    at += taken;
    out += taken;
  }
  if (taken == 8) {
    for (; at != limit && ascii_word(*at) != 0; ++at) {
      *out = ascii_word(*at);
      letters |= *out & kLetterBit;
      digits |= static_cast<std::uint64_t>((*out & kLetterBit) == 0);
      ++out;
    }
  }
  if (at == start) return at;
  if (word.begin == nullptr) word.begin = start;
  word.end = at;
  word_size_ = static_cast<std::size_t>(out - word_.data());
  if (letters != 0) word.script = table::kLatin;
  word.letters |= letters != 0;
  word.digits |= digits != 0;
  word.last_is_letter = (out[-1] & kLetterBit) != 0;
  reader_.go(at);
  return at;
}

// What no longer has room is dropped.
void TokenStream::append(Word& word, const Unit& unit) {
  if (word.begin == nullptr) word.begin = unit.begin;
  if (unit.script() != 0) word.script = unit.script();
  if (unit.char_class() == CharClass::kMark) {
    word.marks = true;
  } else {
    word.last_is_letter = unit.script() != 0;
    (unit.script() != 0 ? word.letters : word.digits) = true;
  }
  if (word.cut) return;
  const std::size_t size = word_size_ + encode_all(word_.data() + word_size_, kMaxWordBytes - word_size_, {&unit.code, 1});
  word.cut = size == word_size_;
  if (word.cut) return;
  word_size_ = size;
  word.end = unit.end;
}

// Behind an apostrophe. Takes it and the letter after it, where the word goes on or ends with a possessive s.
TokenStream::Apostrophe TokenStream::read_apostrophe(Word& word) {
  const Unit apostrophe{'\'', table::entry('\''), reader_.at(), reader_.at()};
  Unit next;
  if (!word.last_is_letter || !reader_.next(next)) return Apostrophe::kEnds;
  const bool letter = next.char_class() == CharClass::kWord && next.script() != 0;
  if (!letter || !fits(word.script, next.script())) return Apostrophe::kEnds;
  if (next.code == 's') {
    FoldedReader ahead = reader_;
    Unit after;
    const bool more = ahead.next(after) && (after.char_class() == CharClass::kMark ||
                                            (after.char_class() == CharClass::kWord && fits(table::kLatin, after.script())));
    if (!more) return Apostrophe::kPossessive;
  }
  if (word.marks) compose_word();
  if (!word.apostrophe && !word.cut && elided({word_.data(), word_size_})) return Apostrophe::kEnds;
  word.apostrophe = true;
  append(word, apostrophe);
  append(word, next);
  return Apostrophe::kGoesOn;
}

void TokenStream::compose_word() {
  cluster_.clear();
  for (std::size_t at = 0; at < word_size_;) {
    const utf8::Decoded c = utf8::decode(word_.data() + at, word_.data() + word_size_);
    cluster_.push_back(c.code);
    at += c.length;
  }
  compose(cluster_);
  word_size_ = encode_all(word_.data(), kMaxWordBytes, cluster_);
}

}  // namespace ckm::text
