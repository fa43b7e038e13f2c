// OutFile, and the sources of bytes.
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/out_file.hh"

using namespace ckm;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("ckm-unit-base-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  [[nodiscard]] std::string file(const char* name) const { return (path / name).string(); }
  [[nodiscard]] std::ptrdiff_t files() const { return std::distance(fs::directory_iterator(path), {}); }
};

std::string all(ByteSource& in, std::size_t step) {
  std::string out;
  std::string part(step, '\0');
  while (const std::size_t n = in.read({part.data(), part.size()})) out.append(part, 0, n);
  return out;
}

}  // namespace

TEST_CASE("OutFile: whole, or not there") {
  const Folder folder;
  const std::string path = folder.file("out");
  {
    OutFile out(path);
    out.write("half");
    CHECK_FALSE(fs::exists(path));
  }
  CHECK(folder.files() == 0);
  for (const char* content : {"first", "second"}) {
    OutFile out(path);
    out.write(content);
    out.commit();
    FileSource in(path);
    CHECK(all(in, 3) == content);
    CHECK(folder.files() == 1);
  }
  {
    OutFile out(path);
    out.write("third");
  }
  FileSource in(path);
  CHECK(all(in, 100) == "second");
  CHECK(folder.files() == 1);
  try {
    OutFile nowhere(folder.file("none/out"));
    FAIL("made");
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kSystem);
  }
}

TEST_CASE("FileSource: sizes, and what can't be read") {
  const Folder folder;
  std::ofstream(folder.file("in")) << "12345";
  FileSource in(folder.file("in"));
  CHECK(in.size() == 5);
  char two[2];
  CHECK(in.read(two) == 2);
  CHECK(in.position() == 2);
  for (const std::string& bad : {folder.path.string(), folder.file("missing")}) {
    try {
      FileSource source(bad);
      FAIL("opened");
    } catch (const Error& e) {
      CHECK(e.code() == Exit::kInput);
    }
  }
}

TEST_CASE("PeekSource: looking at bytes does not take them") {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    std::string text(random() % 300, '\0');
    for (char& c : text) c = static_cast<char>(random());
    MemorySource memory(text);
    PeekSource peek(memory);
    std::string read;
    while (read.size() < text.size() || random() % 3 != 0) {
      if (random() % 2 == 0) {
        const std::size_t n = random() % 50;
        REQUIRE(peek.peek(n) == text.substr(read.size(), n));
        continue;
      }
      char part[40];
      const std::size_t n = peek.read({part, 1 + random() % 40});
      if (n == 0) REQUIRE(read.size() == text.size());
      read.append(part, n);
    }
    REQUIRE(read == text);
  }
}
