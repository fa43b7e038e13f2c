#include "base/process.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace ckm {
namespace {

std::string boot() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  file >> id;
  return id;
}

// Field 22 of proc(5)'s stat: the start in clock ticks. The command in field 2 may hold blanks, but ends with the last bracket.
std::string start_of(std::string_view pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(file, line);
  const auto bracket = line.rfind(')');
  if (bracket == std::string::npos) return {};
  std::istringstream rest(line.substr(bracket + 1));
  std::string field;
  for (int i = 3; i <= 22; ++i) rest >> field;
  return field;
}

}  // namespace

std::string process_name() {
  const std::string pid = fmt::format("{}", ::getpid());
  return fmt::format("{}:{}:{}", boot(), pid, start_of(pid));
}

bool process_lives(std::string_view name) {
  const auto first = name.find(':');
  const auto last = name.rfind(':');
  if (first == std::string_view::npos || last == first) return false;
  const std::string_view pid = name.substr(first + 1, last - first - 1);
  const std::string start = start_of(pid);
  return !start.empty() && name == fmt::format("{}:{}:{}", boot(), pid, start);
}

}  // namespace ckm
