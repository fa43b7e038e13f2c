// Writes Markdown from the events of a document: blocks, lines and what stands in them. For text/html.cc alone.
//
// White space of HTML is collapsed; a block begins on a line of its own, behind an empty one; within lists and quotations
// each line has its indent. What Markdown would take for more than text is escaped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

class MarkdownWriter {
 public:
  void text(std::string_view text);  // White space in it separates words.
  void line_break();
  void end_block();  // What follows is another paragraph.
  void begin_heading(std::size_t level);
  void rule();
  void code(std::string_view code);
  void code_block(std::string_view code);
  void begin_emphasis(std::string_view mark);
  void end_emphasis();
  // A link whose text is Markdown of one line.
  void link(std::string_view markdown, std::string_view address);
  void picture(std::string_view name, std::string_view address);
  void begin_quote();
  void end_quote();
  void begin_list();
  void end_list();
  void begin_item(bool numbered, std::size_t number);
  void end_item();
  void table(const std::vector<std::vector<std::string>>& rows);  // The first one is the header.

  // The document, without empty lines at its ends. Leaves nothing behind.
  std::string take();

 private:
  // What stands before each line within a list item or a quotation.
  struct Prefix {
    std::string first;
    std::string rest;
    bool used = false;
  };
  void put(std::string_view markdown);  // A word or a part of one, as it is.
  void put_escaped(std::string_view text, std::size_t begin, std::size_t end, std::size_t last_link);
  void end_line();
  void write_line(std::string_view line);
  void separate();
  void pop_prefix();

  std::string out_;
  std::string line_;  // The line that is being written, without what stands before it.
  std::string head_;  // Of a heading: its number signs.
  std::vector<Prefix> prefixes_;
  std::vector<std::string> marks_;  // Emphasis that is open, innermost last.
  std::size_t written_ = 0;         // How many of them stand on the line already; the others wait for a word.
  bool blank_ = false;              // A blank is due before the next word.
  bool apart_ = false;              // An empty line is due before the next block.
  std::size_t lists_ = 0;
};

}  // namespace ckm::text
