// How texts come into a page of HTML: one function for each place that they can stand in.
//
// Each takes any bytes: what is no UTF-8 becomes U+FFFD. Control characters and what turns the direction of lines (U+202A to
// U+202E, U+2066 to U+2069) are left out, so that no title can show another text than it has.
#pragma once

#include <string>
#include <string_view>

#include "base/value.hh"

namespace ckm::text {

// Between tags.
std::string html_text(std::string_view text);
// Within the double quotes of an attribute's value. Line breaks become blanks.
std::string html_attribute(std::string_view text);
// A path below the site as a link says it: each byte but letters, digits and - . _ ~ / as %XX. Without a scheme, for a colon is
// one of these bytes.
std::string url_path(std::string_view path);
// JSON that stands in a <script> or is one: < > & and the line ends of JavaScript as \uXXXX, so that neither </script> nor <!--
// is in it.
std::string script_json(const Value& value);
std::string script_string(std::string_view text);

// The bytes as they may be shown: the rule above, with nothing escaped.
std::string shown(std::string_view text);

}  // namespace ckm::text
