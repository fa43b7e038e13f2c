#include "text/nfc.hh"

#include <unicode/normalizer2.h>

#include "base/error.hh"

namespace ckm::text {

std::string nfc(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const form = icu::Normalizer2::getNFCInstance(error);
  std::string out;
  if (U_SUCCESS(error)) {
    const icu::UnicodeString whole =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    form->normalize(whole, error).toUTF8String(out);
  }
  if (U_FAILURE(error)) throw Error(Exit::kSystem, "ICU can't normalize a text", "check that ICU is installed whole");
  return out;
}

}  // namespace ckm::text
