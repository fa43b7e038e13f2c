#include "formats/import_json.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <memory>
#include <set>

#include "base/error.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "formats/json_records.hh"
#include "formats/json_recovery.hh"
#include "formats/window.hh"
#include "text/undecodable.hh"

namespace ckm::formats {
namespace {

// Ends reading, with TooLong, where one record has taken more than kMaxRecord bytes, so that no value is built in boundless
// memory. An end of the text there would have a message made that quotes it.
struct TooLong {};
class RecordLimit final : public ByteSource {
 public:
  RecordLimit(ByteSource& in, std::size_t most) : in_(in), most_(most) {}
  std::size_t read(std::span<char> into) override {
    exceeded_ |= within_ && used_ > most_;
    if (exceeded_) throw TooLong();
    const std::size_t n = in_.read(into);
    used_ += n;
    return n;
  }
  void reset() { used_ = 0; }
  // Whether a document is being read, not blanks between two.
  void within(bool within) {
    within_ = within;
    used_ = 0;
  }
  [[nodiscard]] bool exceeded() const { return exceeded_; }

 private:
  ByteSource& in_;
  std::size_t most_;
  std::size_t used_ = 0;
  bool exceeded_ = false;
  bool within_ = false;
};

// Where a record begins in what was read behind the one before.
Place begin_of(std::string_view read, const json::Position& at) {
  Place place{at.line, at.column};
  for (const char c : read) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',') break;
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return place;
}

// Cuts documents into records as their events come.
class Documents final : public json::Handler {
 public:
  Documents(json::Reader& reader, RecordLimit& limit, JsonRecords& out, JsonBeside& beside, JsonRecovery& recovery)
      : reader_(&reader), limit_(&limit), out_(out), beside_(beside), recovery_(recovery), test_(out.mapper()) {}

  bool scalar(Value&& value) override;
  bool start_object() override { return enter(true); }
  bool key(std::string& name) override;
  bool end_object() override { return leave(); }
  bool start_array() override { return enter(false); }
  bool end_array() override { return leave(); }
  [[nodiscard]] const std::string& refusal() const { return builder_.refusal(); }

  // Whether records stand in an array, and whether there may be some still.
  [[nodiscard]] bool in_array() const { return mode_ == Mode::kRecords; }
  [[nodiscard]] bool behind_records() const { return mode_ == Mode::kSkip; }
  // Any object at all was met.
  [[nodiscard]] bool any_object() const { return any_object_; }
  // Any value at all was taken for a record.
  [[nodiscard]] bool any_value() const { return any_value_; }
  // The names of arrays of objects beside the records that nothing was read of.
  [[nodiscard]] const std::set<std::string>& left_out() const { return left_out_; }
  // What has to stand before the rest of a text, which begins with that byte, to go on in the same array.
  [[nodiscard]] std::string opening_for(char first) const;
  // Goes on with a reader that reads opening_for() first.
  void go_on(json::Reader& reader, RecordLimit& limit, char first);

 private:
  enum class Mode : std::uint8_t {
    kBetween,  // Two documents.
    kObject,   // Building the document's object, which may turn out to be an envelope.
    kRecords,  // In an array of records, whose elements stand at level_.
    kSkip,     // Behind the records of an envelope.
  };

  bool enter(bool object);
  bool leave();
  // Whether this event belongs to what opening_for() told.
  bool opening() {
    if (opening_events_ == 0) return false;
    if (--opening_events_ == 0) reader_->mark();
    return true;
  }
  bool build(bool object) { return object ? builder_.start_object() : builder_.start_array(); }
  bool deliver(const Value& value);
  [[nodiscard]] Place here() const {
    const json::Position at = reader_->position();
    return {at.line, at.column - 1};
  }
  static bool follows_element(char first) { return first == ',' || first == ']'; }

  json::Reader* reader_;
  RecordLimit* limit_;
  JsonRecords& out_;
  JsonBeside& beside_;
  JsonRecords* other_ = nullptr;  // Of the array at hand, where it is one beside the records.
  std::set<std::string> left_out_;
  JsonRecovery& recovery_;
  json::ValueBuilder builder_;
  EnvelopeTest test_;
  Mode mode_ = Mode::kBetween;
  Place place_;
  std::string member_;     // The document's member that is being read.
  std::size_t depth_ = 0;  // Of open arrays and objects.
  std::size_t level_ = 0;
  std::size_t opening_events_ = 0;  // Still to come of an opening.
  bool undecided_ = false;          // An array was opened in the document's object and its first element is still to come.
  bool empty_array_ = false;        // The document's object has had an empty array: a page without records.
  bool any_object_ = false;
  bool any_value_ = false;
  bool in_array_ = false;  // Of what is skipped.
};

// A number stands for the records before.
std::string Documents::opening_for(char first) const {
  if (mode_ != Mode::kRecords) return {};
  return std::string(level_ == 1 ? "[" : "{\"\":[") + (follows_element(first) ? "0" : "");
}

void Documents::go_on(json::Reader& reader, RecordLimit& limit, char first) {
  reader_ = &reader;
  limit_ = &limit;
  builder_.take();
  undecided_ = false;
  if (mode_ != Mode::kRecords) {
    mode_ = Mode::kBetween;
    return;
  }
  depth_ = level_;
  opening_events_ = (level_ == 1 ? 1U : 3U) + (follows_element(first) ? 1U : 0U);
}

bool Documents::deliver(const Value& value) {
  limit_->reset();
  any_value_ = true;
  if (const Value::Object* const members = value.object(); members != nullptr) {
    any_object_ = true;
    if (mode_ == Mode::kRecords && !recovery_.learned()) {
      std::vector<std::string> names;
      for (const auto& member : *members) names.push_back(member.first);
      recovery_.learn(std::move(names));
    }
  }
  if (mode_ == Mode::kBetween && value.object() != nullptr && !test_.has_text()) {
    // Kept small, as all that is built is.
    if (const std::string path = deep_list(value); !path.empty() && out_.guesses())
      return out_.reject(place_,
                         fmt::format("no record: these are looked for in one list, and {} stands deeper: give ckm that alone, as "
                                     "jq '.{}' cuts it out",
                                     path, path),
                         json::dump(value));
  }
  const bool go_on = (other_ == nullptr ? out_ : *other_).take(value, place_);
  if (mode_ == Mode::kRecords) reader_->mark();
  return go_on;
}

bool Documents::enter(bool object) {
  if (opening()) return true;
  if (mode_ == Mode::kBetween) {
    depth_ = 1;
    level_ = 1;
    mode_ = object ? Mode::kObject : Mode::kRecords;
    place_ = here();
    test_ = EnvelopeTest(out_.mapper());
    empty_array_ = false;
    if (!object) reader_->mark();
    return object ? build(true) : true;
  }
  bool first = false;  // Of the records.
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
      first = true;
    } else if (undecided_ && !build(false)) {
      return false;
    }
    undecided_ = false;
  }
  if (mode_ == Mode::kSkip && depth_ == 1 && !object && (other_ = beside_.find(member_)) != nullptr) {
    mode_ = Mode::kRecords;
    ++depth_;
    reader_->mark();
    recovery_.learn({});
    return true;
  }
  if (mode_ == Mode::kSkip && depth_ == 2 && object && in_array_) left_out_.insert(member_);
  in_array_ = mode_ == Mode::kSkip && (depth_ == 1 ? !object : in_array_);
  if (mode_ == Mode::kRecords && depth_ == level_) place_ = here();
  ++depth_;
  if (first) reader_->mark(true);
  if (mode_ != Mode::kSkip) return build(object);
  limit_->reset();
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
        other_ = nullptr;
        mode_ = level_ == 1 ? Mode::kBetween : Mode::kSkip;
        reader_->unmark();
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
  any_object_ = true;
  limit_->reset();
  return true;
}

bool Documents::scalar(Value&& value) {
  if (mode_ == Mode::kSkip) return true;
  if (opening()) return true;
  if (mode_ == Mode::kBetween || (mode_ == Mode::kRecords && depth_ == level_)) {
    place_ = begin_of(reader_->marked(), reader_->marked_at());
    return deliver(value);
  }
  if (undecided_) {
    undecided_ = false;
    if (!build(false)) return false;
  }
  return builder_.scalar(std::move(value));
}

bool Documents::key(std::string& name) {
  if (mode_ == Mode::kSkip) {
    if (depth_ == 1) member_ = name;
    return true;
  }
  if (opening()) return true;
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

char first_of(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? ',' : text[at];
}

bool has_more_than_blanks(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

}  // namespace

void read_json(ByteSource& in, const ReadOptions& options, Sink& out) { read_json_within(kMaxRecord, in, options, out); }

void read_json_within(std::size_t max_record, ByteSource& in, const ReadOptions& options, Sink& out) {
  JsonRecords records(options, out);
  JsonRecovery recovery(max_record);
  UnreadSource source(in);
  auto limit = std::make_unique<RecordLimit>(source, max_record);
  auto reader = std::make_unique<json::Reader>(*limit);
  JsonBeside beside(options, out);
  Documents documents(*reader, *limit, records, beside, recovery);
  if (!reader->more()) fail_empty(options);
  bool faulty = false;
  std::size_t count = 0;
  Place second;  // Document.
  while (reader->more()) {
    if (++count == 2) second = {reader->position().line, reader->position().column};
    if (!documents.in_array()) reader->mark();
    std::string error;
    limit->within(true);
    try {
      error = reader->read(documents);
    } catch (const TooLong&) {
      error = fmt::format("a record over {} MiB", max_record >> 20);
    }
    limit->within(false);
    if (records.stopped() || beside.stopped()) return;
    if (!documents.refusal().empty()) error = documents.refusal();
    if (error.empty()) continue;
    faulty = true;
    const json::Position fault = reader->position();
    Place place{fault.line, fault.column};
    JsonRest next;
    if (!documents.behind_records()) {
      const json::Position begin = reader->marked_at();
      std::string read = reader->take_read();
      if (limit->exceeded()) {
        place = begin_of(read, begin);
        next = JsonRecovery::pass_long(read, begin, source);
      }
      if (!next.found && !read.empty()) next = recovery.skip(std::move(read), begin, source, fault.offset, documents.in_array());
    }
    if (!records.reject(place, error, std::move(next.bad))) return;
    if (!next.found) {
      throw Error(Exit::kInput,
                  fmt::format("{}:{}:{}: what follows was not read: {}", options.name, fault.line, fault.column, error),
                  "mend the file there, or get it anew, and give the same command again");
    }
    const char first = first_of(next.rest);
    source.unread(std::move(next.rest));
    limit = std::make_unique<RecordLimit>(source, max_record);
    reader = std::make_unique<json::Reader>(*limit, next.at, documents.opening_for(first));
    documents.go_on(*reader, *limit, first);
  }
  if (!documents.left_out().empty())
    out.note(fmt::format("holds other lists beside the first, which are left out: {}; give ckm each in a file of its own",
                         utf8::fit(utf8::one_line(fmt::format("{}", fmt::join(documents.left_out(), ", "))), 200)));
  if (!faulty && !documents.any_object() && !documents.any_value() && count > 1)
    records.reject(second, "another text behind the first, and neither holds a record", {});
  else if (!faulty && !documents.any_object()) out.note("is valid JSON and holds no record: records are objects");
}

void read_jsonl(ByteSource& in, const ReadOptions& options, Sink& out) {
  Window window(in);
  JsonRecords records(options, out);
  bool any = false;
  bool too_long = false;
  for (std::uint64_t number = 1; !records.stopped();) {
    const auto* end = static_cast<const char*>(window.size() == 0 ? nullptr : std::memchr(window.begin(), '\n', window.size()));
    if (end == nullptr && window.size() >= kMaxRecord) {
      if (!too_long) records.reject({number, 1}, fmt::format("a line over {} MiB", kMaxRecord >> 20), {});
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

}  // namespace ckm::formats
