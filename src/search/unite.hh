// Two articles that answer the same as one.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "model/article.hh"

namespace ckm::search {

// Whether an article is asked so by its question or one of its phrasings, but for case, width, script, blanks or the sign at the
// end.
bool is_asked(const model::Article& article, std::string_view text);

// An article and its duplicates, one after the other: it is asked as all of them are asked, with the tags of all. What differs by
// case, width, script, blanks or the sign at its end alone is not another one. What a duplicate answers is not joined. Each takes
// a time that grows with what it says itself, however much the article has by then.
class Uniting {
 public:
  explicit Uniting(model::Article article);

  struct Got {
    std::int64_t phrasings = 0;  // That the article got of the duplicate,
    std::int64_t tags = 0;       // and tags.
    bool narrower = false;       // Fewer may see the duplicate than the article: it gets nothing, so that nothing comes out.
  };
  Got add(const model::Article& duplicate);
  [[nodiscard]] const model::Article& article() const { return article_; }

 private:
  model::Article article_;
  std::set<std::string> asked_, tags_;  // Without what makes two spellings equal.
};

}  // namespace ckm::search
