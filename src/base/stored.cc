#include "base/stored.hh"

#include <vector>

#include "base/interrupt.hh"
#include "base/temp_file.hh"

namespace ckm {

Stored::Stored(ByteSource& in) : file_(in.file()) {
  if (file_ != nullptr) return;
  constexpr std::size_t kChunk = std::size_t{256} << 10U;
  TempFile kept("the input", "import from a file");
  std::vector<char> chunk(kChunk);
  while (const std::size_t n = in.read(chunk)) {
    kept.append({chunk.data(), n});
    stop_if_interrupted();
  }
  file_ = &copy_.emplace(std::move(kept), "the input");
}

}  // namespace ckm
