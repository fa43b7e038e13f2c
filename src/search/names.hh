// Whether a text names somebody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ckm::search {

class NameFinder {
 public:
  explicit NameFinder(const std::vector<std::string>& names);
  [[nodiscard]] bool any() const { return !names_.empty(); }
  // As whole words, however they are spelt (text/fold.hh); a name of Han, kana or Hangul also within others.
  [[nodiscard]] bool in(std::string_view text) const;

 private:
  std::vector<std::string> names_;  // Folded.
};

}  // namespace ckm::search
