#include "formats/xlsx_strings.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hh"
#include "formats/xlsx_text.hh"
#include "formats/xml_parts.hh"

namespace ckm::formats {
namespace {

constexpr std::uint64_t kStride = 8;
constexpr std::size_t kBlock = std::size_t{64} << 10U;
constexpr std::size_t kBlocks = 64;
constexpr unsigned kBits = 7;  // Of a length in each byte.
constexpr unsigned char kMore = 0x80;

class Handler final : public XmlHandler {
 public:
  explicit Handler(SharedStrings& into) : into_(into) {}
  void start(std::string_view name, const XmlAttributes&) override {
    if (name == "si") text_.clear();
    else if (name == "rPh") ++phonetic_;
    in_text_ = name == "t" && phonetic_ == 0;
  }
  void end(std::string_view name) override {
    if (name == "si") into_.add(xlsx_text(text_));
    else if (name == "rPh") --phonetic_;
    in_text_ = false;
  }
  void text(std::string_view part) override {
    if (in_text_) text_ += part;
  }

 private:
  SharedStrings& into_;
  std::string text_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

}  // namespace

void SharedStrings::read(std::unique_ptr<ByteSource> part, const std::string& name) {
  Handler handler(*this);
  XmlReader(std::move(part), name, handler).read_all();
  if (file_) {
    file_->append(bytes_);
    bytes_ = {};
    blocks_.resize(kBlocks);
  }
}

void SharedStrings::keep(std::string_view bytes) {
  bytes_ += bytes;
  kept_ += bytes.size();
  if (!file_ && bytes_.size() > memory_) file_.emplace("the texts of the workbook", "save it as CSV and import that");
  if (file_ && bytes_.size() >= kBlock) {
    file_->append(bytes_);
    bytes_ = {};
  }
}

void SharedStrings::add(std::string_view text) {
  if (size_++ % kStride == 0) starts_.push_back(kept_);
  std::string length;
  std::uint64_t rest = text.size();
  for (; rest >= kMore; rest >>= kBits) length.push_back(static_cast<char>(rest | kMore));
  length.push_back(static_cast<char>(rest));
  keep(length);
  keep(text);
}

std::string_view SharedStrings::bytes_at(std::uint64_t offset) {
  if (!file_) return std::string_view(bytes_).substr(offset);
  const std::uint64_t number = offset / kBlock;
  Block& block = blocks_[number % kBlocks];
  if (block.number != number) {
    block.bytes.resize(kBlock);
    block.bytes.resize(file_->read_at(number * kBlock, block.bytes));
    block.number = number;
  }
  return std::string_view(block.bytes).substr(offset % kBlock);
}

std::uint64_t SharedStrings::length_at(std::uint64_t& offset) {
  std::uint64_t length = 0;
  for (unsigned shift = 0;; shift += kBits) {
    const auto byte = static_cast<unsigned char>(bytes_at(offset++).front());
    length |= static_cast<std::uint64_t>(byte & ~kMore) << shift;
    if ((byte & kMore) == 0) return length;
  }
}

bool SharedStrings::append(std::uint64_t index, std::string& into) {
  if (index >= size_) return false;
  std::uint64_t offset = starts_[index / kStride];
  for (std::uint64_t i = index % kStride; i > 0; --i) {
    const std::uint64_t length = length_at(offset);
    offset += length;
  }
  for (std::uint64_t left = length_at(offset); left > 0;) {
    const std::string_view part = bytes_at(offset);
    const std::size_t n = std::min<std::uint64_t>(left, part.size());
    into += part.substr(0, n);
    offset += n;
    left -= n;
  }
  return true;
}

}  // namespace ckm::formats
