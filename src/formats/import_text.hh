// The row for plain text: a file is one record, its first line that is not blank the title, the rest the body.
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// Any text but a table.
bool sniff_text(std::string_view head);
// A document, or what options.kind says; of a ticket the text is the first message. Title and body are those of take_title, the
// body with its line ends as they are; the file's name is the identifier. At most 16 MiB: throws Error{kInput} for more.
void read_text(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
