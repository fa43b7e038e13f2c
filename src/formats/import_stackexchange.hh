// The row for the dumps of Stack Exchange: Posts.xml, or the folder or archive that it lies in, with Comments.xml
// and PostLinks.xml.
//
// A dump is read twice: once for where its posts stand (stack_index.hh), and then question by question, each with its answers.
// A pipe is copied to a file in TMPDIR first. Memory: that of the index and of one question with what belongs to it.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

bool sniff_stackexchange(std::string_view head);
// Questions with an accepted answer, or else one with a score above zero, as FAQ; as tickets, where that is the kind, all of
// them. Throws Error{kInput} for other files of a dump than its posts, for other kinds, and where a file is damaged, once what
// stood before that is read. Comments and links that lie beside it are taken as those of a folder are.
void read_stackexchange(ByteSource& in, const ReadOptions& options, Sink& out);

// Posts are read with comments and links.
Together together_in_stackexchange(std::string_view head);

// Whether Posts.xml lies in it.
bool is_stackexchange(const std::string& path);
// The same with the comments as messages of tickets, and the titles of duplicates as phrasings of the FAQ.
void read_stackexchange_folder(const std::string& path, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
