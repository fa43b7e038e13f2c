// A web page: its title and its text, and the questions with answers that it marks as such.
//
// Questions are looked for in this order, and the first kind of which there are some is taken: JSON-LD and microdata of
// schema.org (Question with name and acceptedAnswer, as in a FAQPage, wherever they stand); at least two <details> with a
// <summary>; at least two terms of <dl>.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

struct PageQuestion {
  std::string question;  // On one line.
  std::vector<std::string> phrasings;
  std::string answer;  // Markdown, never blank.
  std::string html;    // The answer as it stands in the page; empty where that is the same.
};

enum class PageMarks : std::uint8_t { kNone, kJsonLd, kMicrodata, kDetails, kTerms };

struct HtmlPage {
  std::string title;     // <title>, but the only <h1> where that is a part of it; empty where there is neither.
  std::string language;  // Of <html lang>.
  std::string address;   // Its canonical one.
  std::string body;      // Markdown of <main>, else of the only <article>, else of <body>, without navigation, and without the
                         // heading that is the title.
  bool asks_password = false;  // There is a field for one.
  PageMarks marks = PageMarks::kNone;
  std::vector<PageQuestion> questions;
  std::vector<std::string> faults;  // Of JSON-LD that is no JSON: what is wrong with it.
};

// Any bytes are taken as far as libxml2 can make something of them. Linear. Of elements deeper than some 250 levels only the text
// is kept.
HtmlPage read_page(std::string_view html);

}  // namespace ckm::text
