// A libFuzzer target for the reader CKM_FUZZ_READER. See CONTRIBUTING.md.
#include <cstddef>
#include <cstdint>

#include "fuzz/read_one.hh"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ckm::fuzz::read_one(CKM_FUZZ_READER, {reinterpret_cast<const char*>(data), size});
  return 0;
}
