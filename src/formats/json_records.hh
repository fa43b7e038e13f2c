// What the two JSON readers share: from one JSON value to a record in the sink.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "formats/format.hh"
#include "formats/mapping.hh"

namespace ckm::formats {

// Tells an envelope with records inside from an object that is a record itself, from the members that came so far.
class EnvelopeTest {
 public:
  explicit EnvelopeTest(const Mapper& mapper) : mapper_(&mapper) {}
  void member(std::string_view name);
  // Whether an array of objects under that name holds records. Not where two of these say that the object around it is one:
  // it has an identifier; it has a text; the array is a field (messages, tags).
  [[nodiscard]] bool holds_records(std::string_view name) const;
  [[nodiscard]] bool has_text() const { return text_; }
  [[nodiscard]] bool has_id() const { return id_; }

 private:
  const Mapper* mapper_;
  bool id_ = false;
  bool text_ = false;
};

class JsonRecords {
 public:
  // The options must outlive it.
  JsonRecords(const ReadOptions& options, Sink& out);
  JsonRecords(const JsonRecords&) = delete;
  JsonRecords& operator=(const JsonRecords&) = delete;

  // Hands a value to the sink as the record that it is, or as a rejection with `raw` (empty: the value's JSON). Behind the
  // line that ckm export begins with, and wherever one says its ref, kind and source, records are taken as that wrote them,
  // each as the kind that it says. Returns what the sink says. Throws Error{kInput} for an export of a version that is not known.
  bool take(const Value& value, Place place, std::string_view raw = {});
  bool reject(Place place, std::string reason, std::string raw);
  [[nodiscard]] const Mapper& mapper() const { return mapper_; }
  [[nodiscard]] bool stopped() const { return stopped_; }
  // Whether nobody said where records stand, so that what is none may be told of more than its reason.
  [[nodiscard]] bool guesses() const { return !mapped_ && !out_.wants_raw(); }
  // Whether what looks like an error in place of a record is one: the user gave no map by which it may be a record.
  [[nodiscard]] bool finds_errors() const { return finds_errors_; }

 private:
  bool begins_export(const Value& value);
  bool take_own(const Value& value, Place place, std::string_view raw);
  bool pass(bool go_on) {
    stopped_ = !go_on;
    return go_on;
  }

  Mapper mapper_;
  std::string name_;
  bool mapped_;
  bool finds_errors_;
  Sink& out_;
  std::vector<Cell> cells_;
  std::string system_;  // Of the record that follows what --rejects wrote before it.
  bool own_ = false;    // The input was written by ckm export.
  bool stopped_ = false;
};

// The records of an envelope's other arrays, by the maps that the map of its first one names for them.
class JsonBeside {
 public:
  // Both must outlive it.
  JsonBeside(const ReadOptions& options, Sink& out) : options_(options), out_(out) {}
  // What reads the array under that name; null where nothing does.
  JsonRecords* find(const std::string& member);
  [[nodiscard]] bool stopped() const;

 private:
  struct Part {
    ReadOptions options;
    std::unique_ptr<JsonRecords> records;
  };
  const ReadOptions& options_;
  Sink& out_;
  std::map<std::string, Part> parts_;
};

// The path of a list of objects that stands deeper in an object than records are looked for; empty where there is none.
std::string deep_list(const Value& object);
// The path, with a dot before each name, of an object all whose members are objects: records under names of their own, such as
// their identifiers. "." for the object itself; empty where there is none.
std::string named_records(const Value& object);

}  // namespace ckm::formats
