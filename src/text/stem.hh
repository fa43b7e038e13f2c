// Stems of words, by libstemmer's Snowball stemmers (included nowhere else), behind a bounded cache.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "text/language.hh"

namespace ckm::text {

// Threads: a Stemmer belongs to one thread. Copying is not needed: make one per thread and language.
class Stemmer {
 public:
  explicit Stemmer(Language language);
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;
  ~Stemmer();

  // The stem of a folded word; the word itself for kNone, for words of over 64 bytes, and for words with a digit.
  // Valid until the next call, and while `folded` is.
  std::string_view stem(std::string_view folded);

  // The same, for a word in a buffer of which at least kReadable bytes from the word's start may be read: spares a copy.
  static constexpr std::size_t kReadable = 24;
  std::string_view stem_in_buffer(std::string_view folded);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ckm::text
