// Programs run by benches: how long, and with how much memory.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ckm::tools {

double seconds_since(std::chrono::steady_clock::time_point start);

struct Measured {
  double seconds = 0;    // Wall time.
  double megabytes = 0;  // The most that it had of its own, without mapped pages of files, looked at every 20 ms.
};

// Runs a program to its end, its output dropped. Ends the bench where it fails.
Measured run(const std::vector<std::string>& words);

}  // namespace ckm::tools
