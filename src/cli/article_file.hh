// Articles as texts that people write (formats/article_text.hh): where they come from.
#pragma once

#include <string>

#include "model/article.hh"

namespace ckm::cli {

// The article in a file, - for standard input. Throws Error{kInput} for what can't be read, is no UTF-8 or no article.
model::Article read_article_file(const std::string& path, const model::Article& blank);

}  // namespace ckm::cli
