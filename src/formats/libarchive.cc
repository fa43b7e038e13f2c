#include "formats/libarchive.hh"

#include <dlfcn.h>
#include <fmt/format.h>

#include "base/error.hh"

namespace ckm::formats {
namespace {

static_assert(ARCHIVE_VERSION_NUMBER / 1'000'000 == 3);
constexpr const char* kName = "libarchive.so.13";  // Of all that begin with 3.

[[noreturn]] void fail() {
  const char* const why = ::dlerror();
  throw Error(Exit::kSystem, fmt::format("can't load {}: {}", kName, why == nullptr ? "it is incomplete" : why),
              "install libarchive (Debian: libarchive13), or unpack the file and import what is in it");
}

template <typename Function>
void find(void* library, const char* name, Function& into) {
  void* const symbol = ::dlsym(library, name);
  if (symbol == nullptr) fail();
  into = reinterpret_cast<Function>(symbol);
}

Libarchive load() {
  void* const library = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) fail();
  Libarchive api{};
  find(library, "archive_read_new", api.read_new);
  find(library, "archive_read_free", api.read_free);
  find(library, "archive_read_support_filter_bzip2", api.read_support_filter_bzip2);
  find(library, "archive_read_support_filter_xz", api.read_support_filter_xz);
  find(library, "archive_read_support_filter_zstd", api.read_support_filter_zstd);
  find(library, "archive_read_support_format_zip", api.read_support_format_zip);
  find(library, "archive_read_support_format_tar", api.read_support_format_tar);
  find(library, "archive_read_support_format_raw", api.read_support_format_raw);
  find(library, "archive_read_support_format_empty", api.read_support_format_empty);
  find(library, "archive_read_set_read_callback", api.read_set_read_callback);
  find(library, "archive_read_set_seek_callback", api.read_set_seek_callback);
  find(library, "archive_read_set_skip_callback", api.read_set_skip_callback);
  find(library, "archive_read_set_callback_data", api.read_set_callback_data);
  find(library, "archive_read_open1", api.read_open1);
  find(library, "archive_read_next_header", api.read_next_header);
  find(library, "archive_read_data_block", api.read_data_block);
  find(library, "archive_error_string", api.error_string);
  find(library, "archive_entry_pathname", api.entry_pathname);
  find(library, "archive_entry_filetype", api.entry_filetype);
  find(library, "archive_entry_hardlink", api.entry_hardlink);
  find(library, "archive_entry_is_data_encrypted", api.entry_is_data_encrypted);
  find(library, "archive_format", api.format);
  find(library, "archive_set_error", api.set_error);
  return api;
}

}  // namespace

const Libarchive& libarchive() {
  static const Libarchive api = load();
  return api;
}

}  // namespace ckm::formats
