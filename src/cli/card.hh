// What people read of one thing: a heading, a line of facts each, then texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"

namespace ckm::cli {

class Card {
 public:
  void heading(std::string_view ref, std::string_view title);
  // Nothing for what is empty.
  void fact(std::string_view name, std::string_view value);
  void fact(std::string_view name, const std::optional<Time>& time);
  void fact(std::string_view name, const std::vector<std::string>& list);
  // The members of an object.
  void facts(const Value& members);
  void section(std::string_view name, std::string_view body);
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace ckm::cli
