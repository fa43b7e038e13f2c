// What of a mail its writer wrote anew: without the mails below it that it answers, and without signatures.
//
// Folded away are, at the end: lines quoted with > and the line above them that says who wrote it and when, in the languages of
// the table in mail_quotes.cc; everything below "-----Original Message-----" and below a block of From, Sent, To and Subject as
// Outlook writes it; what follows a line of "-- "; "Sent from my iPhone" and its like; the footers of mailing lists. Quotations
// that an answer follows stay, with who wrote them: the answer is to them. A mail that is forwarded stays, and so does all where
// nothing else would be left.
#pragma once

#include <string>
#include <string_view>

namespace ckm::formats {

// `text`: plain or Markdown, with LF. `forwarded`: the subject says so, and what follows a block of From and Sent is not a
// quotation. The result is made of lines of the text, in their order, without blank lines at its end. Linear.
std::string fold_quotes(std::string_view text, bool forwarded = false);

}  // namespace ckm::formats
