// A text in a person's editor.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hh"

namespace ckm::cli {

// A file in TMPDIR, or /tmp, that only its user can read. It is removed again unless it is kept.
class EditedFile {
 public:
  // `name` stands in the file's name. Throws Error{kSystem} where it can't be made.
  explicit EditedFile(std::string_view name);
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;
  ~EditedFile();

  // Shows a text in $VISUAL, $EDITOR or vi, and returns what it is once that ends. Throws Error{kSystem}, and keeps the file
  // where it was changed, where the editor fails.
  std::string edit(std::string_view text);
  void keep() { kept_ = true; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  bool kept_ = false;
};

// Lets a person edit a text until `take` takes it; an Error{kInput} or {kConflict} that this throws is told, put into the text as
// a comment below its first line, and the editor opened again. False where the text came back as it was. Where it comes back as
// it was after a mistake, the file is kept and the Error goes on, with where it is as its hint.
bool edit_until_taken(const Context& context, EditedFile& file, std::string text,
                      const std::function<void(const std::string& text)>& take);

}  // namespace ckm::cli
