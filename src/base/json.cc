#include "base/json.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"

namespace ckm::json {

namespace {

// What a byte of a text asks for.
enum class Byte : std::uint8_t {
  kPlain,  // It is copied.
  kThree,  // It may begin a character of three bytes that is copied.
  kOther,
};
constexpr std::array<Byte, 256> kBytes = [] {
  std::array<Byte, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') table[byte] = Byte::kPlain;
    // Not E0 and ED, of which some are none.
    else if (byte > 0xE0 && byte < 0xF0 && byte != 0xED) table[byte] = Byte::kThree;
    else table[byte] = Byte::kOther;
  }
  return table;
}();

bool is_rest(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

}  // namespace

void append_string(std::string& out, std::string_view text) {
  out.push_back('"');
  const char* at = text.data();
  const char* const end = at + text.size();
  const char* run = at;  // Start of what is copied as it is.
  while (at < end) {
    const auto byte = static_cast<unsigned char>(*at);
    const Byte what = kBytes[byte];
    if (what == Byte::kPlain) {
      ++at;
      continue;
    }
    if (what == Byte::kThree && end - at >= 3 && is_rest(at[1]) && is_rest(at[2])) {
      at += 3;
      continue;
    }
    if (byte >= 0x80) {
      const utf8::Decoded c = utf8::decode(at, end);
      if (c.valid && c.code >= 0xA0) {
        at += c.length;
        continue;
      }
      if (c.valid) {  // C1 controls: harmless in JSON, commands to a terminal.
        out.append(run, at);
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c.code));
        run = at += c.length;
        continue;
      }
    }
    out.append(run, at);
    switch (byte) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (byte >= 0x80) utf8::append(out, utf8::kReplacement);
        else fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    }
    run = ++at;
  }
  out.append(run, end);
  out.push_back('"');
}

void MemberWriter::begin(char opening, char closing) {
  out_.push_back(opening);
  closing_.push_back(closing);
  first_ = true;
}

void MemberWriter::put_name(std::string_view name) {
  if (!std::exchange(first_, false)) out_.push_back(',');
  if (closing_.back() != '}') return;
  out_.push_back('"');
  out_ += name;
  out_ += "\":";
}

void MemberWriter::text(std::string_view name, std::string_view text) {
  put_name(name);
  append_string(out_, text);
}

void MemberWriter::value(std::string_view name, const Value& value) {
  put_name(name);
  append(out_, value);
}

void MemberWriter::open(std::string_view name, Holds what) {
  put_name(name);
  if (what == Holds::kMembers) begin('{', '}');
  else begin('[', ']');
}

void MemberWriter::close() {
  out_.push_back(closing_.back());
  closing_.pop_back();
  first_ = false;
}

namespace {

// `indent` < 0 writes compactly.
void write(std::string& out, const Value& value, int indent) {
  const auto line_break = [&](int level) {
    if (indent < 0) return;
    out.push_back('\n');
    out.append(static_cast<std::size_t>(level) * 2, ' ');
  };
  const int inner = indent < 0 ? -1 : indent + 1;
  if (value.is_null()) {
    out += "null";
  } else if (const bool* b = value.boolean()) {
    out += *b ? "true" : "false";
  } else if (const std::int64_t* n = value.integer()) {
    fmt::format_to(std::back_inserter(out), "{}", *n);
  } else if (const Number* number = value.number()) {
    out += number->text;
  } else if (const std::string* text = value.string()) {
    append_string(out, *text);
  } else if (const Value::Array* elements = value.array()) {
    out.push_back('[');
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (i > 0) out.push_back(',');
      line_break(inner);
      write(out, (*elements)[i], inner);
    }
    if (!elements->empty()) line_break(indent);
    out.push_back(']');
  } else if (const Value::Object* members = value.object()) {
    out.push_back('{');
    for (std::size_t i = 0; i < members->size(); ++i) {
      if (i > 0) out.push_back(',');
      line_break(inner);
      append_string(out, (*members)[i].first);
      out += indent < 0 ? ":" : ": ";
      write(out, (*members)[i].second, inner);
    }
    if (!members->empty()) line_break(indent);
    out.push_back('}');
  }
}

}  // namespace

void append(std::string& out, const Value& value) { write(out, value, -1); }

std::string dump(const Value& value) {
  std::string out;
  write(out, value, -1);
  return out;
}

std::string dump_pretty(const Value& value) {
  std::string out;
  write(out, value, 0);
  return out;
}

// The bytes of a source with their position: what nlohmann's lexer takes them from.
struct Reader::State {
  explicit State(ByteSource& source) : in(source), buffer(std::make_unique_for_overwrite<char[]>(kSize)) {}
  static constexpr std::size_t kSize = 64 * 1024;

  // The next byte without taking it, or -1 at the end.
  int look() {
    if (at == end && !fill()) return -1;
    return static_cast<unsigned char>(buffer[at]);
  }
  void take() { ++at; }
  // Gives back the byte that was taken last.
  void give_back() {
    if (!at_end && at > counted) --at;
  }
  bool fill() {
    if (at_end) return false;
    count(at);
    if (mark != kNone) {
      kept.append(buffer.get() + mark, end - mark);
      mark = 0;
    }
    at = counted = end = 0;  // It may throw.
    end = in.read({buffer.get(), kSize});
    at_end = end == 0;
    return !at_end;
  }
  // Brings the position up to a place in the buffer.
  void count(std::size_t to) {
    if (to <= counted) return;
    position.offset += to - counted;
    const std::string_view passed(buffer.get() + counted, to - counted);
    const auto lines = static_cast<std::uint64_t>(std::ranges::count(passed, '\n'));
    position.line += lines;
    position.column = lines == 0 ? position.column + passed.size() : passed.size() - passed.rfind('\n');
    counted = to;
  }

  ByteSource& in;
  std::unique_ptr<char[]> buffer;
  std::size_t at = 0;
  std::size_t end = 0;
  std::size_t counted = 0;  // The position is that of this byte.
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t mark = kNone;  // Where in the buffer what is kept goes on.
  std::string kept;          // What was in the buffer before.
  Position marked;
  bool at_end = false;
  bool ahead = false;  // The lexer has taken one byte behind what is being reported: a number ends where something else begins.
  Position position;
};

namespace {

// A single-pass iterator over Reader::State, as nlohmann's parser wants its input.
struct ByteIterator {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = char;

  Reader::State* state = nullptr;  // Null is the end.

  char operator*() const { return static_cast<char>(state->look()); }
  ByteIterator& operator++() {
    state->take();
    return *this;
  }
  bool operator==(const ByteIterator& other) const { return at_end() == other.at_end(); }
  bool operator!=(const ByteIterator& other) const { return !(*this == other); }
  [[nodiscard]] bool at_end() const { return state == nullptr || state->look() < 0; }
};

// nlohmann's messages say "[json.exception.parse_error.101] parse error at line 1, column 8: syntax error while …": the
// position is told apart from them, so only what follows it is kept.
std::string reason_of(const nlohmann::json::exception& e) {
  constexpr std::size_t kColumns = 200;  // They quote what was read last, which may be a whole string.
  std::string_view text = e.what();
  if (const auto bracket = text.find("] "); text.starts_with('[') && bracket != std::string_view::npos)
    text.remove_prefix(bracket + 2);
  if (const auto colon = text.find(": "); text.starts_with("parse error at") && colon != std::string_view::npos)
    text.remove_prefix(colon + 2);
  return utf8::fit(utf8::one_line(text), kColumns);
}

struct SaxAdapter {
  Handler& handler;
  bool* ahead = nullptr;  // Reader::State's.
  std::string error;

  bool number(Value value) {
    if (ahead != nullptr) *ahead = true;
    const bool go_on = handler.scalar(std::move(value));
    if (ahead != nullptr) *ahead = false;
    return go_on;
  }
  bool null() { return handler.scalar(Value()); }
  bool boolean(bool b) { return handler.scalar(Value(b)); }
  bool number_integer(std::int64_t n) { return number(n == 0 ? Value(Number{"-0"}) : Value(n)); }  // Only of negative numbers.
  bool number_unsigned(std::uint64_t n) {
    return number(n > static_cast<std::uint64_t>(INT64_MAX) ? Value(Number{fmt::format("{}", n)})
                                                            : Value(static_cast<std::int64_t>(n)));
  }
  bool number_float(double, const std::string& text) { return number(Value(Number{text})); }
  bool string(std::string& text) { return handler.scalar(Value(std::move(text))); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return handler.start_object(); }
  bool key(std::string& name) { return handler.key(name); }
  bool end_object() { return handler.end_object(); }
  bool start_array(std::size_t) { return handler.start_array(); }
  bool end_array() { return handler.end_array(); }
  bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception& e) {
    error = reason_of(e);
    return false;
  }
};

}  // namespace

Reader::Reader(ByteSource& in, Position at, std::string_view before) : state_(std::make_unique<State>(in)) {
  state_->end = before.copy(state_->buffer.get(), State::kSize);
  // They are right again once that is read.
  state_->position = {at.line, at.column - state_->end, at.offset - state_->end};
}
Reader::~Reader() = default;

bool Reader::more() {
  for (;;) {
    const int byte = state_->look();
    if (byte < 0) return false;
    if (byte != ' ' && byte != '\t' && byte != '\n' && byte != '\r') return true;
    state_->take();
  }
}

std::string Reader::read(Handler& handler) {
  // A number at the top ends where something else begins, which is no part of it.
  struct Top final : SaxAdapter {
    bool number_last = false;
    bool is_number(bool go_on) {
      number_last = go_on;
      return go_on;
    }
    bool number_integer(std::int64_t n) { return is_number(SaxAdapter::number_integer(n)); }
    bool number_unsigned(std::uint64_t n) { return is_number(SaxAdapter::number_unsigned(n)); }
    bool number_float(double d, const std::string& text) { return is_number(SaxAdapter::number_float(d, text)); }
    bool end_object() { return is_number(false) || SaxAdapter::end_object(); }
    bool end_array() { return is_number(false) || SaxAdapter::end_array(); }
  } adapter{{handler, &state_->ahead, {}}};
  nlohmann::json::sax_parse(ByteIterator{state_.get()}, ByteIterator{}, &adapter, nlohmann::json::input_format_t::json, false);
  if (adapter.number_last || !adapter.error.empty()) state_->give_back();
  return std::move(adapter.error);
}

Position Reader::position() const {
  state_->count(state_->at - (state_->ahead && !state_->at_end && state_->at > 0 ? 1 : 0));
  return state_->position;
}

void Reader::mark(bool with_last) {
  state_->marked = position();
  state_->kept.clear();
  state_->mark = state_->counted;
  if (!with_last || state_->mark == 0) return;
  --state_->mark;
  --state_->marked.column;
  --state_->marked.offset;
}

void Reader::unmark() {
  state_->kept = {};
  state_->mark = State::kNone;
}

Position Reader::marked_at() const { return state_->marked; }

std::string Reader::marked() const {
  if (state_->mark == State::kNone) return {};
  const std::size_t to = state_->at - (state_->ahead && !state_->at_end && state_->at > 0 ? 1 : 0);
  return state_->kept + std::string(state_->buffer.get() + state_->mark, std::max(to, state_->mark) - state_->mark);
}

std::string Reader::take_read() {
  if (state_->mark == State::kNone) return {};
  std::string out = std::move(state_->kept);
  out.append(state_->buffer.get() + state_->mark, state_->end - state_->mark);
  unmark();
  return out;
}

bool ValueBuilder::open(Value value) {
  if (stack_.size() >= kMaxDepth) {
    refusal_ = fmt::format("nested deeper than {} levels", kMaxDepth);
    return false;
  }
  stack_.push_back({std::move(value), {}});
  return true;
}

bool ValueBuilder::scalar(Value&& value) {
  if (++parts_ > kMaxParts) {
    refusal_ = fmt::format("more than {} values in one", kMaxParts);
    return false;
  }
  if (stack_.empty()) {
    result_ = std::move(value);
    complete_ = true;
    return true;
  }
  Frame& top = stack_.back();
  if (top.value.array() != nullptr) top.value.array()->push_back(std::move(value));
  else top.value.object()->emplace_back(std::move(top.key), std::move(value));
  return true;
}

bool ValueBuilder::close() {
  Value value = std::move(stack_.back().value);
  stack_.pop_back();
  return scalar(std::move(value));
}

bool ValueBuilder::start_object() { return open(Value::Object{}); }
bool ValueBuilder::start_array() { return open(Value::Array{}); }
bool ValueBuilder::end_object() { return close(); }
bool ValueBuilder::end_array() { return close(); }
bool ValueBuilder::key(std::string& name) {
  stack_.back().key = std::move(name);
  return true;
}

Value ValueBuilder::take() {
  Value value = std::move(result_);
  result_ = Value();
  stack_.clear();
  refusal_.clear();
  parts_ = 0;
  complete_ = false;
  return value;
}

Value ValueBuilder::take_open(std::size_t levels) {
  stack_.resize(std::min(levels, stack_.size()));
  parts_ = 0;
  while (!stack_.empty() && close()) {
  }
  return take();
}

LineError parse_line(std::string_view text, Value& into) {
  // nlohmann takes a NUL for the end.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) return {"NUL byte", nul + 1};
  struct Located final : SaxAdapter {
    std::size_t column = 0;
    bool parse_error(std::size_t offset, const std::string& token, const nlohmann::json::exception& e) {
      column = offset;
      return SaxAdapter::parse_error(offset, token, e);
    }
  };
  ValueBuilder builder;
  Located adapter{{builder, nullptr, {}}};
  nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &adapter);
  if (!builder.refusal().empty()) return {builder.refusal(), 1};
  if (!adapter.error.empty()) return {std::move(adapter.error), adapter.column == 0 ? 1 : adapter.column};
  into = builder.take();
  return {};
}

Value parse(std::string_view text, std::string_view name) {
  MemorySource source(text);
  Reader reader(source);
  ValueBuilder builder;
  const auto fail = [&](const std::string& reason) {
    const Position at = reader.position();
    return Error(Exit::kInput, fmt::format("{}:{}:{}: {}", name, at.line, at.column, reason),
                 "mend the JSON there and try again");
  };
  if (!reader.more()) throw fail("nothing but white space");
  const std::string error = reader.read(builder);
  if (!builder.refusal().empty()) throw fail(builder.refusal());
  if (!error.empty()) throw fail(error);
  if (reader.more()) throw fail("something follows the value");
  return builder.take();
}

}  // namespace ckm::json
