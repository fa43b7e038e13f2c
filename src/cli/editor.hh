// A text in a person's editor.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cli/command.hh"

namespace ckm::cli {

// A file in TMPDIR, or /tmp, that only its user can read. What a person wrote is not lost: once it came back the file stays, and
// the end of this tells where it is, unless it was dropped or told before.
class EditedFile {
 public:
  // `name` stands in the file's name. Throws Error{kSystem} where it can't be made. The context must outlive it.
  EditedFile(const Context& context, std::string_view name);
  EditedFile(const EditedFile&) = delete;
  EditedFile& operator=(const EditedFile&) = delete;
  ~EditedFile();

  // Shows a text in $VISUAL, $EDITOR or vi, and returns what it is once that ends. Throws Error{kSystem} where the editor fails,
  // and Interrupted where a signal came meanwhile, or Ctrl-C ended the editor.
  std::string edit(std::string_view text);
  // What came back is saved, or is nothing to keep.
  void drop() { holds_ = false; }
  // Where it stays: told by the caller.
  const std::string& tell();
  // The same once it has another text.
  const std::string& tell(const std::string& text);

 private:
  const Context& context_;
  std::string path_;
  bool holds_ = false;  // What is not saved yet.
  bool told_ = false;
};

// Lets a person edit a text until `take` takes it; an Error{kInput} or {kConflict} that this throws is told, put into the text as
// a comment below its first line, and the editor opened again. False where the text came back as it was, or blank, which is told.
// Where it comes back as it was after a mistake, and where standard input is no terminal, so that nobody may be there to mend it,
// the file stays and the Error goes on, with where it is as its hint. Once what was taken is saved the file is to be dropped.
bool edit_until_taken(const Context& context, EditedFile& file, const std::string& text,
                      const std::function<void(const std::string& text)>& take);

}  // namespace ckm::cli
