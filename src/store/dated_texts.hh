// Texts that sources gave for times, beside the times that became of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "store/store.hh"

namespace ckm::store {

struct DatedText {
  std::string text;         // What a column of the source said,
  std::vector<Time> times;  // and the times of the ticket or article that it said it of.
};

// Of the latest tickets and articles of a source that have a time and kept that column, at most a hundred of each. Looks at no
// more than the latest thousand.
std::vector<DatedText> dated_texts(Store& store, std::string_view source, std::string_view column);

}  // namespace ckm::store
