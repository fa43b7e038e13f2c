#include "text/pipe_decoder.hh"

#include <algorithm>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "text/detect_source.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

}  // namespace

// Spools what stands in ready_ from there on, and all that follows.
void PipeDecoder::decide(std::size_t from) {
  rest_ = ready_.substr(from);
  ready_.resize(from);
  rest_source_.emplace(rest_);
  chain_.emplace(*rest_source_, in_);
  spool_.emplace(*chain_);
  const Detected found = detect_source(*spool_);
  const Encoding encoding = *find_encoding(found.plain() ? "UTF-8" : found.encoding);
  found_(found, encoding);
  decoder_.emplace(*spool_, encoding, on_undecodable_, offset_ + from);
}

// Sets ready_ to the next ASCII; false at the end of the input.
bool PipeDecoder::fill() {
  const bool first = offset_ == 0 && ready_.empty();
  offset_ += ready_.size();
  at_ = 0;
  ready_.resize(kChunk);
  std::size_t size = 0;
  do {
    std::size_t n = 0;
    try {
      n = in_.read(std::span(ready_).subspan(size));
    } catch (const Interrupted&) {
      if (size == 0) {
        ready_.clear();
        throw;
      }
    } catch (const Error&) {  // What came before is read first.
      failed_ = std::current_exception();
    }
    if (n == 0) break;
    size += n;
  } while (first && size < kChunk);
  ready_.resize(size);
  if (size == 0 && failed_) std::rethrow_exception(failed_);
  const auto telling = static_cast<std::size_t>(std::ranges::find_if(ready_, is_telling) - ready_.begin());
  if (telling < size) {
    const std::size_t line = ready_.rfind('\n', telling);
    decide(first ? 0 : line == std::string::npos ? telling : line + 1);
  }
  return size > 0;
}

std::size_t PipeDecoder::read(std::span<char> into) {
  while (at_ == ready_.size()) {
    if (decoder_) return decoder_->read(into);
    if (!fill()) return 0;
  }
  const std::size_t n = ready_.copy(into.data(), into.size(), at_);
  at_ += n;
  return n;
}

}  // namespace ckm::text
