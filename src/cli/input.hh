// What is imported, as bytes: a file, standard input, or what a file holds.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/byte_source.hh"

namespace ckm::cli {

class Input {
 public:
  static constexpr std::size_t kHead = 64 * 1024;

  // `path` may be "-". Throws Error{kInput} for what can't be opened.
  explicit Input(const std::string& path);
  // A part of an input, such as an archive's member, which must outlive it; `name` is its path inside, empty where
  // nobody gave it one.
  Input(const Input& whole, std::string_view name, ByteSource& bytes);

  // What it is called in messages: export.zip:tickets/2024.csv.
  [[nodiscard]] const std::string& name() const { return name_; }
  // What it is known by: the path as it was given, with that inside.
  [[nodiscard]] const std::string& path() const { return path_; }
  // Its file's name without folders; empty for standard input.
  [[nodiscard]] const std::string& file_name() const { return file_name_; }
  // Its first bytes, kHead of them, which stay to be read. Only before bytes() is read; valid until then.
  std::string_view head();
  ByteSource& bytes() { return seekable() ? static_cast<ByteSource&>(*file_) : peek_; }

  // The file that it comes from, for how far it was read; the whole's for a part.
  [[nodiscard]] const FileSource& file() const { return *file_; }
  // Whether file() holds just this input and can be looked at anywhere.
  [[nodiscard]] bool seekable() const { return !part_ && file_->seekable(); }

 private:
  std::string path_;
  std::string name_;
  std::string file_name_;
  bool part_ = false;
  std::shared_ptr<FileSource> file_;
  PeekSource peek_;
  std::string head_;
};

}  // namespace ckm::cli
