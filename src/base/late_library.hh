// A shared library that is loaded when it is first needed, so that what does without it starts faster.
#pragma once

#include <type_traits>

namespace ckm {

class LateLibrary {
 public:
  // Loads the library of that name, such as libarchive.so.13; it is never unloaded. `hint` says what helps where it is missing or
  // lacks a function. Both must live as long as this. Throws Error{kSystem}.
  LateLibrary(const char* name, const char* hint);

  // A function by its name, of the type that its header declares. Throws Error{kSystem}.
  template <typename F>
  requires std::is_function_v<F>
  void find(const char* function, F*& into) const { into = reinterpret_cast<F*>(address(function)); }

 private:
  [[nodiscard]] void* address(const char* function) const;
  [[noreturn]] void fail() const;
  const char* name_;
  const char* hint_;
  void* handle_;
};

}  // namespace ckm
