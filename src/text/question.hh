// Whether a text asks.
#pragma once

#include <string_view>

namespace ckm::text {

// It ends in a question mark of any script, whatever white space follows.
inline bool is_question(std::string_view text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) <= ' ')) text.remove_suffix(1);
  return text.ends_with('?') || text.ends_with("？") || text.ends_with("؟");
}

}  // namespace ckm::text
