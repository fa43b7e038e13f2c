// What is imported, as bytes: a file, standard input, or what a file holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hh"

namespace ckm::cli {

class Input {
 public:
  static constexpr std::size_t kHead = 64 * 1024;

  // `path` may be "-". Throws Error{kInput} for what can't be opened.
  explicit Input(const std::string& path);
  // A folder that is one input, such as a maildir: it has a name, and no bytes.
  static Input folder(const std::string& path) { return {path, nullptr}; }
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

  // What lies beside a part and is read with it (formats::Together), which must outlive it.
  void lay_beside(ByteSource& other) { beside_.push_back(&other); }
  [[nodiscard]] const std::vector<ByteSource*>& beside() const { return beside_; }

  [[nodiscard]] bool is_folder() const { return file_ == nullptr; }
  // The file that it comes from; the whole's for a part, none for a folder.
  [[nodiscard]] const FileSource& file() const { return *file_; }
  // Bytes of that read, and in all; 0 where that is not known.
  [[nodiscard]] std::uint64_t position() const { return file_ == nullptr ? 0 : file_->position(); }
  [[nodiscard]] std::uint64_t size() const { return file_ == nullptr ? 0 : file_->size(); }
  // Whether file() holds just this input and can be looked at anywhere.
  [[nodiscard]] bool seekable() const { return !part_ && file_ != nullptr && file_->seekable(); }

 private:
  Input(const std::string& path, std::shared_ptr<FileSource> file);
  std::string path_;
  std::string name_;
  std::string file_name_;
  bool part_ = false;
  std::shared_ptr<FileSource> file_;
  PeekSource peek_;
  std::string head_;
  std::vector<ByteSource*> beside_;
};

}  // namespace ckm::cli
