// What a help desk answers in place of an export, and what was saved under an export's name: an error, a page to sign in.
#pragma once

#include <string>
#include <string_view>

#include "base/value.hh"
#include "text/html_page.hh"

namespace ckm::formats {

// Whether a member of that name says what went wrong.
bool names_errors(std::string_view member);
// What an object says that is an error and no record, on one line; empty for all others. An object is an error where it says one
// and has neither an identifier nor a subject nor a question, or has a message, how that is coded, and nothing else; and an
// answer with a code of failure and without data.
std::string error_answer(const Value& object);
// Of what a program answers around what was asked for (a code of success or not, maybe a message): the name of the member that
// holds it, null, an object or an array. Empty for all others.
std::string_view asked_for(const Value& object);
// The same of a page: its title where it asks to sign in, or begins with an error's number and says little else.
std::string error_page(const text::HtmlPage& page);

}  // namespace ckm::formats
