// Writes the table behind src/text/reading.hh: the readings of every Han character from ICU's Han-Latin transliterator, second
// readings from src/text/readings.txt, and what a Traditional character shares with its Simplified one by OpenCC.
#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <opencc/SimpleConverter.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "text/reading_table.hh"

namespace {

namespace table = ckm::text::reading_table;
using Readings = std::vector<std::string>;

void check(UErrorCode status) {
  if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
}

bool han(UChar32 code) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(code, &status) == USCRIPT_HAN && u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC);
}

// Without tone marks, ü as v; empty for what is no syllable.
std::string toneless(const icu::UnicodeString& written) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString parts = icu::Normalizer2::getNFDInstance(status)->normalize(written, status);
  check(status);
  std::string out;
  for (int32_t i = 0; i < parts.length(); ++i) {
    const char16_t unit = parts[i];
    if (unit >= 'a' && unit <= 'z') {
      out += static_cast<char>(unit);
    } else if (unit == 0x308 && !out.empty() && out.back() == 'u') {
      out.back() = 'v';
    } else if (u_charType(unit) != U_NON_SPACING_MARK) {
      return {};
    }
  }
  return out;
}

std::map<UChar32, Readings> read_file(const char* path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error(fmt::format("can't read {}", path));
  std::map<UChar32, Readings> out;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string character;
    words >> character;
    Readings readings;
    for (std::string word; words >> word;) readings.push_back(word);
    if (readings.size() < 2 || !out.emplace(icu::UnicodeString::fromUTF8(character).char32At(0), readings).second) {
      throw std::runtime_error(fmt::format("{}: not one character and its readings, or twice: {}", path, line));
    }
  }
  return out;
}

class Reader {
 public:
  explicit Reader(const char* path) : several_(read_file(path)) {
    UErrorCode status = U_ZERO_ERROR;
    latin_.reset(icu::Transliterator::createInstance("Han-Latin", UTRANS_FORWARD, status));
    check(status);
  }

  Readings readings(UChar32 code) {
    if (const auto found = several_.find(code); found != several_.end()) return found->second;
    Readings out;
    if (std::string own = icu_reading(code); !own.empty()) out.push_back(std::move(own));
    if (const UChar32 simple = simplified(code); simple != code) {
      const Readings others = readings(simple);
      const bool shared = out.empty() || std::find(others.begin(), others.end(), out[0]) != others.end();
      for (const std::string& other : others) {
        if (shared && std::find(out.begin(), out.end(), other) == out.end()) out.push_back(other);
      }
    }
    return out;
  }

 private:
  std::string icu_reading(UChar32 code) {
    icu::UnicodeString text(code);
    latin_->transliterate(text);
    return toneless(text.trim());
  }
  UChar32 simplified(UChar32 code) const {
    std::string utf8;
    icu::UnicodeString(code).toUTF8String(utf8);
    const icu::UnicodeString found = icu::UnicodeString::fromUTF8(converter_.Convert(utf8));
    return found.countChar32() == 1 ? found.char32At(0) : code;
  }
  std::map<UChar32, Readings> several_;
  std::unique_ptr<icu::Transliterator> latin_;
  opencc::SimpleConverter converter_{"t2s.json"};
};

void print_numbers(const char* type, const char* name, const std::vector<std::size_t>& numbers) {
  fmt::print("const {} {}[] = {{\n", type, name);
  for (std::size_t i = 0; i < numbers.size(); ++i) fmt::print("{},{}", numbers[i], i % 32 == 31 ? "\n" : "");
  fmt::print("}};\n");
}

void print_texts(const char* name, const Readings& texts) {
  fmt::print("constexpr std::string_view {}[] = {{\n", name);
  for (std::size_t i = 0; i < texts.size(); ++i)
    fmt::print("{{\"{}\",{}}},{}", texts[i], texts[i].size(), i % 16 == 15 ? "\n" : "");
  fmt::print("}};\n");
}

void print_tables() {
  Reader reader(CKM_READINGS);
  std::map<Readings, std::size_t> lists{{{}, 0}};
  std::vector<Readings> ordered{{}};
  std::set<std::string> syllables;
  std::vector<std::size_t> numbers(table::kEnd, 0);
  for (UChar32 code = 0; code < static_cast<UChar32>(table::kEnd); ++code) {
    if (!han(code)) continue;
    const Readings readings = reader.readings(code);
    const auto [at, added] = lists.emplace(readings, ordered.size());
    if (added) ordered.push_back(readings);
    numbers[static_cast<std::size_t>(code)] = at->second;
    syllables.insert(readings.begin(), readings.end());
  }
  std::map<std::vector<std::size_t>, std::size_t> known;
  std::vector<std::size_t> block_of;
  std::vector<std::size_t> entries;
  for (std::size_t start = 0; start < table::kEnd; start += table::kBlockSize) {
    const auto from = numbers.begin() + static_cast<std::ptrdiff_t>(start);
    const std::vector<std::size_t> block(from, from + table::kBlockSize);
    const auto [at, added] = known.emplace(block, known.size());
    if (added) entries.insert(entries.end(), block.begin(), block.end());
    block_of.push_back(at->second);
  }
  Readings pool;
  std::vector<std::size_t> starts;
  for (const Readings& list : ordered) {
    starts.push_back(pool.size());
    pool.insert(pool.end(), list.begin(), list.end());
  }
  starts.push_back(pool.size());
  fmt::print("// Generated by tools/tables/make_reading_table.cc from ICU {}, OpenCC and src/text/readings.txt.\n",
             U_ICU_VERSION);
  print_numbers("std::uint16_t", "kBlock", block_of);
  print_numbers("std::uint16_t", "kList", entries);
  print_numbers("std::uint16_t", "kStart", starts);
  print_texts("kReading", pool);
  print_texts("kSyllable", {syllables.begin(), syllables.end()});
  fmt::print("const std::size_t kSyllableCount = {};\n", syllables.size());
}

}  // namespace

int main() {
  try {
    print_tables();
  } catch (const std::exception& error) {
    fmt::print(stderr, "make_reading_table: {}\n", error.what());
    return 1;
  }
  return 0;
}
