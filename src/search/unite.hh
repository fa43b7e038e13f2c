// Two articles that answer the same as one.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/article.hh"

namespace ckm::search {

// Whether an article is asked so by its question or one of its phrasings, but for case, width, script, blanks or the sign at the
// end.
bool is_asked(const model::Article& article, std::string_view text);

struct United {
  model::Article article;
  std::int64_t phrasings = 0;  // That it got of the duplicate,
  std::int64_t tags = 0;       // and tags.
  bool narrower = false;       // Fewer may see the duplicate than the article: it gets nothing, so that nothing comes out.
};
// The article, asked as it and its duplicate are asked, with the tags of both: what differs by case, width, script, blanks or the
// sign at its end alone is not another one. What the duplicate answers is not joined.
United unite(model::Article article, const model::Article& duplicate);

}  // namespace ckm::search
