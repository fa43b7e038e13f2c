#include "cli/input.hh"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace ckm::cli {

namespace {

MemorySource& nothing() {
  static MemorySource empty{{}};
  return empty;
}

}  // namespace

Input::Input(const std::string& path) : Input(path, std::make_shared<FileSource>(path)) {}

Input::Input(const std::string& path, std::shared_ptr<FileSource> file)
    : path_(path),
      name_(input_name(path)),
      file_name_(path == "-" ? std::string() : std::filesystem::path(path).filename().string()),
      file_(std::move(file)),
      peek_(file_ == nullptr ? static_cast<ByteSource&>(nothing()) : *file_) {}

Input::Input(const Input& whole, std::string_view name, ByteSource& bytes)
    : path_(name.empty() ? whole.path_ : fmt::format("{}:{}", whole.path_, name)),
      name_(name.empty() ? whole.name_ : fmt::format("{}:{}", whole.name_, name)),
      file_name_(std::filesystem::path(name).filename().string()),
      part_(true),
      file_(whole.file_),
      peek_(bytes) {}

std::string_view Input::head() {
  if (!seekable()) return peek_.peek(kHead);
  if (head_.empty()) head_ = file_->look_at(0, kHead);
  return head_;
}

}  // namespace ckm::cli
