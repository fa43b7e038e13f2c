#include "base/temp_file.hh"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "base/byte_source.hh"
#include "base/error.hh"

using namespace ckm;

TEST_CASE("temporary file: read anywhere, and as a source") {
  TempFile file("it", "do without");
  file.append("hello ");
  file.append("world");
  CHECK(file.size() == 11);
  std::string part(5, '\0');
  CHECK(file.read_at(6, part) == 5);
  CHECK(part == "world");
  CHECK(file.read_at(9, part) == 2);
  CHECK(file.read_at(11, part) == 0);
  FileSource source(std::move(file), "kept");
  CHECK(source.file() == &source);
  CHECK(source.size() == 11);
  CHECK(source.read_at(4, part) == 5);
  CHECK(part == "o wor");
  CHECK(source.position() == 9);
  std::string all(20, '\0');
  CHECK(source.read(all) == 11);
  CHECK(all.substr(0, 11) == "hello world");
}

TEST_CASE("temporary file: a folder that is not there") {
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", "/nowhere/at/all", 1);
  try {
    TempFile file("the input", "do without");
    FAIL("made in a folder that is not there");
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kSystem);
    CHECK(std::string(e.what()).starts_with("can't keep the input in /nowhere/at/all: "));
    CHECK(e.hint() == "set TMPDIR to a folder with room, or do without");
  }
  if (before == nullptr) ::unsetenv("TMPDIR");
  else ::setenv("TMPDIR", kept.c_str(), 1);
}
