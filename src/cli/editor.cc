#include "cli/editor.hh"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/environment.hh"
#include "base/error.hh"
#include "base/foreground.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kFence = "+++";
constexpr std::string_view kMistake = "# MISTAKE: ";
constexpr std::string_view kBlank = " \t\r\n";
constexpr std::string_view kMark = "\xEF\xBB\xBF";
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

// Whether Ctrl-C ended it: itself, or what a shell ran.
bool ended_by_interrupt(int status) {
  constexpr int kByShell = 128;
  return (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT) || (WIFEXITED(status) && WEXITSTATUS(status) == kByShell + SIGINT);
}

// Comments about mistakes ---------------------------------------------------------------------------------------------

// The first line, with its end.
std::string_view first_line(std::string_view text) { return text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1); }

bool is_fence(std::string_view line) { return line == "+++\n" || line == "+++\r\n"; }

// Where the line behind the opening +++ begins; nothing where there is none.
std::optional<std::size_t> in_front_matter(std::string_view text) {
  std::size_t at = text.starts_with(kMark) ? kMark.size() : 0;
  while (at < text.size()) {
    const std::string_view line = first_line(text.substr(at));
    at += line.size();
    if (is_fence(line)) return at;
    if (line.find_first_not_of(kBlank) != std::string_view::npos) break;
  }
  return std::nullopt;
}

// A text of UTF-16 stays as it is: a comment in another encoding would spoil it.
std::string with_mistake(const std::string& text, std::string_view mistake) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return text;
  const std::string_view end = !text.empty() && first_line(text).ends_with("\r\n") ? "\r\n" : "\n";
  const std::string comment = fmt::format("{}{}{}", kMistake, utf8::one_line(mistake), end);
  std::string out = text;
  if (const auto at = in_front_matter(text)) return out.insert(*at, comment);
  return out.insert(text.starts_with(kMark) ? kMark.size() : 0, fmt::format("{}{}{}{}{}", kFence, end, comment, kFence, end));
}

// The text before with_mistake().
std::string without_mistake(std::string text) {
  const auto at = in_front_matter(text);
  if (!at || !std::string_view(text).substr(*at).starts_with(kMistake)) return text;
  text.erase(*at, first_line(std::string_view(text).substr(*at)).size());
  const std::string_view rest = std::string_view(text).substr(*at);
  if (rest.empty() || !is_fence(first_line(rest))) return text;
  const std::size_t from = text.starts_with(kMark) ? kMark.size() : 0;
  return text.erase(from, *at + first_line(rest).size() - from);
}

}  // namespace

// The file ------------------------------------------------------------------------------------------------------------

EditedFile::EditedFile(const Context& context, std::string_view name) : context_(context) {
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
  if (!holds_) ::unlink(path_.c_str());
  else if (!told_) context_.warn(fmt::format("nothing was saved; the text is in {}", path_));
}

const std::string& EditedFile::tell(const std::string& text) {
  std::ofstream(path_, std::ios::binary) << text;  // What can't be written leaves the text as it came.
  return tell();
}

const std::string& EditedFile::tell() {
  told_ = true;
  return path_;
}

std::string EditedFile::edit(std::string_view text) {
  stop_if_interrupted();
  const std::string program = editor();
  {
    std::ofstream out(path_, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) throw Error(Exit::kSystem, fmt::format("can't write {}", path_), "make room, or set TMPDIR");
  }
  const int status = run_in_foreground(program, path_);
  std::ifstream in(path_, std::ios::binary);
  std::string edited{std::istreambuf_iterator<char>(in), {}};
  holds_ = holds_ || edited != text;
  if (ended_by_interrupt(status)) std::raise(SIGINT);
  if (interrupted() != 0) {
    // One that is not there any more at a signal may still write what it had.
    holds_ = holds_ || interrupted() != SIGINT;
    throw Interrupted{};
  }
  if (status != 0) {
    const std::string how = WIFEXITED(status) ? fmt::format("ended with status {}", WEXITSTATUS(status)) : "was killed";
    throw Error(Exit::kSystem, fmt::format("the editor '{}' {}; nothing was saved", program, how),
                "set EDITOR to one that works" + (holds_ ? fmt::format("; the text is in {}", tell()) : ", or use --file"));
  }
  if (!in) throw Error(Exit::kSystem, fmt::format("can't read {} any more", path_), "edit it again");
  return edited;
}

// Until it is taken ---------------------------------------------------------------------------------------------------

namespace {

std::optional<Error> mistake_in(const std::string& text, const std::function<void(const std::string& text)>& take) {
  try {
    take(text);
  } catch (const Error& e) {
    if (e.code() != Exit::kInput && e.code() != Exit::kConflict) throw;
    return e;
  }
  return std::nullopt;
}

[[noreturn]] void give_up(EditedFile& file, const Error& mistake, std::string_view advice) {
  throw Error(mistake.code(), mistake.what(), fmt::format("{}nothing was saved; the text is in {}", advice, file.tell()));
}

}  // namespace

bool edit_until_taken(const Context& context, EditedFile& file, const std::string& text,
                      const std::function<void(const std::string& text)>& take) {
  std::string before;
  std::string shown = text;
  std::optional<Error> mistake;
  for (;;) {
    std::string edited = without_mistake(file.edit(shown));
    const bool blank = edited.find_first_not_of(kBlank) == std::string::npos;
    if (edited == text || blank) {
      file.drop();
      if (blank) context.say("the text came back empty");
      return false;
    }
    if (mistake && edited == before) give_up(file, *mistake, "");
    mistake = mistake_in(edited, take);
    if (!mistake) return true;
    if (::isatty(STDIN_FILENO) == 0) give_up(file, *mistake, mistake->hint() + "; ");
    shown = with_mistake(edited, "");
    // Once more with the comment above it, so that the place is right.
    if (auto moved = mistake_in(shown, take)) mistake = std::move(moved);
    const std::string told = fmt::format("{}; {}", mistake->what(), mistake->hint());
    context.warn(told);
    shown = with_mistake(edited, told);
    before = std::move(edited);
  }
}

}  // namespace ckm::cli
