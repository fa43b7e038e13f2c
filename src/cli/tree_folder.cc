#include "cli/tree_folder.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "formats/import_articles.hh"
#include "formats/import_markdown.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPart = ".ckm-part";

bool is_hidden(const fs::path& path) { return path.filename().native().starts_with('.'); }

bool holds_other_things(const std::string& path) {
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (!is_hidden(at->path())) return true;
  }
  return false;
}

std::string mark_of(const FolderMark& mark, const std::string& of) { return fmt::format("{}\n{}\n", mark.about, of); }

// The time of the articles that a mark is of; empty for now.
std::string time_of(std::string_view mark) {
  constexpr std::string_view kLine = "\nas-of = ";
  const std::size_t at = mark.find(kLine);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = mark.substr(at + kLine.size());
  return std::string(rest.substr(0, rest.find('\n')));
}

[[noreturn]] void fail_to_read(std::string_view what, const std::string& path, std::string_view why) {
  throw Error(Exit::kSystem, fmt::format("can't read the {} {}: {}, so nothing was exported", what, path, why),
              "give yourself the right to read it, or move it out of there, and export again");
}

}  // namespace

const FolderMark kTreeFolder = {formats::kTreeMark,
                                "# The texts below this folder are written by ckm export --as md and read by ckm import.",
                                [](const std::string& path) { return formats::is_markdown_name(path); }};

TreeFolder::TreeFolder(const std::string& path, const std::string& of, const FolderMark& mark) : path_(path), kind_(mark) {
  while (path_.size() > 1 && path_.ends_with('/')) path_.pop_back();
  std::error_code error;
  fs::create_directories(path_, error);
  if (error && !fs::is_directory(path_)) {
    errno = error.value();
    fail(path_);
  }
  const std::string name = full(std::string(kind_.name));
  const bool there = fs::is_regular_file(name, error);
  if (!there && holds_other_things(path_)) {
    throw Error(Exit::kConflict, fmt::format("{} holds other things than an export", path_),
                "name a new folder, or an empty one: what is there stays as it is");
  }
  mark_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (mark_ < 0) fail(name);
  lock();
  const std::string wanted = mark_of(kind_, of);
  std::array<char, 4096> buffer;
  const ssize_t n = ::pread(mark_, buffer.data(), buffer.size(), 0);
  if (n < 0) fail(name);
  const std::string_view known(buffer.data(), static_cast<std::size_t>(n));
  if (known == wanted.substr(0, buffer.size())) return;
  if (!known.empty() && !wanted.starts_with(known)) {  // It may have been cut while it was written.
    const std::string time = time_of(known);
    if (time != time_of(wanted)) {
      throw Error(Exit::kConflict,
                  fmt::format("{} holds articles as they {}", path_, time.empty() ? "are now" : "were at " + time),
                  time.empty() ? "name a new folder for what they were: it is another export"
                               : "name another folder, or the same --as-of");
    }
    throw Error(
        Exit::kConflict, fmt::format("{} holds an export of other articles", path_),
        fmt::format("give the same --kind, --where, --script and --audience as for that, or name another folder; {} says which",
                    name));
  }
  if (::pwrite(mark_, wanted.data(), wanted.size(), 0) != static_cast<ssize_t>(wanted.size())) fail(name);
}

TreeFolder::TreeFolder(const std::string& path) : path_(path) {
  const std::string name = full(std::string(formats::kTreeMark));
  mark_ = ::open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (mark_ < 0) fail(name);
  lock();
}

void TreeFolder::lock() {
  if (::flock(mark_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(mark_, -1));
    throw Error(Exit::kLocked, fmt::format("another export writes to {}", path_), "wait for it to end, then try again");
  }
  std::remove(full(std::string(kPart)).c_str());  // Of one that was killed.
}

TreeFolder::~TreeFolder() {
  if (mark_ >= 0) ::close(mark_);
}

void TreeFolder::fail(const std::string& path) const {
  throw Error(Exit::kSystem, fmt::format("can't write {}: {}", path, std::strerror(errno)),
              "check that the folder may be written and has room, then export again");
}

void TreeFolder::for_each(const std::function<void(const std::string& path)>& visit) const {
  // Each folder by itself, so that an error is known to be of it.
  std::vector<fs::path> folders = {path_};
  while (!folders.empty()) {
    const fs::path folder = std::move(folders.back());
    folders.pop_back();
    std::error_code error;
    fs::directory_iterator at(folder, error);
    for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
      stop_if_interrupted();
      std::error_code gone;
      if (is_hidden(at->path())) continue;
      if (at->is_directory(gone)) {
        if (!at->is_symlink(gone)) folders.push_back(at->path());
        continue;
      }
      const std::string path = at->path().lexically_relative(path_).generic_string();
      if (kind_.is_ours(path) && at->is_regular_file(gone)) visit(path);
    }
    if (error) fail_to_read("folder", folder.string(), error.message());
  }
}

void TreeFolder::need_readable(const std::string& path) const {
  if (::access(full(path).c_str(), R_OK) != 0) fail_to_read("file", full(path), std::strerror(errno));
}

bool TreeFolder::holds(const std::string& path, std::string_view text) const {
  std::FILE* const file = std::fopen(full(path).c_str(), "rbe");
  if (file == nullptr) return false;
  std::string found(text.size() + 1, '\0');
  found.resize(std::fread(found.data(), 1, found.size(), file));
  std::fclose(file);
  return found == text;
}

void TreeFolder::write(const std::string& path, std::string_view text) {
  const std::string name = full(path);
  const std::string folder = fs::path(name).parent_path().string();
  if (folder != last_folder_) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error && !fs::is_directory(folder)) {
      errno = error.value();
      fail(folder);
    }
    last_folder_ = folder;
  }
  const std::string part = full(std::string(kPart));
  std::FILE* const file = std::fopen(part.c_str(), "wbe");
  if (file == nullptr) fail(part);
  bool done = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  int error = errno;
  if (std::fclose(file) != 0 && done) {
    done = false;
    error = errno;
  }
  if (done && std::rename(part.c_str(), name.c_str()) == 0) return;
  if (done) error = errno;
  std::remove(part.c_str());
  errno = error;
  fail(name);
}

void TreeFolder::remove(const std::string& path) {
  if (std::remove(full(path).c_str()) != 0) fail(full(path));
  std::error_code ignored;
  for (fs::path folder = fs::path(path).parent_path(); !folder.empty(); folder = folder.parent_path()) {
    if (!fs::remove(full(folder.string()), ignored) || ignored) return;  // It holds something.
  }
}

}  // namespace ckm::cli
