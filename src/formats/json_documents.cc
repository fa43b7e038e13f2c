#include "formats/json_documents.hh"

#include <fmt/format.h>

#include <utility>

#include "formats/error_answer.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostHeld = std::size_t{4} << 20;  // Bytes of the text of lists that may hold the records or not.

}  // namespace

Place begin_of(std::string_view read, const json::Position& at) {
  Place place{at.line, at.column};
  for (const char c : read) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != ',') break;
    place = c == '\n' ? Place{place.line + 1, 1} : Place{place.line, place.column + 1};
  }
  return place;
}

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
  holding_ = false;
  held_.clear();
  if (mode_ != Mode::kRecords) {
    mode_ = Mode::kBetween;
    return;
  }
  depth_ = level_;
  opening_events_ = (level_ == 1 ? 1U : 3U) + (follows_element(first) ? 1U : 0U);
}

// The list at hand becomes the one that holds the records, as far as it was read.
bool Documents::open_records() {
  const Value envelope = builder_.take_open(2);
  const HeldList list = held_.back();
  holding_ = false;
  depth_ = level_ = 2;
  mode_ = Mode::kRecords;
  other_ = beside_.find(list.name);
  records_found_ = other_ == nullptr;
  if (records_found_ && list.fit < HeldList::Fit::kSure) guessed_ = list.name;
  const bool go_on = leave_held(envelope, &held_.back()) && read_held(envelope, list, other_ == nullptr ? out_ : *other_);
  held_.clear();
  return go_on;
}

// Where none of them is known to be it, the best is.
bool Documents::close_records(const Value& envelope, const HeldList& best) {
  records_found_ = true;
  for (const std::string& name : undecided_among(held_, test_)) undecided_lists_.insert(name);
  const bool go_on = leave_held(envelope, &best) && read_held(envelope, best, out_);
  held_.clear();
  return go_on;
}

// All of them but the best belong to that, or are left out.
bool Documents::leave_held(const Value& envelope, const HeldList* best) {
  bool go_on = true;
  for (const HeldList& list : held_) {
    if (&list == best || !go_on) continue;
    JsonRecords* const beside = beside_.find(list.name);
    if (beside != nullptr) go_on = read_held(envelope, list, *beside);
    else left_out_.insert(list.name);
  }
  return go_on;
}

bool Documents::read_held(const Value& envelope, const HeldList& list, JsonRecords& records) {
  const Value::Array& elements = *(*envelope.object())[list.member].second.array();
  bool go_on = true;
  for (std::size_t i = 0; i < list.places.size() && go_on; ++i) {
    place_ = list.places[i];
    learn(elements[i]);
    go_on = deliver_to(records, elements[i]);
  }
  return go_on;
}

// Of a list that is held one more is whole.
bool Documents::hold_element() {
  held_.back().places.push_back(place_);
  reader_->mark();
  if (held_.back().places.size() == 1) held_.back().fit = fit_of(builder_.innermost().array()->back(), out_.mapper());
  return (held_.back().fit < HeldList::Fit::kSure && limit_->used() < kMostHeld) || open_records();
}

void Documents::settle() {
  if (mode_ != Mode::kObject || held_.empty()) return;
  const HeldList* const best = best_of(held_, test_);
  if (holding_ && (best == nullptr || best == &held_.back())) {
    open_records();
  } else if (best != nullptr) {
    holding_ = false;
    close_records(builder_.take_open(1), *best);
    depth_ = 1;
    mode_ = Mode::kSkip;
  }
}

bool Documents::deliver_to(JsonRecords& records, const Value& value) {
  limit_->reset();
  any_value_ = true;
  any_object_ |= value.object() != nullptr;
  return records.take(value, place_);
}

// What records are called whose end is looked for behind a bad one.
void Documents::learn(const Value& value) {
  if (value.object() == nullptr || recovery_.learned()) return;
  std::vector<std::string> names;
  for (const auto& member : *value.object()) names.push_back(member.first);
  recovery_.learn(std::move(names));
}

bool Documents::deliver(const Value& value) {
  limit_->reset();
  any_value_ = true;
  any_object_ |= value.object() != nullptr;
  if (mode_ == Mode::kRecords) learn(value);
  const std::string_view asked = mode_ == Mode::kBetween && out_.guesses() ? asked_for(value) : std::string_view();
  if (mode_ == Mode::kBetween && value.object() != nullptr && (!asked.empty() || !test_.has_text()) &&
      error_answer(value).empty()) {
    // Kept small, as all that is built is.
    if (const std::string path = deep_list(value); !path.empty() && out_.guesses())
      return out_.reject(place_,
                         fmt::format("no record: these are looked for in one list, and {} stands deeper: give ckm that alone, as "
                                     "jq '.{}' cuts it out",
                                     path, path),
                         json::dump(value));
    const model::Kind kind = out_.mapper().kind();
    const bool by_text = kind == model::Kind::kTicket || model::info(kind).article;
    if (const std::string path = named_records(value); !path.empty() && by_text && !test_.has_id() && out_.guesses())
      return out_.reject(place_,
                         fmt::format("no record: these are looked for in a list, not under names of their own: jq '[{}[]]' makes "
                                     "one of them",
                                     path),
                         json::dump(value));
    if (!asked.empty()) {
      const Value& data = *value.find(asked);
      const bool empty = data.is_null() || (data.array() != nullptr ? data.array()->empty() : data.object()->empty());
      return empty || out_.reject(place_,
                                  fmt::format("no record: {} is what was asked for: give ckm that alone, as jq '.{}' cuts it out",
                                              asked, asked),
                                  json::dump(value));
    }
  }
  const bool go_on = deliver_to(other_ == nullptr ? out_ : *other_, value);
  if (mode_ == Mode::kRecords) reader_->mark();
  return go_on;
}

bool Documents::enter(bool object) {
  if (opening()) return true;
  if (mode_ == Mode::kBetween) {
    depth_ = 1;
    level_ = 1;
    mode_ = object ? Mode::kObject : Mode::kRecords;
    place_ = document_ = here();
    test_ = EnvelopeTest(out_.mapper());
    empty_array_ = empty_records_ = false;
    members_ = 0;
    held_.clear();
    holding_ = false;
    records_found_ = false;
    guessed_.clear();
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
    if (undecided_ && object && test_.holds_records(member_) && !(out_.finds_errors() && names_errors(member_))) {
      first = true;
      if (names_records(member_, out_.mapper().kind())) {
        mode_ = Mode::kRecords;
        level_ = 2;
        records_found_ = true;
        if (!leave_held(builder_.take_open(1), nullptr)) return false;
        held_.clear();
      } else {
        holding_ = build(false);
        held_.push_back({member_, members_ - 1, {}});
      }
    } else if (undecided_ && !build(false)) {
      return false;
    }
    undecided_ = false;
  }
  if (mode_ == Mode::kSkip && depth_ == 1 && !object &&
      ((other_ = beside_.find(member_)) != nullptr || (!records_found_ && names_records(member_, out_.mapper().kind())))) {
    records_found_ |= other_ == nullptr;
    mode_ = Mode::kRecords;
    ++depth_;
    reader_->mark();
    recovery_.learn({});
    return true;
  }
  if (mode_ == Mode::kSkip && depth_ == 2 && object && in_array_) {
    left_out_.insert(member_);
    if (!guessed_.empty() && names_records(member_, out_.mapper().kind())) undecided_lists_.insert({guessed_, member_});
  }
  in_array_ = mode_ == Mode::kSkip && (depth_ == 1 ? !object : in_array_);
  if ((mode_ == Mode::kRecords && depth_ == level_) || (holding_ && depth_ == 2)) place_ = here();
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
    empty_records_ |= names_records(member_, out_.mapper().kind());
    return build(false) && builder_.end_array();
  }
  if (!(was_object ? builder_.end_object() : builder_.end_array())) return false;
  if (holding_ && depth_ == 2) return hold_element();
  if (depth_ == 1) holding_ = false;
  if (depth_ > 0) return true;
  mode_ = Mode::kBetween;
  const Value value = builder_.take();
  if (const HeldList* const best = best_of(held_, test_); best != nullptr) {
    any_object_ = true;
    return empty_records_ ? leave_held(value, nullptr) : close_records(value, *best);
  }
  place_ = document_;
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
  const bool element = holding_ && depth_ == 2;
  if (element) place_ = begin_of(reader_->marked(), reader_->marked_at());
  return builder_.scalar(std::move(value)) && (!element || hold_element());
}

bool Documents::key(std::string& name) {
  if (mode_ == Mode::kSkip) {
    if (depth_ == 1) member_ = name;
    return true;
  }
  if (opening()) return true;
  if (mode_ == Mode::kObject && depth_ == 1) {
    member_ = name;
    ++members_;
    test_.member(name);
  }
  return builder_.key(name);
}

}  // namespace ckm::formats
