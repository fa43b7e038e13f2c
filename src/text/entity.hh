// Character references of HTML: &lt; &#8217; &check;
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ckm::text {

struct Entity {
  char32_t code;
  std::size_t end;  // Behind its semicolon.
};

// The reference whose name begins at `at`, behind the ampersand: of those of one character that HTML 5 knows, with its semicolon.
std::optional<Entity> entity(std::string_view text, std::size_t at);

// Whether &name; is rather the address of a variable and the end of a statement, which ends the line: x = &sum;
// `end` is behind the semicolon.
bool like_code(std::string_view text, std::size_t ampersand, std::size_t end);

}  // namespace ckm::text
