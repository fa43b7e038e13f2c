#include "model/category.hh"

namespace ckm::model {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

std::string clean_path(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto slash = path.find('/');
    const std::string_view step = trim(path.substr(0, slash));
    if (!step.empty()) {
      if (!out.empty()) out.push_back('/');
      out += step;
    }
    if (slash == std::string_view::npos) break;
    path.remove_prefix(slash + 1);
  }
  return out;
}

bool has_empty_step(std::string_view path) {
  for (;;) {
    const auto slash = path.find('/');
    if (trim(path.substr(0, slash)).empty()) return true;
    if (slash == std::string_view::npos) return false;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace ckm::model
