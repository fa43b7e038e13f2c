// One mail, read whole: what it says, who wrote it, what is attached. The only header over GMime that readers use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "formats/mail_header.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// Of a text so much is read; what follows is left out, and Mail::cut says so.
inline constexpr std::size_t kMostMailText = std::size_t{4} << 20;

struct Attachment {
  std::string name;                        // May be empty.
  std::string type;                        // image/png
  std::optional<std::uint64_t> size = {};  // Bytes, decoded; of a message within, nothing.
};

enum class Automatic : std::uint8_t { kNo, kReply, kBounce };

struct Mail {
  std::string id;                       // Of what Message-ID says.
  std::vector<std::string> references;  // From the root of the thread on.
  std::string subject;
  model::Party from;
  std::vector<std::string> to;  // Ann Lee <ann@example.org>
  std::vector<std::string> cc;
  std::string list;  // The List-Id, without its name.
  std::optional<Time> at;
  Automatic automatic = Automatic::kNo;
  std::string text;  // What it says, its own words and quotations: plain text, or Markdown of HTML. LF, trimmed.
  std::string raw;   // That as it came: lines still flowed, armour, HTML. Empty where it is the same.
  bool encrypted = false;
  bool cut = false;
  std::vector<Attachment> attachments;
};

// Where a mail lies: a file, which others don't read meanwhile, and where in it.
struct MailPlace {
  int fd = -1;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool from_marks = false;  // Lines that begin with "From " are marked by a >.
};

// Reads a mail whose header is at hand. Parts are never held in memory, but texts up to kMostMailText; what is attached is
// decoded once, to know its size. What is damaged is read as far as it makes sense.
Mail read_mail(const MailHeader& header, const MailPlace& place);

}  // namespace ckm::formats
