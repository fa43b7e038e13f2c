// An owning handle for one of ICU's converters. The only header in ckm that includes <unicode/ucnv.h>.
//
// Opening one maps its table from ICU's data: some ten microseconds, so none is opened before it is needed.
#pragma once

#include <unicode/ucnv.h>

#include <memory>
#include <string>
#include <string_view>

namespace ckm::text {

class Converter {
 public:
  // By any name that ICU knows. Throws Error{kBug} for another one: names from outside go through find_encoding first.
  // What can't be decoded stops it.
  explicit Converter(const std::string& name);

  [[nodiscard]] UConverter* get() const { return handle_.get(); }
  // Forgets what it has seen of a character, and the state of a stateful encoding.
  void reset() { ucnv_reset(handle_.get()); }

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Close> handle_;
};

// The whole of `bytes` as UTF-16, in which kUndecodable stands for each byte that is part of no character. Where the end cuts
// a character, nothing stands for it and `cut` says how many bytes it has. Linear.
inline constexpr char16_t kUndecodable = 0xFFFF;  // A noncharacter: what decodes to it is as bad.
struct Decoded16 {
  std::u16string text;
  std::size_t cut = 0;
};
Decoded16 decode_all(Converter& converter, std::string_view bytes);

// `text` in the converter's encoding; nothing where a character has no code there. Exact: no fallback mappings.
bool encode_all(Converter& converter, std::u16string_view text, std::string& out);

}  // namespace ckm::text
