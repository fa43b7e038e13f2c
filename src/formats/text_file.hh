// A file that is one text: what the readers of plain text, Markdown and web pages share.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// All of it. Throws Error{kInput} for more than 16 MiB, and for nothing but blanks.
std::string read_one_text(ByteSource& in, const ReadOptions& options);

// Why a text can't be taken: bytes that could not be decoded, or a NUL.
std::optional<Rejection> text_fault(std::string_view text);

struct TitledText {
  std::string_view title;
  std::string_view body;
};
// The first line that is not blank, without a heading mark of Markdown, and what stands below it, without blank lines before and
// white space behind. A line over 300 characters is cut, at the end of a sentence or else between words, and stands in the
// body too. The text has more than blanks.
TitledText take_title(std::string_view text);

// A file's name as an identifier: a reference is one line of UTF-8, names of files may be anything.
std::string file_identifier(const std::string& file);

// The record that a text is: an article, or of a ticket the first message. Returns what the sink says.
bool give_text(const TitledText& text, std::string id, model::Kind kind, Sink& out);

}  // namespace ckm::formats
