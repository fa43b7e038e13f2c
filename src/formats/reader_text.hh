// An article as a reader of another system gets it.
#pragma once

#include <string>

#include "model/article.hh"

namespace ckm::formats {

// Its whole text as Markdown: of a case its story under headings of the second level, what was tried as a list. Without who did
// it, what people thought of it, and its context.
std::string reader_text(const model::Article& article);

}  // namespace ckm::formats
