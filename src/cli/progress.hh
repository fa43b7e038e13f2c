// A line on the terminal that tells how far long work is.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ckm::cli {

// Shown on standard error while that is a terminal, after the first half second, a few times a second; removed at the end.
class ProgressLine {
 public:
  // `unit`: what is counted, in the plural. Shown only when `wanted`.
  ProgressLine(std::string what, std::string unit, bool wanted);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  // `count` things so far; `part` of `whole` tells the time left where `whole` is not 0 (bytes of a file, say).
  void show(std::int64_t count, std::uint64_t part, std::uint64_t whole);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  std::string unit_;
  bool on_;
  bool shown_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_ = start_;
};

}  // namespace ckm::cli
