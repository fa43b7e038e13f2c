#include "cli/editor.hh"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/environment.hh"
#include "base/error.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kFence = "+++\n";
constexpr std::string_view kMistake = "# MISTAKE: ";
constexpr std::string_view kSuffix = ".md";

std::string editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string program = environment(name); !program.empty()) return program;
  }
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0)
    throw Error(Exit::kUsage, "there is no terminal for an editor",
                "give the article with --file, or - for standard input; or set EDITOR");
  return "vi";
}

std::string without_mistakes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    if (!text.starts_with(kMistake)) out += text.substr(0, size);
    text.remove_prefix(size);
  }
  return out;
}

std::string with_mistake(const std::string& text, std::string_view mistake) {
  std::string line(kMistake);
  for (const char c : mistake) line.push_back(c == '\n' || c == '\r' ? ' ' : c);
  line.push_back('\n');
  if (!text.starts_with(kFence)) return fmt::format("{}{}{}{}", kFence, line, kFence, text);
  return std::string(kFence) + line + text.substr(kFence.size());
}

}  // namespace

EditedFile::EditedFile(std::string_view name) {
  const std::string folder = temp_folder();
  std::string plain(name);
  std::ranges::replace_if(
      plain, [](char c) { return c == '/' || c == ':' || static_cast<unsigned char>(c) <= ' '; }, '-');
  path_ = fmt::format("{}/ckm-{}-XXXXXX{}", folder, plain.substr(0, 60), kSuffix);
  const int fd = ::mkstemps(path_.data(), static_cast<int>(kSuffix.size()));
  if (fd < 0) {
    throw Error(Exit::kSystem, fmt::format("can't make a file in {}: {}", folder, std::strerror(errno)),
                "set TMPDIR to a folder that can be written, or use --file");
  }
  ::close(fd);
}

EditedFile::~EditedFile() {
  if (!kept_) ::unlink(path_.c_str());
}

std::string EditedFile::edit(std::string_view text) {
  const std::string program = editor();
  {
    std::ofstream out(path_, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) throw Error(Exit::kSystem, fmt::format("can't write {}", path_), "make room, or set TMPDIR");
  }
  // The user's own command line, as git and others run it. The path may hold what a shell knows, so that it is no part of that.
  // Meanwhile Ctrl-C is the editor's.
  ::setenv("CKM_EDITED", path_.c_str(), 1);
  const int status = std::system((program + " \"$CKM_EDITED\"").c_str());
  std::ifstream in(path_, std::ios::binary);
  std::string edited{std::istreambuf_iterator<char>(in), {}};
  if (status != 0) {
    kept_ = edited != text;
    const std::string how = WIFEXITED(status) ? fmt::format("ended with status {}", WEXITSTATUS(status)) : "was killed";
    throw Error(Exit::kSystem, fmt::format("the editor '{}' {}; nothing was saved", program, how),
                "set EDITOR to one that works" + (kept_ ? fmt::format("; the text is in {}", path_) : ", or use --file"));
  }
  if (!in) throw Error(Exit::kSystem, fmt::format("can't read {} any more", path_), "edit it again");
  return edited;
}

namespace {

bool is_mistake(const Error& error) { return error.code() == Exit::kInput || error.code() == Exit::kConflict; }

}  // namespace

bool edit_until_taken(const Context& context, EditedFile& file, std::string text,
                      const std::function<void(const std::string& text)>& take) {
  std::optional<Error> mistake;
  for (;;) {
    const std::string edited = file.edit(text);
    if (edited == text && mistake) {
      file.keep();
      throw Error(mistake->code(), mistake->what(), fmt::format("nothing was saved; the text is in {}", file.path()));
    }
    if (edited == text) return false;
    const std::string clean = without_mistakes(edited);
    try {
      take(clean);
      return true;
    } catch (const Error& e) {
      if (!is_mistake(e)) {
        file.keep();
        throw;
      }
      // Once more with the comment above it, so that the place is right.
      mistake = e;
      text = with_mistake(clean, "");
      try {
        take(text);
      } catch (const Error& again) {
        if (is_mistake(again)) mistake = again;
      }
      context.warn(fmt::format("{}; {}", mistake->what(), mistake->hint()));
      text = with_mistake(clean, fmt::format("{}; {}", mistake->what(), mistake->hint()));
    }
  }
}

}  // namespace ckm::cli
