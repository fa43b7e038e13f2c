#include "cli/import_packed.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "formats/format.hh"
#include "formats/packed.hh"

namespace ckm::cli {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kMostTold = 20;

// The beginnings of what lies beside the data in exports: attachments and programs, which no encoding makes a text of.
constexpr std::array kMedia = {"\x89PNG"sv,
                               "\xFF\xD8\xFF"sv,
                               "GIF8"sv,
                               "%PDF-"sv,
                               "RIFF"sv,
                               "OggS"sv,
                               "ID3"sv,
                               "\x7F"
                               "ELF"sv,
                               "MZ"sv,
                               "SQLite f"sv,
                               "7z\xBC"sv,
                               "Rar!\x1A"sv,
                               "II*\0"sv,
                               "wOFF"sv};

// The name of what a compressed file holds: its own without .gz.
std::string name_inside(const std::string& file_name) {
  const std::size_t dot = file_name.rfind('.');
  return dot == 0 || dot == std::string::npos ? file_name : file_name.substr(0, dot);
}

void check_member(Input& member) {
  const std::string_view head = member.head();
  if (head.empty()) throw Error(Exit::kInput, fmt::format("{} is empty", member.name()), "there is nothing to import");
  if (formats::is_packed(head) && formats::guess_bytes_format(head, member.name()) == nullptr) {
    throw Error(Exit::kInput, fmt::format("{} is packed again", member.name()), "unpack the outer one and import what is in it");
  }
  if (std::ranges::any_of(kMedia, [&](std::string_view mark) { return head.starts_with(mark); }))
    throw Error(Exit::kInput, fmt::format("{}: not a known format", member.name()), "ckm import --help lists the formats");
}

}  // namespace

bool import_packed(Context& context, Input& whole, const formats::UnpackLimits& limits,
                   const std::function<void(Input&)>& import) {
  const std::string head(whole.head());
  formats::PackedReader packed(whole.bytes(), head, whole.name(), limits);
  std::size_t members = 0;
  std::size_t failed = 0;
  std::string hint;  // Told last: once for many.
  while (interrupted() == 0 && packed.next()) {
    ++members;
    const bool alone = packed.path().empty();
    Input member(whole, alone ? name_inside(whole.file_name()) : packed.path(), packed.bytes());
    try {
      check_member(member);
      import(member);
    } catch (const Error& e) {
      if ((e.code() != Exit::kInput && e.code() != Exit::kUsage) || alone || packed.broken()) throw;
      if (++failed > kMostTold) continue;
      context.warn(fmt::format("ckm: passed over: {}{}", e.what(), e.hint() == hint ? "" : "\nhint: " + e.hint()));
      hint = e.hint();
    }
  }
  if (failed > kMostTold) context.warn(fmt::format("ckm: {}: {} more passed over", whole.name(), failed - kMostTold));
  if (members == 0 && interrupted() == 0)
    throw Error(Exit::kInput, fmt::format("{} holds no file", whole.name()), "there is nothing to import");
  return failed == 0;
}

}  // namespace ckm::cli
