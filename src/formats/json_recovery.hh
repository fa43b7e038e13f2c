// Where reading JSON goes on behind a record that is none.
//
// A record's end is looked for by its brackets, texts left out. Where a text is not closed the brackets in what follows are taken
// for text and the other way round; then what looks like the next record is looked for: a whole object behind a comma, whose
// names are those of the records before or begin as those of the bad one do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "base/json.hh"

namespace ckm::formats {

// A source that takes back what was read last.
class UnreadSource final : public ByteSource {
 public:
  // `in` must outlive it.
  explicit UnreadSource(ByteSource& in) : in_(in) {}
  std::size_t read(std::span<char> into) override;
  // The last bytes that were read. Takes O(text), and reads little at a time for a while, so that where one bad record follows
  // another not much is read again for each.
  void unread(std::string text);

 private:
  ByteSource& in_;
  std::string text_;
  std::size_t at_ = 0;
  std::size_t little_ = 0;  // So many bytes are read a little at a time.
};

struct JsonRest {
  std::string bad;    // The record, or what stands in place of one; empty where the fault lies between two.
  std::string rest;   // What follows it of what was read. It begins with a comma, a closing bracket or a record.
  json::Position at;  // Where that begins.
  bool found = false;
};

class JsonRecovery {
 public:
  // `most`: the longest record, in bytes.
  explicit JsonRecovery(std::size_t most) : most_(most) {}

  // The names of a record that was whole, to know others by.
  void learn(std::vector<std::string> names) { names_ = std::move(names); }
  [[nodiscard]] bool learned() const { return !names_.empty(); }

  // `read`: what was read from `at` on, behind the record before; `in` gives the rest. `fault`: the offset of what is wrong.
  // `in_array`: the record is an element, else a document of its own. Not found where the text ends before, and once so much has
  // been looked at again that going on could take quadratic time.
  JsonRest skip(std::string read, json::Position at, ByteSource& in, std::uint64_t fault, bool in_array);

  // Of a record that is longer than that, to its end, by its brackets alone and without keeping it. Not found, with `read` as it
  // was, where the brackets in that are odd or the record has none; not found, with `read` empty, where it has no end.
  static JsonRest pass_long(std::string& read, json::Position at, ByteSource& in);

 private:
  class Text;
  [[nodiscard]] bool looks_like_record(const std::vector<std::string>& names, std::string_view first_of_bad) const;
  std::size_t next_record(Text& text, std::size_t begin, std::size_t end);

  std::size_t most_;
  std::vector<std::string> names_;
  std::size_t looked_ = 0;  // Bytes that were looked at again.
};

}  // namespace ckm::formats
