// Files of words that find each other: schemas/synonyms.toml, and users' own of the same form.
//
//   [[synonym]]
//   words = ["軟體", "软件"]      each finds the others; or from = [...] and to = [...]; or keep = [...]
//   why = "Taiwan and the Mainland"
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

// One direction of an entry. Its key is the words folded, one after another, with blanks between those that don't touch; what is
// written differently and has the same key is the same to a query.
struct SynonymRow {
  std::string key;
  bool latin = false;  // It has words of letters, which have other forms too.
  std::string to;      // As it is written; empty for a word that is to be kept as it is.
  std::string to_key;
  std::string why;
};

std::string synonym_key(std::string_view words);

// All rows of a file, ascending by key and then in the order of the file, the same two words once. Throws Error{kInput} naming
// `name`, line and column where it isn't TOML or no such file.
std::vector<SynonymRow> read_synonyms(std::string_view toml, std::string_view name);

}  // namespace ckm::search
