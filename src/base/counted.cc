#include "base/counted.hh"

#include <fmt/format.h>

namespace ckm {
namespace {

constexpr std::size_t kMostNamed = 5;

}  // namespace

std::string counted(std::int64_t n, std::string_view one, std::string_view many) {
  if (n == 1) return fmt::format("1 {}", one);
  return many.empty() ? fmt::format("{} {}s", n, one) : fmt::format("{} {}", n, many);
}

std::string first_few(const std::vector<std::string>& names) {
  std::string all;
  for (std::size_t i = 0; i < names.size() && i < kMostNamed; ++i) all += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kMostNamed) all += fmt::format(" and {} more", names.size() - kMostNamed);
  return all;
}

}  // namespace ckm
