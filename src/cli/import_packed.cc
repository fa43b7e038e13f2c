#include "cli/import_packed.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/temp_file.hh"
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

// A member that is read together with others: it waits for them.
struct Waiting {
  std::string path;
  std::string folder;  // Inside.
  bool main = false;
  std::unique_ptr<FileSource> bytes;  // Null of what nothing is read of.
};

Waiting keep(Input& member, const std::string& path) {
  const formats::Together how = formats::read_together(member.head());
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  if (how == formats::Together::kUnread) return {path, folder, false, nullptr};
  TempFile kept(member.name(), "unpack it, and import the folder");
  std::string chunk(std::size_t{256} << 10U, '\0');
  while (const std::size_t n = member.bytes().read(chunk)) kept.append(std::string_view(chunk).substr(0, n));
  return {path, folder, how == formats::Together::kMain, std::make_unique<FileSource>(std::move(kept), member.name())};
}

// Imports what waited, and what it is read with; those that are read with nothing by themselves. `attempt` runs what may fail.
template <typename Attempt>
void import_waiting(const Input& whole, const std::vector<Waiting>& all, const Attempt& attempt,
                    const std::function<void(Input&)>& import) {
  for (const Waiting& one : all) {
    const auto same_folder = [&](const Waiting& other) { return &other != &one && other.folder == one.folder; };
    if (!one.main && std::ranges::any_of(all, [&](const Waiting& other) { return other.main && same_folder(other); })) continue;
    if (one.bytes == nullptr) {
      attempt([&] {
        throw Error(Exit::kInput, fmt::format("{}: {} belongs to other files, which are not there", whole.name(), one.path),
                    "give the archive that has them all");
      });
      continue;
    }
    Input member(whole, one.path, *one.bytes);
    for (const Waiting& other : all) {
      if (one.main && !other.main && other.bytes != nullptr && same_folder(other)) member.lay_beside(*other.bytes);
    }
    attempt([&] { import(member); });
  }
}

}  // namespace

bool import_packed(Context& context, Input& whole, const formats::UnpackLimits& limits,
                   const std::function<void(Input&)>& import) {
  const std::string head(whole.head());
  formats::PackedReader packed(whole.bytes(), head, whole.name(), limits);
  std::size_t members = 0;
  std::size_t failed = 0;
  std::string hint;  // Told last: once for many.
  const auto try_to = [&](const auto& take, bool alone) {
    try {
      take();
    } catch (const Error& e) {
      if ((e.code() != Exit::kInput && e.code() != Exit::kUsage) || alone || packed.broken()) throw;
      if (++failed > kMostTold) return;
      context.warn(fmt::format("ckm: passed over: {}{}", e.what(), e.hint() == hint ? "" : "\nhint: " + e.hint()));
      hint = e.hint();
    }
  };
  std::vector<Waiting> waiting;
  std::optional<Error> broken;
  try {
    while (interrupted() == 0 && packed.next()) {
      ++members;
      const bool alone = packed.path().empty();
      Input member(whole, alone ? name_inside(whole.file_name()) : packed.path(), packed.bytes());
      try_to(
          [&] {
            check_member(member);
            if (alone || formats::read_together(member.head()) == formats::Together::kNo) import(member);
            else waiting.push_back(keep(member, packed.path()));
          },
          alone);
    }
  } catch (const Error& e) {
    if (waiting.empty() || e.code() != Exit::kInput) throw;
    broken = e;  // What came whole is imported first.
  }
  import_waiting(
      whole, waiting, [&](const auto& take) { try_to(take, false); }, import);
  if (broken) throw Error(*broken);
  if (failed > kMostTold) context.warn(fmt::format("ckm: {}: {} more passed over", whole.name(), failed - kMostTold));
  if (members == 0 && interrupted() == 0)
    throw Error(Exit::kInput, fmt::format("{} holds no file", whole.name()), "there is nothing to import");
  return failed == 0;
}

}  // namespace ckm::cli
