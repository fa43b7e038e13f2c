#include "base/late_library.hh"

#include <dlfcn.h>
#include <fmt/format.h>

#include "base/error.hh"

namespace ckm {

LateLibrary::LateLibrary(const char* name, const char* hint)
    : name_(name), hint_(hint), handle_(::dlopen(name, RTLD_NOW | RTLD_LOCAL)) {
  if (handle_ == nullptr) fail();
}

void* LateLibrary::address(const char* function) const {
  void* const found = ::dlsym(handle_, function);
  if (found == nullptr) fail();
  return found;
}

void LateLibrary::fail() const {
  const char* const why = ::dlerror();
  throw Error(Exit::kSystem, fmt::format("can't load {}: {}", name_, why == nullptr ? "it is incomplete" : why), hint_);
}

}  // namespace ckm
