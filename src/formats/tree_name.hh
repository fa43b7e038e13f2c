// Where an article's text stands in a tree of them: a folder for each step of its category, and a name made of its title.
//
// Names are safe on every file system: NFC, no / \ : * ? " < > | nor control or format characters, no dot or blank at an end,
// no device of Windows (CON, NUL), at most 80 bytes. Letters and digits of all scripts stay: Chinese is kept as it is.
#pragma once

#include <string>
#include <string_view>

#include "model/article.hh"

namespace ckm::formats {

inline constexpr std::size_t kLongestName = 80;  // Bytes of a file's or a folder's name.

// The title's words in lower case with hyphens between them, then the first digits of the uid, so that a name is that of one
// article, whatever others come and go: how-long-does-a-refund-take-3f2a91c0.md. Without a word in the title the kind stands for
// it. `digits`: of the uid.
std::string tree_name(const model::Article& article, std::size_t digits = 8);

// The folder of a category, with / between its steps and none at its ends; empty for none. Steps stay as they are but for what no
// file system takes, which becomes a hyphen.
std::string tree_folder(std::string_view category);

// What file systems that don't tell case or composed letters apart take for the same path.
std::string tree_key(std::string_view path);

}  // namespace ckm::formats
