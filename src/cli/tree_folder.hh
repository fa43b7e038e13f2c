// A folder that an export fills, such as a tree of texts: its mark, the lock on it, and how files come into it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace ckm::cli {

// What a folder is known by, and which files in it are an export's own.
struct FolderMark {
  std::string_view name;   // Of the file that says so.
  std::string_view about;  // Its first line.
  bool (*is_ours)(const std::string& path);
};
// Of a tree of texts.
extern const FolderMark kTreeFolder;

class TreeFolder {
 public:
  // Makes the folder and its mark where they are not there, and locks it. `of`: what its texts are of, which the mark says.
  // Throws Error{kConflict} for a folder that holds other things or a tree of something else, kLocked, kSystem.
  TreeFolder(const std::string& path, const std::string& of, const FolderMark& mark = kTreeFolder);
  // A tree of texts that is there, whatever it is of. Throws kLocked, kSystem.
  explicit TreeFolder(const std::string& path);
  TreeFolder(const TreeFolder&) = delete;
  TreeFolder& operator=(const TreeFolder&) = delete;
  ~TreeFolder();

  // Each file that is the export's own (a text), by its path in the folder, in no order. What begins with a dot is not looked at.
  // Throws kSystem for a folder that can't be read.
  void for_each(const std::function<void(const std::string& path)>& visit) const;
  // Throws kSystem for a file that may not be read.
  void need_readable(const std::string& path) const;
  [[nodiscard]] std::string full(const std::string& path) const { return path_ + "/" + path; }
  // Whether the file is there and holds just that.
  [[nodiscard]] bool holds(const std::string& path, std::string_view text) const;
  // Whole or not at all. Not forced to the disk: that would take a millisecond each, and what a power cut takes is exported
  // again.
  void write(const std::string& path, std::string_view text);
  // With the folders that are empty then.
  void remove(const std::string& path);

 private:
  [[noreturn]] void fail(const std::string& path) const;
  void lock();
  std::string path_;
  const FolderMark& kind_ = kTreeFolder;
  std::string last_folder_;  // That was made, so that it is there.
  int mark_ = -1;
};

}  // namespace ckm::cli
