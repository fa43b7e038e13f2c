#include "formats/import_json.hh"

#include <fmt/format.h>

#include <cstring>

#include "base/error.hh"
#include "base/json.hh"
#include "formats/json_records.hh"
#include "formats/window.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

// Ends the stream where one record has taken more than kMaxRecord bytes, so that no value is built in boundless memory.
class RecordLimit final : public ByteSource {
 public:
  RecordLimit(ByteSource& in, std::size_t most) : in_(in), most_(most) {}
  std::size_t read(std::span<char> into) override {
    exceeded_ |= used_ > most_;
    const std::size_t n = exceeded_ ? 0 : in_.read(into);
    used_ += n;
    return n;
  }
  void reset() { used_ = 0; }
  [[nodiscard]] bool exceeded() const { return exceeded_; }

 private:
  ByteSource& in_;
  std::size_t most_;
  std::size_t used_ = 0;
  bool exceeded_ = false;
};

// Cuts documents into records as their events come.
class Documents final : public json::Handler {
 public:
  Documents(const json::Reader& reader, RecordLimit& limit, JsonRecords& out)
      : reader_(reader), limit_(limit), out_(out), test_(out.mapper()) {}

  bool scalar(Value&& value) override;
  bool start_object() override { return enter(true); }
  bool key(std::string& name) override;
  bool end_object() override { return leave(); }
  bool start_array() override { return enter(false); }
  bool end_array() override { return leave(); }
  [[nodiscard]] const std::string& refusal() const { return builder_.refusal(); }

 private:
  enum class Mode : std::uint8_t {
    kBetween,  // Two documents.
    kObject,   // Building the document's object, which may turn out to be an envelope.
    kRecords,  // In an array of records, whose elements stand at level_.
    kSkip,     // Behind the records of an envelope.
  };

  bool enter(bool object);
  bool leave();
  bool build(bool object) { return object ? builder_.start_object() : builder_.start_array(); }
  bool deliver(const Value& value) {
    limit_.reset();
    return out_.take(value, place_);
  }
  [[nodiscard]] Place here() const {
    const json::Position at = reader_.position();
    return {at.line, at.column - 1};
  }

  const json::Reader& reader_;
  RecordLimit& limit_;
  JsonRecords& out_;
  json::ValueBuilder builder_;
  EnvelopeTest test_;
  Mode mode_ = Mode::kBetween;
  Place place_;
  std::string member_;     // The document's member that is being read.
  std::size_t depth_ = 0;  // Of open arrays and objects.
  std::size_t level_ = 0;
  bool undecided_ = false;    // An array was opened in the document's object and its first element is still to come.
  bool empty_array_ = false;  // The document's object has had an empty array: a page without records.
};

bool Documents::enter(bool object) {
  if (mode_ == Mode::kBetween) {
    depth_ = 1;
    level_ = 1;
    mode_ = object ? Mode::kObject : Mode::kRecords;
    place_ = here();
    test_ = EnvelopeTest(out_.mapper());
    empty_array_ = false;
    return object ? build(true) : true;
  }
  if (mode_ == Mode::kObject) {
    if (!undecided_ && !object && depth_ == 1) {
      undecided_ = true;
      ++depth_;
      return true;
    }
    if (undecided_ && object && test_.holds_records(member_)) {
      builder_.take();
      mode_ = Mode::kRecords;
      level_ = 2;
    } else if (undecided_ && !build(false)) {
      return false;
    }
    undecided_ = false;
  }
  if (mode_ == Mode::kRecords && depth_ == level_) place_ = here();
  ++depth_;
  if (mode_ != Mode::kSkip) return build(object);
  limit_.reset();
  return true;
}

bool Documents::leave() {
  const bool was_object = mode_ != Mode::kSkip && builder_.in_object();
  --depth_;
  switch (mode_) {
    case Mode::kSkip:
      if (depth_ == 0) mode_ = Mode::kBetween;
      return true;
    case Mode::kRecords:
      if (depth_ + 1 == level_) {
        mode_ = level_ == 1 ? Mode::kBetween : Mode::kSkip;
        return true;
      }
      return (was_object ? builder_.end_object() : builder_.end_array()) && (depth_ != level_ || deliver(builder_.take()));
    default: break;
  }
  if (undecided_) {
    undecided_ = false;
    empty_array_ = true;
    return build(false) && builder_.end_array();
  }
  if (!(was_object ? builder_.end_object() : builder_.end_array())) return false;
  if (depth_ > 0) return true;
  mode_ = Mode::kBetween;
  const Value value = builder_.take();
  if (!empty_array_ || test_.has_text()) return deliver(value);
  limit_.reset();
  return true;
}

bool Documents::scalar(Value&& value) {
  if (mode_ == Mode::kSkip) return true;
  if (mode_ == Mode::kBetween || (mode_ == Mode::kRecords && depth_ == level_)) {
    place_ = {here().line, 0};
    return deliver(value);
  }
  if (undecided_) {
    undecided_ = false;
    if (!build(false)) return false;
  }
  return builder_.scalar(std::move(value));
}

bool Documents::key(std::string& name) {
  if (mode_ == Mode::kSkip) return true;
  if (mode_ == Mode::kObject && depth_ == 1) {
    member_ = name;
    test_.member(name);
  }
  return builder_.key(name);
}

[[noreturn]] void fail_empty(const ReadOptions& options) {
  throw Error(Exit::kInput, fmt::format("{}: nothing in it", options.name), "check the file, or the program that wrote it");
}

// Outside of texts, what could not be decoded makes the line no JSON.
std::string why(std::string_view line, std::string otherwise) {
  const auto bytes = text::find_undecodable(line);
  return bytes ? bytes->reason() : std::move(otherwise);
}

bool has_more_than_blanks(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

}  // namespace

void read_json(ByteSource& in, const ReadOptions& options, Sink& out) { read_json_within(kMaxRecord, in, options, out); }

void read_json_within(std::size_t max_record, ByteSource& in, const ReadOptions& options, Sink& out) {
  RecordLimit limit(in, max_record);
  json::Reader reader(limit);
  JsonRecords records(options, out);
  Documents documents(reader, limit, records);
  if (!reader.more()) fail_empty(options);
  while (reader.more()) {
    std::string error = reader.read(documents);
    if (records.stopped()) return;
    if (limit.exceeded()) error = fmt::format("a record over {} MiB", max_record >> 20);
    if (!documents.refusal().empty()) error = documents.refusal();
    if (error.empty()) continue;
    const json::Position at = reader.position();
    records.reject({at.line, at.column}, error + "; what follows was not read", {});
    return;
  }
}

void read_jsonl(ByteSource& in, const ReadOptions& options, Sink& out) {
  Window window(in);
  JsonRecords records(options, out);
  bool any = false;
  bool too_long = false;
  for (std::uint64_t number = 1; !records.stopped();) {
    const auto* end = static_cast<const char*>(window.size() == 0 ? nullptr : std::memchr(window.begin(), '\n', window.size()));
    if (end == nullptr && window.size() >= kMaxRecord) {
      if (!too_long) records.reject({number, 0}, fmt::format("a line over {} MiB", kMaxRecord >> 20), {});
      any = too_long = true;
      window.drop(window.size());
    }
    if (end == nullptr && window.grow()) continue;
    if (end == nullptr && window.size() == 0) break;
    const std::size_t length = end == nullptr ? window.size() : static_cast<std::size_t>(end - window.begin());
    std::string_view line(window.begin(), length);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!too_long && has_more_than_blanks(line)) {
      any = true;
      Value value;
      json::LineError error = json::parse_line(line, value);
      if (error.reason.empty()) records.take(value, {number, 1}, line);
      else records.reject({number, error.column}, why(line, std::move(error.reason)), std::string(line));
    }
    too_long = false;
    window.drop(length + (end == nullptr ? 0 : 1));
    ++number;
  }
  if (!any) fail_empty(options);
}

bool sniff_json(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  const std::size_t second = head.find_first_not_of(" \t\r\n", first + 1);
  const char follows = second == std::string_view::npos ? '\0' : head[second];
  if (head[first] == '[' && follows == ']') {  // "[ ] tidy up" is prose.
    const std::size_t third = head.find_first_not_of(" \t\r\n", second + 1);
    return third == std::string_view::npos || head[third] == '[' || head[third] == '{';
  }
  if (head[first] == '[') return follows == '{';
  return head[first] == '{' && (follows == '"' || follows == '}');
}

bool sniff_jsonl(std::string_view head) {
  std::size_t lines = 0;
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    if (end == std::string_view::npos && lines == 0) return false;  // One line may as well be a document.
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (!has_more_than_blanks(line)) continue;
    if (++lines > 1) return line[line.find_first_not_of(" \t\r")] == '{';
    Value value;
    if (!json::parse_line(line, value).reason.empty() || value.object() == nullptr) return false;
    // Pages glued together, one a line, are documents.
    for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
      const Mapper mapper(kind);
      EnvelopeTest test(mapper);
      for (const auto& [name, member] : *value.object()) {
        test.member(name);
        const Value::Array* const elements = member.array();
        if (elements != nullptr && !elements->empty() && elements->front().object() != nullptr && test.holds_records(name))
          return false;
      }
    }
  }
  return false;
}

}  // namespace ckm::formats
