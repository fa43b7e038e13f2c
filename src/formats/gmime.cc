#include "formats/gmime.hh"

#include "base/late_library.hh"

namespace ckm::formats {

const LateLibrary& gmime_library() {
  static const LateLibrary library("libgmime-3.0.so.0", "mail can't be read without it: install GMime (Debian: libgmime-3.0-0)");
  return library;
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
