// Tags of HTML in a text that may be something else. What is an element is said by libxml2.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ckm::text {

struct Tag {
  std::string name;  // In lower case.
  std::size_t end = 0;
  bool closing = false;
  bool attributes = false;  // At least one with a value.
  bool self_closing = false;
};

// The tag that begins with the < at `at`, of any name; nothing for what is not well-formed or longer than 4 KiB.
std::optional<Tag> tag(std::string_view text, std::size_t at);

// Whether it is the name of an element, and of one that stands on lines of its own.
bool element(const std::string& name);
bool breaks_line(const std::string& name);
// Whether it is the name of one that has no end tag: <img>.
bool is_void(const std::string& name);

}  // namespace ckm::text
