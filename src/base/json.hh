// JSON (RFC 8259), in and out. nlohmann-json reads; it is included nowhere else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "base/members.hh"
#include "base/value.hh"

namespace ckm::json {

// Compact, members in their order. Bytes that are not UTF-8 are written as U+FFFD.
std::string dump(const Value& value);
void append(std::string& out, const Value& value);
void append_string(std::string& out, std::string_view text);

// Appends an object's members as they are told, without a Value between: what append() writes of the same, byte by byte.
class MemberWriter final : public Members {
 public:
  explicit MemberWriter(std::string& out) : out_(out) { begin('{', '}'); }
  void text(std::string_view name, std::string_view text) override;
  void value(std::string_view name, const Value& value) override;
  void open(std::string_view name, Holds what) override;
  void close() override;
  // The object's end. Once, last.
  void finish() { close(); }

 private:
  void begin(char opening, char closing);
  void put_name(std::string_view name);
  std::string& out_;
  std::string closing_;  // Of what is open, the innermost last.
  bool first_ = true;
};
// With line breaks and two blanks a level.
std::string dump_pretty(const Value& value);

struct Position {
  std::uint64_t line = 1;    // From 1.
  std::uint64_t column = 1;  // From 1, in bytes.
  std::uint64_t offset = 0;  // Bytes before it.
};

// What reading a JSON text reports, in the order of the text. Each call says whether to go on.
// Strings may be moved from.
class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;
  virtual bool scalar(Value&& value) = 0;  // Null, boolean, number or string.
  virtual bool start_object() = 0;
  virtual bool key(std::string& name) = 0;
  virtual bool end_object() = 0;
  virtual bool start_array() = 0;
  virtual bool end_array() = 0;
};

// Reads JSON values one after another from a stream, in bounded memory.
class Reader {
 public:
  // `at`: where the stream begins in the text that positions are of. `before`: what is read before the stream and has no place
  // in that text, without line breaks.
  explicit Reader(ByteSource& in, Position at = {}, std::string_view before = {});
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader();

  // True when something other than white space is left.
  bool more();
  // Reads one value. Returns what is wrong with it, or an empty text when it was whole or the handler stopped it.
  // After an error nothing more can be read from this reader; position() is that of the byte that makes it wrong (or
  // of the end, where something is missing there).
  std::string read(Handler& handler);
  // Just behind the last byte of what was reported. O(bytes since the last call).
  [[nodiscard]] Position position() const;

  // Keeps what is read from position() on, or from the last byte before it, in place of what was kept; until the next of these
  // calls.
  void mark(bool with_last = false);
  void unmark();
  // Where the mark is, what was read behind it so far, and what of the stream was read in all, which goes beyond that.
  [[nodiscard]] Position marked_at() const;
  [[nodiscard]] std::string marked() const;
  [[nodiscard]] std::string take_read();

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// Builds a Value from events. Feed it, then take() when complete. Stops the reading where a value is nested too deeply or
// has so many parts that its text's length no longer bounds the memory it takes; refusal() then says why.
class ValueBuilder final : public Handler {
 public:
  static constexpr int kMaxDepth = 512;
  static constexpr std::size_t kMaxParts = 2'000'000;
  bool scalar(Value&& value) override;
  bool start_object() override;
  bool key(std::string& name) override;
  bool end_object() override;
  bool start_array() override;
  bool end_array() override;
  [[nodiscard]] bool complete() const { return complete_; }
  [[nodiscard]] const std::string& refusal() const { return refusal_; }  // Empty: none.
  // Whether what is open, innermost, is an object.
  [[nodiscard]] bool in_object() const { return !stack_.empty() && stack_.back().value.object() != nullptr; }
  // What is open, innermost, which there has to be.
  [[nodiscard]] const Value& innermost() const { return stack_.back().value; }
  Value take();  // And starts anew.
  // The same of the outermost that are open, `levels` of them, with what is whole in each.
  Value take_open(std::size_t levels);

 private:
  struct Frame {
    Value value;
    std::string key;
  };
  bool open(Value value);
  bool close();
  std::vector<Frame> stack_;
  Value result_;
  bool complete_ = false;
  std::size_t parts_ = 0;
  std::string refusal_;
};

// One value and nothing else. `name` is what an error calls the text. Throws Error{kInput} with line and column.
Value parse(std::string_view text, std::string_view name);

// Like parse, for a line of a JSON-lines file: returns what is wrong and at which byte instead of throwing.
struct LineError {
  std::string reason;  // Empty when there is none.
  std::uint64_t column = 0;
};
LineError parse_line(std::string_view text, Value& into);

}  // namespace ckm::json
