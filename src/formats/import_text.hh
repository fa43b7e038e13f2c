// The row for plain text and Markdown: a file is one record, its first line that is not blank the title, the rest the body.
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// Any text but a table.
bool sniff_text(std::string_view head);
// A document, or what options.kind says; of a ticket the text is the first message. The body is as it stands, line ends
// included, without blank lines before it and white space behind it. A heading mark of Markdown before the title is dropped. A
// title over 300 characters is cut, at the end of a sentence or else between words, and stands in the body too. The file's name
// is the identifier. At most 16 MiB: throws Error{kInput} for more.
void read_text(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
