// Other spellings of words: what many customers write and no article has, beside the word that articles have.
//
// Another spelling is a typing error (typing_error.hh), two words that are one together (log in, login), or two Han characters of
// which one is the same and the other is read the same (按装, 安装). So are many words that mean other things; another spelling
// stands among the same words, too: the cosines of the counts (their square roots) of what stands before both, and behind them,
// are kAlike at least in their geometric mean; of two words and one, the larger is kAlikeTogether at least. Measured on
// BANKING77, training questions beside the test's: transfering, canceling and adress are at 0.58 to 0.79, what means something
// else is below 0.42.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.hh"

namespace ckm::learn {

inline constexpr double kAlike = 0.45;
inline constexpr double kAlikeTogether = 0.1;  // Of two words and one.

struct SpellingVariant {
  std::string said, usual;  // Folded.
  std::uint32_t texts = 0;  // Said in so many.
  double alike = 0;
  std::vector<std::uint32_t> examples;  // The first texts that say it, at most 3.
};

struct SpellingOptions {
  std::uint32_t least = 3;  // Texts that say it.
  // Whether any article has a word or two Han characters, those too that are not among the given ones. Asked for few.
  std::function<bool(std::string_view folded)> in_articles;
};

// `articles`: all of them, or many: what may be meant stands in these. What most texts say first, then by the words. On all
// cores. Memory: about 80 bytes for each different word and pair of the texts.
std::vector<SpellingVariant> spelling_variants(std::span<const std::string> said, std::span<const std::string> articles,
                                               text::Language usual, const SpellingOptions& options);

}  // namespace ckm::learn
