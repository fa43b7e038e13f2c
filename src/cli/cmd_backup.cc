#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "cli/declare.hh"
#include "cli/seen.hh"
#include "store/published.hh"

namespace ckm::cli {
namespace {

void sync_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

Exit backup(Context& context, const std::string& target) {
  std::error_code error;
  context.spare_store(target);
  if (target == "-") throw Error(Exit::kUsage, "a store can't be written to standard output", "name a file");
  const std::filesystem::file_status there = std::filesystem::status(target, error);
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
    throw Error(Exit::kConflict, fmt::format("{} is there and is no file", target), "name another file");
  }
  const std::filesystem::path folder = std::filesystem::path(target).parent_path();
  if (target.empty() || (!folder.empty() && !std::filesystem::is_directory(folder, error))) {
    throw Error(Exit::kSystem, fmt::format("can't write '{}': there is no such folder", target),
                "name a file in a folder that exists");
  }
  const std::string beside = fmt::format("{}.part-{}", target, ::getpid());
  std::remove(beside.c_str());
  try {
    if (context.seen) {
      index_seen(context);
      store::begin_history(context.store(), {std::string(model::audience_name(context.audience)), context.command, {}});
    }
    context.store().copy_to(beside);
    sync_file(beside);
    if (std::rename(beside.c_str(), target.c_str()) != 0) {
      throw Error(Exit::kSystem, fmt::format("can't write {}: {}", target, std::strerror(errno)),
                  "check the folder's permissions");
    }
  } catch (...) {
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) std::remove((beside + suffix).c_str());
    throw;
  }
  context.say(
      fmt::format("copied {}{} to {} ({} bytes)", context.opened->path(),
                  context.seen ? fmt::format(", as the audience {} sees it,", model::audience_name(context.audience)) : "",
                  target, std::filesystem::file_size(target, error)));
  return Exit::kDone;
}

}  // namespace

Run declare_backup(Args& args) {
  const auto file = std::make_shared<std::string>();
  args.add({.name = "FILE",
            .into = file.get(),
            .summary = "the copy; one that is there is replaced when the new one is whole",
            .needed = true});
  return {[] { return Access::kRead; }, [file](Context& context) { return backup(context, *file); }};
}

}  // namespace ckm::cli
