#include "formats/packed.hh"

#include <doctest/doctest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "base/error.hh"
#include "formats/packed_name.hh"

using namespace ckm;
using namespace ckm::formats;

namespace {

std::string gzip(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// One member of a tar, in blocks of 512 bytes.
std::string tar_member(const std::string& name, char type, std::string_view data) {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 8, "0000644\0", 8);
  char size[12];
  std::snprintf(size, sizeof size, "%011zo", data.size());
  header.replace(124, 11, size);
  header.replace(148, 8, 8, ' ');
  header[156] = type;
  header.replace(257, 8, "ustar\00000", 8);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  char check[8];
  std::snprintf(check, sizeof check, "%06o", sum);
  header.replace(148, 7, check, 7);
  std::string out = header + std::string(data);
  out.resize((out.size() + 511) / 512 * 512);
  return out;
}

std::string read_all(ByteSource& in) {
  std::string out;
  char buffer[1000];
  while (const std::size_t n = in.read(buffer)) out.append(buffer, n);
  return out;
}

// Names and contents; what stopped it as the last one.
std::vector<std::string> members(std::string_view bytes, const UnpackLimits& limits = {}) {
  std::vector<std::string> out;
  MemorySource in(bytes);
  try {
    PackedReader packed(in, bytes.substr(0, 4), "it", limits);
    while (packed.next()) {
      out.push_back(packed.path());
      out.push_back(read_all(packed.bytes()));
    }
  } catch (const Error& e) {
    CHECK(e.code() == Exit::kInput);
    CHECK_FALSE(e.hint().empty());
    out.emplace_back(e.what());
  }
  return out;
}

using Members = std::vector<std::string>;

}  // namespace

TEST_CASE("packed: known by the first bytes") {
  CHECK(is_packed(gzip("x")));
  CHECK(is_packed("PK\x03\x04...."));
  CHECK(is_packed("\x28\xB5\x2F\xFD...."));
  CHECK(is_packed("BZh91AY&SY......"));
  CHECK(is_packed(tar_member("a", '0', "x")));
  CHECK_FALSE(is_packed("BZh is a word; BZh91"));
  CHECK_FALSE(is_packed("PK,name\n1,x\n"));
  CHECK_FALSE(is_packed(""));
}

TEST_CASE("packed: a compressed file, alone or of several parts") {
  CHECK(members(gzip("one")) == Members{"", "one"});
  CHECK(members(gzip("one\n") + gzip("two\n") + std::string(600, '\0')) == Members{"", "one\ntwo\n"});
  CHECK(members(gzip("one") + "what gzip leaves out too") == Members{"", "one"});
  CHECK(members(gzip("")) == Members{});
  const std::string whole = gzip(std::string(100, 'a') + "b");
  for (std::size_t cut = 3; cut < whole.size(); ++cut) {
    CAPTURE(cut);
    CHECK(members(whole.substr(0, cut)).back().starts_with("it is damaged or cut off"));
  }
  std::string flipped = whole;
  flipped[flipped.size() - 8] = static_cast<char>(flipped[flipped.size() - 8] ^ 1);
  CHECK(members(flipped).back() == "it is damaged or cut off: incorrect data check");
}

TEST_CASE("packed: files of a tar, whatever else is in it") {
  const std::string tar = tar_member("folder/", '5', "") + tar_member("../up.csv", '0', "1") + tar_member("link", '2', "") +
                          tar_member("fifo", '6', "") + tar_member("__MACOSX/x.csv", '0', "junk") +
                          tar_member("a/._b.csv", '0', "junk") + tar_member("a/b.csv", '0', std::string(3000, 'x')) +
                          std::string(1024, '\0');
  const Members wanted = {"../up.csv", "1", "a/b.csv", std::string(3000, 'x')};
  CHECK(members(tar) == wanted);
  CHECK(members(gzip(tar)) == wanted);
}

TEST_CASE("packed: limits on size and ratio") {
  UnpackLimits limits;
  const std::string bomb = gzip(std::string(UnpackLimits::kFree + 1'000'000, 'x'));
  CHECK(members(bomb).back() == "it unpacks to more than 250 times its size");
  limits.most_ratio = 2000;
  CHECK(members(bomb, limits).size() == 2);
  limits.most_bytes = 1 << 20;
  CHECK(members(bomb, limits).back() == "it unpacks to more than 1 MB");
  CHECK(members(gzip(std::string(1 << 20, 'x')), limits).size() == 2);
}

TEST_CASE("packed: names in the encoding of whoever made them") {
  NameDecoder plain;
  CHECK(plain.decode("返品/a.csv") == "返品/a.csv");
  CHECK(plain.decode("folder\\a.csv") == "folder/a.csv");
  CHECK(plain.decode("a\nb\x1B.csv") == "a b .csv");
  NameDecoder gbk;
  CHECK(gbk.look_at("\xB9\xA4\xB5\xA5/2024.csv"));
  CHECK(gbk.look_at("\xCB\xB5\xC3\xF7.md"));
  CHECK(gbk.decode("\xB9\xA4\xB5\xA5/2024.csv") == "工单/2024.csv");
  CHECK(gbk.decode("\xCB\xB5\xC3\xF7.md") == "说明.md");
  NameDecoder alone;
  CHECK(alone.decode("\xB9\xA4\xB5\xA5.csv") == "工单.csv");
}
