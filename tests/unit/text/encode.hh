// From UTF-8 to another encoding, for tests.
#pragma once

#include <unicode/unistr.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "text/converter.hh"
#include "text/encoding.hh"

inline std::string encode(std::string_view utf8, const std::string& encoding) {
  ckm::text::Converter converter(ckm::text::find_encoding(encoding).value().converter);
  const auto wide = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  std::string out;
  if (!encode_all(converter, {wide.getBuffer(), static_cast<std::size_t>(wide.length())}, out)) {
    throw std::runtime_error(encoding + " can't hold: " + std::string(utf8));
  }
  return out;
}

inline std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto end = std::min(list.find(' '), list.size());
    out.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}
