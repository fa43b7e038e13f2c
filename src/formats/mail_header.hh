// The header of a mail, in bytes as they came (RFC 5322): fields found and unfolded, nothing decoded. Fast, for looking at every
// message of a large mailbox before any is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hh"

namespace ckm::formats {

// The bytes up to the empty line that ends a header, or all of them where there is none.
std::string_view header_block(std::string_view message);
// Whether a line begins a field: a name of visible ASCII and a colon.
bool is_header_line(std::string_view line);

class MailHeader {
 public:
  // Only fields of use are kept (the ones that field() is asked for in ckm), of each at most 64 KiB.
  explicit MailHeader(std::string_view block);

  // How many fields the block has, known or not.
  [[nodiscard]] std::size_t size() const { return size_; }
  // The first one of that name (lower case), unfolded and trimmed; empty where there is none.
  [[nodiscard]] std::string_view field(std::string_view name) const;

  // The Message-ID without its brackets.
  [[nodiscard]] std::string id() const;
  // What it answers, without brackets, from the root of the thread to the message itself: References, and In-Reply-To where that
  // says something else. What is no identifier is left out: an address of its sender or receivers, a word.
  [[nodiscard]] std::vector<std::string> references() const;
  // Of Date, else of the first Received, which came last; nothing where there is no date in either.
  [[nodiscard]] std::optional<Time> time() const;

 private:
  std::size_t size_ = 0;
  std::vector<std::pair<std::string, std::string>> fields_;
};

// The addresses in a field, in lower case, without decoding anything.
std::vector<std::string> addresses_in(std::string_view field);

// A date as mail writes it, remarks in brackets left out.
std::optional<Time> mail_time(std::string_view text);

// What a subject is about, for comparing: without the marks of replies and forwards in use and tags in brackets before them, in
// lower case, white space as single blanks.
struct SubjectKey {
  std::string text;
  bool reply = false;  // It has a mark of a reply.
};
SubjectKey subject_key(std::string_view subject);
// A subject as it was before anybody replied or forwarded: without those marks, its tags and letters as they are.
std::string bare_subject(std::string_view subject);
// Whether it has a mark of a forward.
bool is_forward(std::string_view subject);

}  // namespace ckm::formats
