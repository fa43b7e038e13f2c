// What became of a team's knowledge in a span of time, as a text to read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"

namespace ckm::formats {

struct DigestArticle {
  std::string ref;
  std::string title;
  std::string category;  // The one that counts; empty for none.
  std::string note;      // What of it changed, or why it is gone; empty for what is new.
};
struct DigestCount {
  std::string ref;   // Empty for a question.
  std::string text;  // A title, or a question as it was asked.
  std::int64_t count = 0;
};

struct Digest {
  Time since = 0;
  Time until = 0;
  std::vector<DigestArticle> added, changed, retired;  // Each in the order of references.
  std::vector<DigestCount> used;                       // The most used first.
  std::optional<std::vector<DigestCount>> missed;      // Asked most often and not found; nothing where nobody is to see it.
};

// Markdown (CommonMark). Titles and questions can't change what stands around them. The same digest gives the same bytes.
std::string digest_text(const Digest& digest);

// That text as a page of HTML, to be mailed or put on a wiki: nothing in it can run, and it loads nothing.
std::string digest_page(std::string_view text);

}  // namespace ckm::formats
