// Chinese for the readers of the other script, by phrases: OpenCC with its tables, which are loaded when they are first needed.
//
// Code, tags, addresses and what links lead to stay as they are. A text is converted by what it is written in: characters that
// only one of the two scripts has tell; one that has none of them, and one in Japanese, stays.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace ckm::text {

// What can be converted to: Simplified Chinese; Traditional; as in Taiwan, with its words; as in Hong Kong.
inline constexpr std::array<std::string_view, 4> kScripts = {"zh-Hans", "zh-Hant", "zh-Hant-TW", "zh-Hant-HK"};

enum class Written : std::uint8_t { kUnknown, kSimplified, kTraditional, kJapanese };
// What a text is written in: by most of the characters that tell. Linear.
Written written_in(std::string_view text);

class ScriptConverter {
 public:
  // Throws Error{kSystem} where OpenCC or one of its tables is missing. `script`: one of kScripts.
  explicit ScriptConverter(std::string_view script);
  ScriptConverter(const ScriptConverter&) = delete;
  ScriptConverter& operator=(const ScriptConverter&) = delete;
  ~ScriptConverter();

  // `otherwise`: what it is written in where nothing in it tells, as the rest of its article does. A text that is not UTF-8, and
  // one without ideographs, stays as it is.
  std::string convert(std::string_view markdown, Written otherwise = Written::kUnknown);

  [[nodiscard]] std::string_view script() const { return script_; }

 private:
  class Chain;
  std::string_view script_;
  std::unique_ptr<Chain> from_simplified_;  // Null: nothing is to be done.
  std::unique_ptr<Chain> from_traditional_;
};

}  // namespace ckm::text
