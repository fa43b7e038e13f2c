#include "formats/gmime.hh"

#include <dlfcn.h>
#include <fmt/format.h>

#include "base/error.hh"

namespace ckm::formats {
namespace {

constexpr const char* kLibrary = "libgmime-3.0.so.0";

[[noreturn]] void fail() {
  const char* const why = ::dlerror();
  throw Error(Exit::kSystem, fmt::format("can't read mail without GMime: {}", why == nullptr ? kLibrary : why),
              "install it, on Debian with: apt-get install libgmime-3.0-0");
}

void* library() {
  static void* const handle = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) fail();
  return handle;
}

}  // namespace

void* gmime_symbol(const char* name) {
  void* const address = ::dlsym(library(), name);
  if (address == nullptr) fail();
  return address;
}

const GMime& gmime() {
  static const GMime loaded = [] {
    GMime functions;
    functions.init();
    return functions;
  }();
  return loaded;
}

}  // namespace ckm::formats
