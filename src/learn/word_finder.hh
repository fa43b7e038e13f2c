// Finds any number of words and phrases in a text in one pass over it (Aho and Corasick, CACM 18(6), 1975).
//
// Words are compared folded (ckm::text::fold). Where a word begins or ends with a letter or digit of a script that puts blanks
// between words, no such character may touch it there; Han characters may. A * at the end lets anything follow. Within a
// phrase, blanks and punctuation are characters like others.
//
// Time: linear in the text, whatever the number of words. Memory: about 20 bytes for each byte of the words.
// Threads: any number may search at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::learn {

class WordFinder {
 public:
  // Words as people write them; none may fold to nothing. The same word may stand there several times.
  explicit WordFinder(const std::vector<std::string>& words);

  // The numbers of the words that occur in a folded text, ascending, each once.
  [[nodiscard]] std::vector<std::size_t> in(std::string_view folded) const;

 private:
  // A word, by the node of the tree of prefixes where it ends.
  struct Entry {
    std::uint32_t node;
    std::uint32_t number;
    std::uint32_t bytes;
    bool begins_word;  // No letter may come before it.
    bool ends_word;    // No letter may come behind it.
  };
  // Prefixes of words, breadth first: the children of a node stand side by side, by their last byte, and its longest proper
  // suffix that is a prefix of a word too stands before it.
  struct Node {
    std::uint32_t first_child = 0;
    std::uint32_t children = 0;
    std::uint32_t suffix = 0;
    std::uint32_t first_entry = 0;  // Of the words that end here.
    std::uint32_t entries = 0;
    std::uint32_t shorter = 0;  // The longest proper suffix at which a word ends; 0 where there is none.
  };
  void build(const std::vector<std::string>& sorted);
  // 0 where there is no such child.
  [[nodiscard]] std::uint32_t child(std::uint32_t node, char byte) const;
  [[nodiscard]] std::uint32_t step(std::uint32_t node, char byte) const;

  std::size_t words_;
  std::vector<Node> nodes_;
  std::string bytes_;                       // By node, its last byte.
  std::array<std::uint32_t, 256> first_{};  // By byte, the child of the root: it is asked for most.
  std::vector<Entry> entries_;
};

}  // namespace ckm::learn
