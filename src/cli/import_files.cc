#include "cli/import_files.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/hash.hh"

namespace ckm::cli {
namespace {

// Nothing for what is no file.
std::optional<store::FileMark> mark_of(const std::string& path) {
  std::error_code error;
  const auto absolute = std::filesystem::canonical(path, error);
  if (error || !std::filesystem::is_regular_file(absolute, error)) return std::nullopt;
  const ContentHash hash = file_hash(path);
  return store::FileMark{absolute.string(), static_cast<std::int64_t>(std::filesystem::file_size(absolute)),
                         std::string(bytes_of(hash))};
}

std::shared_ptr<const formats::RecordMap> read_map_file(const std::string& path) {
  FileSource in(path);
  std::string text;
  std::array<char, 4096> buffer;
  constexpr std::size_t kLargest = std::size_t{1} << 20U;
  while (const std::size_t n = in.read(buffer)) {
    text.append(buffer.data(), n);
    if (text.size() > kLargest) throw Error(Exit::kInput, path + ": a map over 1 MiB", "see ckm-map(5) for what a map is");
  }
  const std::size_t slash = path.rfind('/');
  return std::make_shared<formats::RecordMap>(
      formats::parse_map(text, path, slash == std::string::npos ? "" : path.substr(0, slash + 1)));
}

}  // namespace

std::shared_ptr<const formats::RecordMap> read_map(const std::string& path) {
  try {
    return read_map_file(path);
  } catch (const Error& e) {  // It is what an option names.
    throw Error(e.code() == Exit::kInput ? Exit::kUsage : e.code(), e.what(), std::string(e.hint()));
  }
}

std::vector<std::string> files_of(const Context& context, const std::vector<std::string>& paths) {
  std::vector<std::string> out;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error) || formats::guess_folder_format(path) != nullptr) {
      out.push_back(path);
      continue;
    }
    const std::size_t begin = out.size();
    for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
      if (!entry.is_regular_file(error) || entry.path().filename().string().starts_with('.')) continue;
      if (entry.file_size(error) == 0 && !error) context.say(fmt::format("{}: empty, passed over", entry.path().string()));
      else out.push_back(entry.path().string());
    }
    if (error)
      throw Error(Exit::kInput, fmt::format("can't list {}: {}", path, error.message()), "check the folder's permissions");
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end());
  }
  return out;
}

bool is_imported(Context& context, const std::string& path, ImportOptions& options) {
  options.file = mark_of(path);
  if (options.file) {
    const ReadingOptions& said = options.reading;
    options.file->told =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", options.source, said.kind ? model::info(*said.kind).name : "", said.as,
                    fmt::join(said.columns, ","), said.sheet, said.map == nullptr ? "" : said.map->name);
  }
  const auto run = options.file ? store::find_imported(context.store(), *options.file) : std::nullopt;
  if (run) context.say(fmt::format("{}: unchanged since run:{}", path, *run));
  return run.has_value();
}

}  // namespace ckm::cli
