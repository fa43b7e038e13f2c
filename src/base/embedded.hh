// Files that were compiled into the binary (cmake/embed.cmake). A target declares the array it embeds:
//   namespace ckm::embedded { extern const File store_steps[]; extern const std::size_t store_steps_count; }
#pragma once

#include <cstddef>
#include <string_view>

namespace ckm::embedded {

struct File {
  std::string_view name;  // Without its folder.
  std::string_view bytes;
};

}  // namespace ckm::embedded
