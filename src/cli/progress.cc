#include "cli/progress.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>

#include "base/out_file.hh"

namespace ckm::cli {
namespace {

constexpr std::chrono::milliseconds kQuiet{500};
constexpr std::chrono::milliseconds kEvery{200};

std::string duration(double seconds) {
  const auto s = static_cast<std::int64_t>(std::lround(seconds));
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {:02} s", s / 60, s % 60);
  return fmt::format("{} h {:02} min", s / 3600, s / 60 % 60);
}

}  // namespace

ProgressLine::ProgressLine(std::string what, std::string unit, bool wanted)
    : what_(std::move(what)), unit_(std::move(unit)), on_(wanted && ::isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_) write_stderr("\r\x1b[K");
}

void ProgressLine::show(std::int64_t count, std::uint64_t part, std::uint64_t whole) {
  if (!on_) return;
  const auto now = Clock::now();
  if (now - start_ < kQuiet || (shown_ && now - last_ < kEvery)) return;
  last_ = now;
  shown_ = true;
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  std::string line = fmt::format("{}: {} {}, {:.0f}/s", what_, count, unit_, static_cast<double>(count) / elapsed);
  if (whole > 0 && part > 0) {
    const double share = static_cast<double>(part) / static_cast<double>(whole);
    line += fmt::format(", {:.0f} %, {} left", share * 100, duration(elapsed * (1 - share) / share));
  }
  write_stderr("\r\x1b[K" + line);
}

}  // namespace ckm::cli
