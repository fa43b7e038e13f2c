#include "cli/article_file.hh"

#include <fmt/format.h>

#include <array>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/article_text.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

}  // namespace

model::Article read_article_file(const std::string& path, const model::Article& blank) {
  const std::string name = path == "-" ? "standard input" : path;
  FileSource file(path);
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (const std::size_t n = file.read(buffer)) {
    text.append(buffer.data(), n);
    if (text.size() > kMostBytes)
      throw Error(Exit::kInput, fmt::format("{} is larger than an article can be", name), "one article is a file");
  }
  if (utf8::first_invalid(text))
    throw Error(Exit::kInput, fmt::format("{} is not UTF-8", name), "turn it into UTF-8, for example with: ckm text repair");
  return formats::read_article_text(text, blank, name);
}

}  // namespace ckm::cli
