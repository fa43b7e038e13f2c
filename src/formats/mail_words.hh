// The texts and people of a mail's header: encoded words (RFC 2047), and bytes of whatever encoding.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/mail_header.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// Valid UTF-8 on one line, trimmed, whatever came.
std::string clean_line(std::string_view text);

// A text of a header, decoded; `label` may name the encoding of bytes in it.
std::string decode_header_text(std::string_view field, std::string_view label = {});
// The people in a field of addresses, those of groups too, at most 200; what is no address is a name.
std::vector<model::Party> people_of(std::string_view field, std::string_view label = {});

// What a header says of the encoding of its text, in lower case; may be empty.
std::string charset_of(const MailHeader& header);

}  // namespace ckm::formats
