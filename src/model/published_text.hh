// What stands in an article's Markdown and is not for those outside of the team.
#pragma once

#include <string>
#include <string_view>

namespace ckm::model {

// The text without comments of HTML, without definitions of links that lead to #, which serve as such, [//]: # (a note), and
// without citations of messages, [ticket:desk/7#3] (draft.hh). Code stays as it is. A comment that nothing ends goes to the end
// of the text where it begins a line, as CommonMark has it, and is no comment elsewhere.
std::string published_text(std::string_view markdown);

// The first citation of a message that its customer did not see: [ticket:desk/7#3] (internal). Empty: there is none.
std::string cited_note(std::string_view markdown);

}  // namespace ckm::model
