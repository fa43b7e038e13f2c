#include "text/detect_source.hh"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/error.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;
constexpr std::size_t kSamples = std::size_t{1} << 20U;
constexpr std::size_t kEnough = 4096;
constexpr std::size_t kLongestMark = 4;

bool has_mark(std::string_view head) {
  const Sample sample{head.substr(0, kLongestMark), false, true};
  return detect(std::span(&sample, 1)).by_mark;
}

// Judges the chunks that hold something other than ASCII. `next` gives one after the other, of which all but the last have a
// size that UTF-32 divides into characters.
template <typename Next>
Detected look_through(Next next) {
  std::vector<std::string> chunks;
  std::size_t size = 0;
  std::size_t telling = 0;
  bool first = true;
  bool whole = true;
  for (std::string_view chunk = next(); !chunk.empty(); chunk = next(), first = false) {
    whole = false;
    const auto count = static_cast<std::size_t>(std::ranges::count_if(chunk, is_telling));
    if (count == 0 && !first) continue;
    if (first && has_mark(chunk)) return detect(chunk);
    whole = true;
    chunks.emplace_back(chunk);
    size += chunk.size();
    telling += count;
    if (telling >= kEnough || size >= kSamples) {
      whole = false;
      break;
    }
  }
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < chunks.size(); ++i) samples.push_back({chunks[i], i > 0, i + 1 < chunks.size() || !whole});
  return detect(samples);
}

}  // namespace

Detected detect_source(const FileSource& file) {
  const std::uint64_t size = file.size();
  if (size <= kSamples) return detect(file.look_at(0, kSamples));
  constexpr std::uint64_t kAligned = 4;
  constexpr std::size_t kHalf = kSamples / 2;
  constexpr std::size_t kQuarter = kSamples / 4;
  const std::array<std::string, 3> parts = {file.look_at(0, kHalf), file.look_at(size / 2 / kAligned * kAligned, kQuarter),
                                            file.look_at((size - kQuarter) / kAligned * kAligned, kQuarter + kAligned)};
  const std::array<Sample, 3> samples = {Sample{parts[0], false, true}, Sample{parts[1], true, true},
                                         Sample{parts[2], true, false}};
  const Detected found = detect(samples);
  if (found.encoding != "US-ASCII") return found;
  std::uint64_t at = 0;
  std::string chunk;
  return look_through([&]() -> std::string_view {
    chunk = file.look_at(at, kChunk);
    at += chunk.size();
    return chunk;
  });
}

Detected detect_source(Spool& pipe) {
  return look_through([&]() -> std::string_view {
    try {
      return pipe.look_on();
    } catch (const Error& e) {  // Damaged behind what it gave, which reading tells.
      if (e.code() != Exit::kInput) throw;
      return {};
    }
  });
}

}  // namespace ckm::text
