// Measures how often the encoding of a short piece of text is found, beside ICU's own detector.
//   bench_detect [--misses] ENCODING=FILE...
// Each FILE is UTF-8 and is converted to ENCODING, Simplified Chinese to Traditional first for Big5; lines that it can't hold
// are left out. Prints a Markdown table: for 20, 50 and 200 bytes cut at random places, those of ASCII alone left out, the
// share that detect() names rightly; behind it ICU's (ucsdet) with GB18030 also right for what it calls GB2312 or GBK.
#include <fmt/format.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <opencc/SimpleConverter.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hh"
#include "text/converter.hh"
#include "text/detect.hh"
#include "text/encoding.hh"

namespace {

using ckm::text::Detected;
using ckm::text::Sample;

constexpr std::array<std::size_t, 3> kSizes = {20, 50, 200};
constexpr int kCuts = 4000;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  if (!in) throw ckm::Error(ckm::Exit::kInput, "can't read " + path, "check the path");
  return text.str();
}

std::string encoded(const std::string& text, const std::string& encoding) {
  const auto known = ckm::text::find_encoding(encoding);
  if (!known) throw ckm::Error(ckm::Exit::kUsage, "no encoding " + encoding, "name one that ICU knows");
  ckm::text::Converter converter(known->converter);
  const opencc::SimpleConverter traditional("s2t.json");
  std::istringstream lines(text);
  std::string out;
  std::string bytes;
  for (std::string line; std::getline(lines, line);) {
    if (encoding == "Big5") line = traditional.Convert(line);
    const auto wide = icu::UnicodeString::fromUTF8(line + "\n");
    const std::u16string_view view(wide.getBuffer(), static_cast<std::size_t>(wide.length()));
    if (encode_all(converter, view, bytes)) out += bytes;
  }
  return out;
}

std::string icu_says(UCharsetDetector* detector, std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  ucsdet_setText(detector, bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  const UCharsetMatch* const match = ucsdet_detect(detector, &status);
  return match == nullptr || U_FAILURE(status) ? "" : ucsdet_getName(match, &status);
}

// ICU tells ISO-8859-1 from windows-1252 by the presence of C1 bytes.
bool same(std::string_view said, std::string_view wanted) {
  if (wanted == "windows-1252" && said == "ISO-8859-1") return true;
  return said == wanted;
}

void measure(const std::string& encoding, const std::string& path, bool misses) {
  const std::string bytes = encoded(read_file(path), encoding);
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector* const detector = ucsdet_open(&status);
  std::mt19937_64 random(20);
  std::string row = fmt::format("| {} | {} |", encoding, path.substr(path.find_last_of('/') + 1));
  std::string peer;
  std::chrono::duration<double> spent{};
  for (const std::size_t size : kSizes) {
    int tried = 0;
    int right = 0;
    int icu_right = 0;
    std::map<std::string, int> wrong;
    for (int i = 0; i < kCuts && bytes.size() > size; ++i) {
      const std::string_view cut = std::string_view(bytes).substr(random() % (bytes.size() - size), size);
      if (std::ranges::none_of(cut, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) continue;
      const Sample sample{cut, true, true};
      const auto start = std::chrono::steady_clock::now();
      const Detected found = ckm::text::detect(std::span(&sample, 1));
      spent += std::chrono::steady_clock::now() - start;
      ++tried;
      right += same(found.encoding, encoding) ? 1 : 0;
      icu_right += same(icu_says(detector, cut), encoding) ? 1 : 0;
      if (!same(found.encoding, encoding)) {
        if (misses && size >= 50 && wrong[std::string(found.encoding)] == 0) {
          std::string hex;
          for (const char c : cut) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
          fmt::print(stderr, "{} {} as {} ({:.2f}): {}\n", encoding, size, found.encoding, found.confidence, hex);
        }
        ++wrong[std::string(found.encoding)];
      }
    }
    row += tried == 0 ? " |" : fmt::format(" {:.1f} % |", 100.0 * right / tried);
    peer += tried == 0 ? " |" : fmt::format(" {:.1f} % |", 100.0 * icu_right / tried);
    if (misses) {
      for (const auto& [name, count] : wrong)
        fmt::print(stderr, "{} {} bytes: {} of {} as {}\n", encoding, size, count, tried, name);
    }
  }
  ucsdet_close(detector);
  fmt::print("{}{} {:.0f} µs |\n", row, peer, spent.count() * 1e6 / (3.0 * kCuts));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    bool misses = false;
    fmt::print("| encoding | text | 20 | 50 | 200 | ICU 20 | 50 | 200 | a cell |\n|---|---|---|---|---|---|---|---|---|\n");
    for (int i = 1; i < argc; ++i) {
      const std::string word = argv[i];
      if (word == "--misses") misses = true;
      else if (const auto at = word.find('='); at != std::string::npos) measure(word.substr(0, at), word.substr(at + 1), misses);
      else throw ckm::Error(ckm::Exit::kUsage, "not ENCODING=FILE: " + word, "for example GB18030=docs.txt");
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_detect: {}\n", error.what());
    return 1;
  }
  return 0;
}
