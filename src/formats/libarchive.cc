#include "formats/libarchive.hh"

#include "base/late_library.hh"

namespace ckm::formats {
namespace {

static_assert(ARCHIVE_VERSION_NUMBER / 1'000'000 == 3);
constexpr const char* kName = "libarchive.so.13";  // Of all that begin with 3.

Libarchive load() {
  const LateLibrary library(kName, "install libarchive (Debian: libarchive13), or unpack the file and import what is in it");
  Libarchive api{};
  library.find("archive_read_new", api.read_new);
  library.find("archive_read_free", api.read_free);
  library.find("archive_read_support_filter_bzip2", api.read_support_filter_bzip2);
  library.find("archive_read_support_filter_xz", api.read_support_filter_xz);
  library.find("archive_read_support_filter_zstd", api.read_support_filter_zstd);
  library.find("archive_read_support_format_zip", api.read_support_format_zip);
  library.find("archive_read_support_format_tar", api.read_support_format_tar);
  library.find("archive_read_support_format_raw", api.read_support_format_raw);
  library.find("archive_read_support_format_empty", api.read_support_format_empty);
  library.find("archive_read_set_read_callback", api.read_set_read_callback);
  library.find("archive_read_set_seek_callback", api.read_set_seek_callback);
  library.find("archive_read_set_skip_callback", api.read_set_skip_callback);
  library.find("archive_read_set_callback_data", api.read_set_callback_data);
  library.find("archive_read_open1", api.read_open1);
  library.find("archive_read_next_header", api.read_next_header);
  library.find("archive_read_data_block", api.read_data_block);
  library.find("archive_read_data_skip", api.read_data_skip);
  library.find("archive_filter_bytes", api.filter_bytes);
  library.find("archive_error_string", api.error_string);
  library.find("archive_entry_pathname", api.entry_pathname);
  library.find("archive_entry_filetype", api.entry_filetype);
  library.find("archive_entry_hardlink", api.entry_hardlink);
  library.find("archive_entry_is_data_encrypted", api.entry_is_data_encrypted);
  library.find("archive_format", api.format);
  library.find("archive_set_error", api.set_error);
  return api;
}

}  // namespace

const Libarchive& libarchive() {
  static const Libarchive api = load();
  return api;
}

}  // namespace ckm::formats
