// Bytes that could not be decoded, as they stand in the text that DecodeSource makes.
//
// A mark stands for them: characters that Unicode keeps for a program's own use (the noncharacters U+FDD0 to U+FDEF), so that it
// passes through every reader as part of the value it stands in, valid UTF-8, without moving a line end or a delimiter. It holds
// where the bytes stand in the input and what they are, whatever has happened to the text since. A U+FFFD that the input itself
// holds is none. A reader rejects the record that holds a mark and says why; nothing else may take a text with one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ckm::text {

struct Undecodable {
  std::uint64_t offset = 0;  // In the input, from 0.
  std::string bytes;         // At least one.

  // "byte 0xE9 at offset 22 can't be decoded".
  [[nodiscard]] std::string reason() const;
};

// What to do about it.
inline constexpr std::string_view kUndecodableHint =
    "name the encoding with --encoding, or replace what can't be decoded with --lenient";

void append_mark(std::string& out, const Undecodable& bytes);

// The first mark in the text. About 1 GB/s where there is none.
std::optional<Undecodable> find_undecodable(std::string_view text);

// The text with the bytes themselves where marks stand. Bytes of another encoding than UTF-8 might be characters of it by
// chance: each of them becomes 0xFF, which is never one, so that the text is not taken for whole when it comes back.
std::string with_raw_bytes(std::string_view text, bool was_utf8);

}  // namespace ckm::text
