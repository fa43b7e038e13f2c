// libarchive, loaded when something packed is first met: with the libraries that it needs itself it takes a millisecond, which
// no other command should wait for.
#pragma once

#include <archive.h>
#include <archive_entry.h>

namespace ckm::formats {

// Its functions by their own names, without archive_.
struct Libarchive {
  decltype(&::archive_read_new) read_new;
  decltype(&::archive_read_free) read_free;
  decltype(&::archive_read_support_filter_bzip2) read_support_filter_bzip2;
  decltype(&::archive_read_support_filter_xz) read_support_filter_xz;
  decltype(&::archive_read_support_filter_zstd) read_support_filter_zstd;
  decltype(&::archive_read_support_format_zip) read_support_format_zip;
  decltype(&::archive_read_support_format_tar) read_support_format_tar;
  decltype(&::archive_read_support_format_raw) read_support_format_raw;
  decltype(&::archive_read_support_format_empty) read_support_format_empty;
  decltype(&::archive_read_set_read_callback) read_set_read_callback;
  decltype(&::archive_read_set_seek_callback) read_set_seek_callback;
  decltype(&::archive_read_set_skip_callback) read_set_skip_callback;
  decltype(&::archive_read_set_callback_data) read_set_callback_data;
  decltype(&::archive_read_open1) read_open1;
  decltype(&::archive_read_next_header) read_next_header;
  decltype(&::archive_read_data_block) read_data_block;
  decltype(&::archive_read_data_skip) read_data_skip;
  decltype(&::archive_filter_bytes) filter_bytes;
  decltype(&::archive_error_string) error_string;
  decltype(&::archive_entry_pathname) entry_pathname;
  decltype(&::archive_entry_filetype) entry_filetype;
  decltype(&::archive_entry_hardlink) entry_hardlink;
  decltype(&::archive_entry_is_data_encrypted) entry_is_data_encrypted;
  decltype(&::archive_format) format;
  decltype(&::archive_set_error) set_error;
};

// Throws Error{kSystem} where it is not installed. Never unloaded.
const Libarchive& libarchive();

}  // namespace ckm::formats
