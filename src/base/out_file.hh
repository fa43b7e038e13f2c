// A file that is whole or not there: written beside its final name and renamed.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace ckm {

class OutFile {
 public:
  // "-" or an empty path is standard output. A link stays one, and what it names is written; a device or a pipe can't be
  // renamed over and is written directly. Throws Error{kSystem} when the folder can't be written.
  explicit OutFile(std::string path);
  OutFile(const OutFile&) = delete;
  OutFile& operator=(const OutFile&) = delete;
  ~OutFile();  // Removes what was not committed.

  // Throws Error{kSystem} when the disk is full or broken, ClosedPipe when nobody reads standard output any more.
  void write(std::string_view bytes);
  void commit();  // Flushes to the disk and gives the file its name.

 private:
  std::string path_;
  std::string beside_;  // Empty for a device.
  std::FILE* file_ = nullptr;
};

// Nobody reads standard output any more. Caught in main, which ends quietly with status 0.
struct ClosedPipe {};

// Standard output, buffered. Both throw ClosedPipe, or Error{kSystem}.
void write_stdout(std::string_view bytes);
void flush_stdout();

// Standard error, at once. What can't be written is dropped: a command must not end because nobody listens.
void write_stderr(std::string_view bytes) noexcept;

}  // namespace ckm
