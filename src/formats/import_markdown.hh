// The rows for Markdown: a file, or a folder of them.
//
// Front matter (front_matter.hh) has the fields of the record, by the names that columns have too; what stands there and is none
// is kept in extra. Below it, a file is one record as a text is (import_text.hh), but with --kind faq each heading that is a
// question (heading_faq.hh) is one, known by the file's identifier, # and its words.
#pragma once

#include <string>
#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

// Of a file by its name: any text but a table.
bool sniff_markdown(std::string_view head);
// At most 16 MiB: throws Error{kInput} for more. Front matter that has no end is rejected with the file.
void read_markdown(ByteSource& in, const ReadOptions& options, Sink& out);

// Whether a file that ends in .md or .markdown lies in it or below it. What begins with a dot is not looked at.
bool is_markdown_folder(const std::string& path);
// By its suffix, in any case.
bool is_markdown_name(const std::string& path);
// The whole text of such a file, as UTF-8 where its encoding is known, without conflicts that settle_conflicts() settles. `name`:
// what errors call it. Throws Error{kInput} for what can't be read, is empty, no text or over 16 MiB.
std::string read_markdown_text(const std::string& path, const std::string& name);
// Each such file, in the order of their paths, which are their identifiers; the folders that one lies in are its category, where
// its front matter has none. A file that can't be read is rejected, and README.md
// at the top of a tree that was exported is left alone. Files may be in different encodings.
void read_markdown_folder(const std::string& path, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
