#include "text/detect.hh"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <string_view>

#include "base/utf8.hh"
#include "text/detect_source.hh"
#include "text/pipe_decoder.hh"
#include "text/undecodable.hh"
#include "unit/rounds.hh"
#include "unit/text/encode.hh"
#include "unit/text/samples.hh"

using namespace ckm;
using namespace ckm::text;
using namespace std::literals;

namespace {

std::string found(std::string_view bytes) { return std::string(detect(bytes).encoding); }

bool ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// The share of cuts of that size that are named rightly.
double share(std::string_view text, const std::string& encoding, std::size_t size) {
  const std::string bytes = encode(text, encoding);
  std::mt19937 random(3);
  int tried = 0;
  int right = 0;
  for (int i = 0; i < rounds(300); ++i) {
    const std::string_view cut = std::string_view(bytes).substr(random() % (bytes.size() - size), size);
    if (ascii(cut)) continue;
    const Sample sample{cut, true, true};
    ++tried;
    right += detect(std::span(&sample, 1)).encoding == encoding ? 1 : 0;
  }
  return static_cast<double>(right) / tried;
}

// A pipe that says how much of it was read.
class Pipe final : public ByteSource {
 public:
  explicit Pipe(std::string text) : text_(std::move(text)) {}
  std::size_t read(std::span<char> into) override {
    const std::size_t n = text_.copy(into.data(), into.size(), at_);
    at_ += n;
    return n;
  }
  [[nodiscard]] std::size_t position() const { return at_; }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

std::string rest(ByteSource& in) {
  std::string out;
  std::string buffer(5000, '\0');
  while (const std::size_t n = in.read(buffer)) out.append(buffer, 0, n);
  return out;
}

std::string ascii_lines(std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += "1042,The parcel has not come yet,open\n";
  return out;
}

struct TempFile {
  explicit TempFile(const std::string& bytes) {
    const int fd = ::mkstemp(path.data());
    REQUIRE(fd >= 0);
    ::close(fd);
    std::ofstream(path, std::ios::binary) << bytes;
  }
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile() { ::unlink(path.c_str()); }
  std::string path = "/tmp/ckm-detect-XXXXXX";
};

std::string found_in_file(const std::string& bytes) {
  const TempFile file(bytes);
  return std::string(detect_source(FileSource(file.path)).encoding);
}

}  // namespace

TEST_CASE("detect: a few characters of UTF-8 that were read wrongly before are UTF-8") {
  for (const char* text : {"StraÃŸe", "cafÃ©", "MÃ¼ller", "Ã…ngstrÃ¶m", "Itâ€™s", "cafÃƒÂ©", "ÖÐ¹ú"}) {
    CAPTURE(text);
    CHECK(found(text) == "UTF-8");
  }
}

TEST_CASE("detect: a mark says it") {
  CHECK(found("\xEF\xBB\xBFid") == "UTF-8");
  CHECK(found("\xFF\xFEi") == "UTF-16LE");
  CHECK(found("\xFE\xFF") == "UTF-16BE");
  CHECK(found({"\xFF\xFE\0\0", 4}) == "UTF-32LE");
  CHECK(found({"\0\0\xFE\xFF", 4}) == "UTF-32BE");
  CHECK(detect("\xEF\xBB\xBFid").by_mark);
  CHECK(!detect("退款").by_mark);
}

TEST_CASE("detect: whole texts of every encoding") {
  for (const samples::Sample& sample : samples::kAll) {
    for (const std::string& encoding : words(std::string(sample.encodings) + " UTF-8 UTF-16LE UTF-16BE UTF-32LE UTF-32BE")) {
      CAPTURE(sample.name);
      const Detected detected = detect(encode(sample.text, encoding));
      CHECK(detected.encoding == encoding);
      CHECK(detected.confidence > 0.9);
    }
  }
  CHECK(found("") == "US-ASCII");
  CHECK(found("id,subject\n1,Late\n") == "US-ASCII");
}

TEST_CASE("detect: short cells, cut anywhere") {
  for (const samples::Sample& sample : samples::kAll) {
    CAPTURE(sample.name);
    const std::string encoding = words(sample.encodings).front();
    CAPTURE(encoding);
    const bool alphabet = encoding.starts_with("windows-125") && encoding != "windows-1251" && encoding != "windows-1253";
    CHECK(share(sample.text, encoding, 100) >= 0.97);
    CHECK(share(sample.text, encoding, 50) >= (encoding == "windows-1254" ? 0.7 : alphabet ? 0.85 : 0.97));
    CHECK(share(sample.text, encoding, 20) >= (encoding == "windows-1250" || encoding == "windows-1254" ? 0.4 : 0.9));
    for (const std::size_t size : {20U, 50U, 100U}) CHECK(share(sample.text, "UTF-8", size) == 1.0);
  }
}

TEST_CASE("detect: cells of a few characters") {
  CHECK(found(encode("退款", "GB18030")) == "GB18030");
  CHECK(found(encode("联通", "GB18030")) == "GB18030");
  CHECK(found(encode("客户服务", "GB18030")) == "GB18030");
  CHECK(found(encode("客戶服務", "Big5")) == "Big5");
  CHECK(found(encode("パスワード", "Shift_JIS")) == "Shift_JIS");
  CHECK(found("caf\xE9 au lait") == "windows-1252");
  CHECK(found("退") == "UTF-8");
  CHECK(found("café") == "UTF-8");
}

TEST_CASE("detect: a few bad bytes don't hide what the rest is") {
  std::string gb;
  for (int i = 0; i < 200; ++i) gb += encode(samples::kSimplified, "GB18030") + "\n";
  gb[1000] = '\xFF';
  gb[30000] = '\x80';
  CHECK(found(gb) == "GB18030");
  std::string utf8;
  for (int i = 0; i < 200; ++i) utf8 += std::string(samples::kFrench) + "\n";
  utf8 += "caf\xE9\n" + utf8;
  CHECK(found(utf8) == "UTF-8");
}

TEST_CASE("detect: what is no text") {
  CHECK(detect("id,subject\n1,two\n"sv).binary == false);
  std::mt19937 random(1);
  for (const std::size_t size : {300U, 5000U, 200000U}) {
    std::string bytes(size, '\0');
    for (char& byte : bytes) byte = static_cast<char>(random());
    CHECK(detect(bytes).binary);
    CHECK(detect("PK\x03\x04" + bytes).binary);
    CHECK(detect("%PDF-1.7\n1 0 obj\n<</Length 9>>\nstream\n" + bytes + "\nendstream\n").binary);
    CHECK(detect("\x1B$B" + bytes).binary);
  }
  CHECK(detect("\x7F"
               "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0\0\x1C\0\0\0\0\0\0\x40\0\0\0\0\0\0\0"sv)
            .binary);
}

TEST_CASE("detect: what is UTF-8 in a few characters is that, whatever it says") {
  CHECK(found("für GrÃ¶ÃŸe") == "UTF-8");
  CHECK(found("ÄÖ ÜÃ¶") == "UTF-8");
}

TEST_CASE("detect: a text that lost a byte is a text") {
  const std::string gb = encode(samples::kSimplified, "GB18030");
  for (const std::size_t at : {5U, 20U, 41U}) {
    std::string broken = gb;
    broken.erase(at, 1);
    CHECK_FALSE(detect(broken + "\n").binary);
  }
}

TEST_CASE("detect: a file may be cut within a character") {
  const std::string gb = encode(samples::kSimplified, "GB18030");
  for (const std::size_t at : {1U, 3U, 7U}) CHECK(found(std::string_view(gb).substr(at)) == "GB18030");
}

TEST_CASE("detect: a NUL far behind an ASCII head does not mislead") {
  const std::string gb = encode(samples::kSimplified, "GB18030") + "\n";
  std::string text = ascii_lines(24000);
  for (int i = 0; i < 200; ++i) text += gb;
  text += std::string("9,nul\0x\n", 8);
  CHECK(found_in_file(text) == "GB18030");
}

TEST_CASE("detect: a NUL is a fault of a text, not its encoding") {
  CHECK(found("退款\0多久"sv) == "UTF-8");
  CHECK(found("id,subject\n1,two\0three\n"sv) == "US-ASCII");
  CHECK(found("caf\xE9 \0 caf\xE9, c'est tr\xE8s bon"sv) == "windows-1252");
  const std::string text = std::string(samples::kSimplified) + std::string(5, '\0') + std::string(samples::kSimplified);
  CHECK(found(text) == "UTF-8");
  CHECK(found(encode(text, "GB18030")) == "GB18030");
  CHECK_FALSE(detect(encode(text, "GB18030")).binary);
}

TEST_CASE("detect: few characters and undecodable ones make unsure") {
  CHECK(detect(encode("谢谢", "GB18030")).confidence < 0.9);
  const std::string gb = encode(samples::kSimplified, "GB18030");
  const double sure = detect(gb).confidence;
  CHECK(sure > 0.99);
  CHECK(detect(gb + "\xFF\xFF").confidence < sure);
  CHECK(detect(gb + gb + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF").confidence < 0.95);
  // 谢谢 in GBK is лл in UTF-8, and no surer for being said twice.
  CHECK(detect("id\n1,\xD0\xBB\xD0\xBB!\n2,ok\xD0\xBB\xD0\xBB\n").confidence == detect("1,\xD0\xBB").confidence);
}

TEST_CASE("detect: an ASCII head does not mislead") {
  const std::string gb = encode(samples::kSimplified, "GB18030") + "\n";
  CHECK(found_in_file(ascii_lines(300000) + gb) == "GB18030");
  CHECK(found_in_file(ascii_lines(3000000) + gb) == "GB18030");                        // In the tail's sample.
  CHECK(found_in_file(ascii_lines(900000) + gb + ascii_lines(3000000)) == "GB18030");  // In none.
  CHECK(found_in_file(ascii_lines(3000000)) == "US-ASCII");
  CHECK(found_in_file("") == "US-ASCII");
}

TEST_CASE("detect: a pipe is looked at as far as it must be, and read whole") {
  const std::string gb = encode(samples::kSimplified, "GB18030") + "\n";
  std::string text = ascii_lines(300000);
  for (int i = 0; i < 3000; ++i) text += gb;
  Pipe pipe(text);
  Spool spool(pipe, 100000);  // So that some of it goes to a file.
  CHECK(detect_source(spool).encoding == "GB18030");
  CHECK(pipe.position() < 500000);
  CHECK(rest(spool) == text);
  Pipe plain(ascii_lines(200000));
  Spool all(plain);
  CHECK(detect_source(all).encoding == "US-ASCII");
  CHECK(plain.position() >= 200000);
  Pipe marked("\xEF\xBB\xBF" + ascii_lines(2000000));
  Spool little(marked);
  CHECK(detect_source(little).by_mark);
  CHECK(marked.position() < 100000);
}

TEST_CASE("pipe: ASCII flows, the rest is decoded, with the offsets of the whole") {
  const std::string gb = encode(samples::kSimplified, "GB18030") + "\n";
  for (const std::size_t ascii : {0U, 1000U, 70000U, 500000U}) {
    const std::string head = ascii_lines(ascii);
    Pipe pipe(head + gb + gb + "\xFF\n");
    int calls = 0;
    PipeDecoder source(pipe, OnUndecodable::kMark, [&](const Detected& found, const Encoding&) {
      ++calls;
      CHECK(found.encoding == "GB18030");
    });
    const std::string text = rest(source);
    CHECK(calls == 1);
    CHECK(text.starts_with(head + std::string(samples::kSimplified) + "\n"));
    REQUIRE(find_undecodable(text));
    CHECK(find_undecodable(text)->offset == head.size() + 2 * gb.size());
    CHECK(source.decoder()->undecodable() == 1);
  }
  Pipe plain(ascii_lines(300000));
  PipeDecoder source(plain, OnUndecodable::kMark, [](const Detected&, const Encoding&) { FAIL("nothing to find"); });
  std::string buffer(1000, '\0');
  CHECK(source.read(buffer) == 1000);
  CHECK(plain.position() < 100000);
  CHECK(rest(source).size() == ascii_lines(300000).size() - 1000);
  for (const char* encoding : {"UTF-16LE", "UTF-16BE", "UTF-32LE"}) {
    Pipe wide(encode("id,subject\n1,退款\n", encoding));
    PipeDecoder decoder(wide, OnUndecodable::kMark,
                        [&](const Detected& found, const Encoding&) { CHECK(found.encoding == encoding); });
    CHECK(rest(decoder) == "id,subject\n1,退款\n");
  }
}
