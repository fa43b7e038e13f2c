// References that stand in texts: faq:12, doc:policies/returns, ticket:desk/7#3.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "insight/place.hh"
#include "model/article.hh"
#include "model/ref.hh"

namespace ckm::insight {

struct Mention {
  model::Ref ref;
  std::string text;  // As it is written, without the number of a version (@3) or a message (#3).
  Place place;
};

// Those of things that can be searched, in the order of the texts. A word before the colon that is longer than the kind's
// (myfaq:12), an address's (https://example.com/faq:12) and a colon before a blank are none.
std::vector<Mention> mentions_in(const model::Article& article);

}  // namespace ckm::insight
