#include "text/converter.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hh"

namespace ckm::text {

Converter::Converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  handle_.reset(ucnv_open(name.c_str(), &status));
  if (U_FAILURE(status)) {
    throw Error(Exit::kBug, fmt::format("ICU can't convert from {}: {}", name, u_errorName(status)),
                "check that ICU's data is installed (package libicu72)");
  }
  ucnv_setToUCallBack(get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFromUCallBack(get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setFallback(get(), 0);
}

Decoded16 decode_all(Converter& converter, std::string_view bytes) {
  Decoded16 out;
  converter.reset();
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  std::array<char16_t, 4096> buffer;
  for (;;) {
    char16_t* target = buffer.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &at, end, nullptr, 0, &status);
    out.text.append(buffer.data(), target);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(status)) break;
    std::array<char, 16> bad;
    auto count = static_cast<std::int8_t>(bad.size());
    status = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), bad.data(), &count, &status);
    out.text.append(static_cast<std::size_t>(std::max<std::int8_t>(count, 1)), kUndecodable);
  }
  UErrorCode status = U_ZERO_ERROR;
  out.cut = static_cast<std::size_t>(std::max(0, ucnv_toUCountPending(converter.get(), &status)));
  return out;
}

bool encode_all(Converter& converter, std::u16string_view text, std::string& out) {
  out.clear();
  converter.reset();
  const char16_t* at = text.data();
  const char16_t* const end = at + text.size();
  std::array<char, 4096> buffer;
  for (;;) {
    char* target = buffer.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_fromUnicode(converter.get(), &target, buffer.data() + buffer.size(), &at, end, nullptr, 1, &status);
    out.append(buffer.data(), target);
    if (U_SUCCESS(status)) return true;
    if (status != U_BUFFER_OVERFLOW_ERROR) return false;
  }
}

}  // namespace ckm::text
