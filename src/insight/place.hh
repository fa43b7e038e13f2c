// Where something stands in an article, for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ckm::insight {

struct Place {
  std::string field;       // As model::for_each_text names it; "title" of a FAQ is its question.
  std::size_t line = 0;    // From 1; 0: the whole field.
  std::size_t column = 0;  // In characters, from 1.
  bool operator==(const Place&) const = default;
};

// The place of a byte of a field's text.
Place place_of(std::string field, std::string_view text, std::size_t at);

// body:3:14, or body alone.
std::string to_text(const Place& place);

}  // namespace ckm::insight
