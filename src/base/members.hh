// Receives the members of an object in their order, so that what has them says each once, be it for a Value or straight for JSON
// text (json::MemberWriter).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.hh"

namespace ckm {

class Members {
 public:
  enum class Holds : std::uint8_t { kMembers, kElements };
  Members() = default;
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;
  virtual ~Members() = default;
  // Names are plain: letters and _. Those of elements of an array are empty.
  virtual void text(std::string_view name, std::string_view text) = 0;
  virtual void value(std::string_view name, const Value& value) = 0;
  // What follows until close() is in an object or an array of that name.
  virtual void open(std::string_view name, Holds what) = 0;
  virtual void close() = 0;
};

// Makes an object of them.
class ValueMembers final : public Members {
 public:
  ValueMembers() { open({}, Holds::kMembers); }
  void text(std::string_view name, std::string_view text) override { put(name, Value(text)); }
  void value(std::string_view name, const Value& value) override { put(name, Value(value)); }
  void open(std::string_view name, Holds what) override {
    open_.emplace_back(name, what == Holds::kMembers ? Value(Value::Object{}) : Value(Value::Array{}));
  }
  void close() override {
    auto [name, value] = std::move(open_.back());
    open_.pop_back();
    put(name, std::move(value));
  }
  // Once all that was opened is closed.
  Value take() { return std::move(open_.front().second); }

 private:
  void put(std::string_view name, Value value) {
    Value& into = open_.back().second;
    if (into.object() != nullptr) into.object()->emplace_back(std::string(name), std::move(value));
    else into.push(std::move(value));
  }
  std::vector<std::pair<std::string, Value>> open_;
};

}  // namespace ckm
