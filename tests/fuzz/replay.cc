// Reads every file below some folders with every reader: whole, cut off, and with a few bytes changed in the same way each time.
//   fuzz_replay FOLDER...
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "fuzz/read_one.hh"

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostMutated = 20'000;  // Bytes; a larger file is read whole only.
constexpr int kMutations = 12;

std::string contents(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void read_mutated(std::string_view reader, const std::string& bytes) {
  std::mt19937 random(7);
  for (int i = 0; i < kMutations; ++i) {
    std::string changed = bytes.substr(0, i % 2 == 0 ? bytes.size() : random() % bytes.size());
    for (int n = 0; n < 1 + i / 2 && !changed.empty(); ++n) changed[random() % changed.size()] = static_cast<char>(random());
    ckm::fuzz::read_one(reader, changed);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : fs::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  for (const fs::path& file : files) {
    const std::string bytes = contents(file);
    for (const std::string_view reader : ckm::fuzz::readers()) {
      if ((reader == "segment") != (file.extension() == ".segment")) continue;  // An input that only it can read.
      fmt::print("{} {}\n", reader, file.string());
      std::fflush(stdout);  // Says what was read when it crashes.
      ckm::fuzz::read_one(reader, bytes);
      if (!bytes.empty() && bytes.size() <= kMostMutated) read_mutated(reader, bytes);
    }
  }
  return files.empty() ? 1 : 0;
}
