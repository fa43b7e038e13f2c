// Cuts JSON documents, one behind another, into records as their events come: the elements of an array, alone or inside of an
// object, or objects.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"
#include "base/json.hh"
#include "formats/json_lists.hh"
#include "formats/json_records.hh"
#include "formats/json_recovery.hh"

namespace ckm::formats {

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
  [[nodiscard]] std::size_t used() const { return used_; }
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
Place begin_of(std::string_view read, const json::Position& at);

// All that it is given must outlive it.
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
  // Before what is wrong is passed over: lists that are held can't wait for others any longer.
  void settle();
  // The names of lists in one object that nobody can choose among; one of them was read.
  [[nodiscard]] const std::set<std::string>& undecided() const { return undecided_lists_; }
  // Goes on with a reader that reads opening_for() first.
  void go_on(json::Reader& reader, RecordLimit& limit, char first);

 private:
  enum class Mode : std::uint8_t {
    kBetween,  // Two documents.
    kObject,   // Building the document's object, which may turn out to be an envelope. Lists that are not known to hold the
               // records by their name or what stands in them are held until one does, until the object ends or they are long.
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
  bool deliver_to(JsonRecords& records, const Value& value);
  void learn(const Value& value);
  bool hold_element();
  bool read_held(const Value& envelope, const HeldList& list, JsonRecords& records);
  bool leave_held(const Value& envelope, const HeldList* best);
  bool open_records();
  bool close_records(const Value& envelope, const HeldList& best);
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
  Place document_;           // Where the document begins.
  std::string member_;       // The document's member that is being read.
  std::size_t members_ = 0;  // That came so far.
  std::vector<HeldList> held_;
  bool holding_ = false;        // The last of these is being read.
  bool records_found_ = false;  // Of the document.
  std::string guessed_;         // The list that was taken for them before the rest was seen.
  std::set<std::string> undecided_lists_;
  std::size_t depth_ = 0;  // Of open arrays and objects.
  std::size_t level_ = 0;
  std::size_t opening_events_ = 0;  // Still to come of an opening.
  bool undecided_ = false;          // An array was opened in the document's object and its first element is still to come.
  bool empty_array_ = false;        // The document's object has had an empty array: a page without records.
  bool empty_records_ = false;      // And one that is called as records are.
  bool any_object_ = false;
  bool any_value_ = false;
  bool in_array_ = false;  // Of what is skipped.
};

}  // namespace ckm::formats
