// Where the posts of a Stack Exchange dump stand, so that each question can be read with what belongs to it: its answers come
// anywhere behind it, by their identifiers in between those of others.
//
// Source of the format: the dump's own schema (Posts.xml, Comments.xml, PostLinks.xml: an element `row` a record, its fields
// attributes). Memory: 24 bytes a question or answer, 16 a comment, 8 a link.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/stored.hh"
#include "formats/format.hh"
#include "formats/xml_parts.hh"

namespace ckm::formats {

// A row, read again by read_row().
struct StackPost {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t id = 0;
  std::uint32_t link = 0;  // Of a question the accepted answer, or 0; of an answer its question.
  std::int32_t score = 0;
};

struct StackComment {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint32_t post = 0;
};

// A question that was closed as asking the same as another.
struct StackDuplicate {
  std::uint32_t of = 0;
  std::uint32_t id = 0;
};

struct StackIndex {
  std::vector<StackPost> questions;    // By Id.
  std::vector<StackPost> answers;      // By their questions, each one's as they stand in the file.
  std::vector<StackComment> comments;  // By their posts, likewise.
  std::vector<StackDuplicate> duplicates;
  std::uint64_t others = 0;  // Posts that are neither question nor answer: wikis of tags and the like.

  [[nodiscard]] std::span<const StackPost> answers_of(std::uint32_t question) const;
  [[nodiscard]] std::span<const StackComment> comments_of(std::uint32_t post) const;
  [[nodiscard]] std::span<const StackDuplicate> duplicates_of(std::uint32_t question) const;
  // Null where there is none of that identifier. All of these are O(log n), once sort() was called.
  [[nodiscard]] const StackPost* question(std::uint32_t id) const;
  void sort();
};

// Each row of a dump's file. Throws Error{kInput} for what is no XML, is not in UTF-8 or has no row at all, and Interrupted.
// `visit` gets a row's attributes, where it stands, and its line; false ends the reading.
struct StackPlace {
  std::uint64_t offset = 0;
  std::uint32_t size = 0;
  std::uint64_t line = 0;
};
using StackVisit = std::function<bool(const XmlAttributes&, const StackPlace&)>;
void read_rows(const Stored& in, const std::string& name, const StackVisit& visit);

// Adds the rows of Posts.xml; a post without the identifiers that it needs is rejected. False where the sink wants no more.
// Throws as read_rows does; what came before is in the index then.
bool index_posts(const Stored& in, const std::string& name, StackIndex& index, Sink& out);
void index_comments(const Stored& in, const std::string& name, StackIndex& index);
void index_links(const Stored& in, const std::string& name, StackIndex& index);

// Appends the element again, whole.
void read_row(const Stored& in, std::uint64_t offset, std::uint32_t size, std::string& into);

}  // namespace ckm::formats
