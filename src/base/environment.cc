#include "base/environment.hh"

#include <cstdlib>

namespace ckm {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

std::string temp_folder() {
  std::string folder = environment("TMPDIR");
  return folder.empty() ? "/tmp" : folder;
}

}  // namespace ckm
