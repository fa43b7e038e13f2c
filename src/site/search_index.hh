// The index that a site searches itself with, as scripts: a page opened from a disk can load those and nothing else.
//
// The terms are those of text/tokenize.hh: the same chain that ckm's own index goes through. What is written, below search/:
//
//   head.js    version of the rest, number of articles, where the shards begin, the labels of the results. Loaded first, each
//   time. docs.js    of each article title, page, category and language. words.js   the words of letters and digits as they are
//   written, folded, each with the stems that it has, and what characters
//              fold to. So the browser needs no stemmer and no tables of Unicode, and finds near spellings and beginnings in it.
//   w*.js      postings of stems, ascending, a range of them each;
//   h*.js      of single Han, kana and Hangul characters;
//   p*.js      of pairs of them.
//   t*.js      the plain text of kTextsAFile articles each, for excerpts; of each the first kMostText bytes.
//
// A posting is the distance to the article before it (varint of 5 bits, the least first) and what the term weighs there (BM25F of
// title, phrasings and text, in 64 steps), in the 64 characters of kDigits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "site/site.hh"

namespace ckm::site {

struct File {
  std::string path;  // From the site's folder.
  std::string bytes;
};

inline constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
inline constexpr std::size_t kTextsAFile = 8;
inline constexpr std::size_t kMostText = 8192;

// The files, head.js last. Deterministic.
std::vector<File> search_index(const Site& site);

}  // namespace ckm::site
