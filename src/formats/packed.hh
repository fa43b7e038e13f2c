// What packed files hold: .zip and .tar, and .gz, .bz2, .xz and .zst of a tar or of anything else. Read by libarchive (gzip by
// zlib), streaming, member by member; nothing is ever written to disk, so the paths inside mean nothing but a name.
//
// What stops the reading throws Error{kInput}: damage, encryption, more than the limits allow. A zip is read by the list at its
// end, where the source can be read anywhere and that is whole; else as it comes.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_source.hh"
#include "formats/gzip_source.hh"
#include "formats/libarchive.hh"
#include "formats/packed_name.hh"
#include "formats/unpack_limits.hh"

namespace ckm::formats {

// Whether bytes are the beginning of such a file.
bool is_packed(std::string_view head);
bool is_zip(std::string_view head);

class PackedReader {
 public:
  // `head`: the first bytes of `in`, which is at its beginning and must outlive the reader. `name`: what errors call it.
  PackedReader(ByteSource& in, std::string_view head, std::string name, const UnpackLimits& limits);
  PackedReader(const PackedReader&) = delete;
  PackedReader& operator=(const PackedReader&) = delete;
  ~PackedReader();

  // Goes to the next file, passing over folders, links, devices and what macOS and Windows put beside files; false at the end.
  bool next();
  // Its path inside, as UTF-8 with / between folders; empty where one file was compressed, of which nobody wrote a name.
  [[nodiscard]] const std::string& path() const { return path_; }
  // Of the file at hand, until the next one. Throws where that can't be unpacked; unless broken(), the next one may be.
  ByteSource& bytes() { return member_; }
  // Nothing more can be read.
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  class Member final : public ByteSource {
   public:
    explicit Member(PackedReader& reader) : reader_(reader) {}
    std::size_t read(std::span<char> into) override { return reader_.read(into); }

   private:
    PackedReader& reader_;
  };
  struct Close {
    void operator()(archive* handle) const { libarchive().read_free(handle); }
  };
  using Handle = std::unique_ptr<archive, Close>;
  struct Callbacks;
  [[nodiscard]] Handle open();
  void look_at_names();
  [[nodiscard]] bool is_tar() const;
  int next_header(archive_entry*& entry);
  void check_end();
  std::size_t read(std::span<char> into);
  void count(std::size_t bytes);
  [[nodiscard]] bool passed_over(archive_entry* entry) const;
  [[noreturn]] void fail(archive* handle, int status);

  ByteSource& in_;
  FileSource* file_;
  std::optional<GzipSource> gzip_;
  std::string name_;
  UnpackLimits limits_;
  const Libarchive& api_;
  std::unique_ptr<char[]> buffer_;
  std::uint64_t offset_ = 0;  // Where the file is read next,
  std::uint64_t taken_ = 0;   // and how much of a source that is none was.
  std::uint64_t unpacked_ = 0;
  std::exception_ptr thrown_;  // By the source, beneath libarchive.
  std::exception_ptr failed_;  // What reading the member threw, which it throws again.
  std::string path_;
  NameDecoder names_;
  std::string_view block_;     // Of the file at hand, unpacked and not read.
  la_int64_t member_end_ = 0;  // Where the last member of a tar ends, unpacked.
  bool zip_;
  bool encrypted_ = false;  // The file at hand.
  bool readable_ = false;   // Some file was not.
  bool broken_ = false;
  Member member_{*this};
  Handle handle_;
};

}  // namespace ckm::formats
