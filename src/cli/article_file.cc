#include "cli/article_file.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/utf8.hh"
#include "formats/article_text.hh"
#include "formats/text_file.hh"

namespace ckm::cli {

model::Article read_article_file(const std::string& path, const model::Article& blank) {
  FileSource file(path);
  formats::ReadOptions options;
  options.name = input_name(path);
  const std::string text = formats::read_one_text(file, options);
  if (const auto at = utf8::first_invalid(text)) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*at), '\n') + 1;
    throw Error(Exit::kInput, fmt::format("{}:{}: not UTF-8", options.name, line),
                fmt::format("turn it into UTF-8, for example with: ckm text repair {}", path));
  }
  return formats::read_article_text(text, blank, options.name);
}

}  // namespace ckm::cli
