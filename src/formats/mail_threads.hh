// Which messages of a mailbox are one conversation.
//
// After Jamie Zawinski's "message threading" (https://www.jwz.org/doc/threading.html): messages that name each other, or the same
// third one, belong together, whether or not that one is there; then replies that name nothing known are joined by their subject,
// with what answers them. Only the sets are wanted here, not the tree, so that the references are sorted and united instead of
// linked. By subject only a reply is joined, to the latest earlier message with that subject to which its sender and a receiver
// both belong, or which went to the same list: two customers who both write "Help" stay apart.
//
// Memory: 48 bytes a message, 16 for its identifier and each of at most 12 references, 4 for each address: some 150 in all.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "formats/mail_header.hh"

namespace ckm::formats {

class Threads {
 public:
  // The next message, of number 0, 1, 2, … `subject` is decoded.
  void add(const MailHeader& header, std::optional<Time> at, std::string_view subject);

  // Each thread once, in the order of its first message, with its messages in order of time, those without one last. A thread
  // ends the visit by returning false. Called once, after all add(). O(n log n).
  void visit(const std::function<bool(std::span<const std::uint32_t>)>& thread);

 private:
  struct Message {
    std::uint64_t subject = 0;  // 0: none.
    Time at = 0;
    std::uint32_t addresses = 0;  // Where its addresses begin: its sender's, its receivers', its list's.
    std::uint32_t parent = 0;     // Of the set that it is in; itself at the top.
    std::uint32_t size = 1;       // Of the set, at its top.
    bool reply = false;
    bool refers = false;  // It names messages that it answers.
  };
  struct Mention {
    std::uint64_t id;
    std::uint32_t message;
    auto operator<=>(const Mention&) const = default;
  };
  std::uint32_t top(std::uint32_t message);
  void unite(std::uint32_t a, std::uint32_t b);
  void join_by_subject();
  [[nodiscard]] std::span<const std::uint32_t> addresses(std::uint32_t message) const;
  [[nodiscard]] bool belongs(std::uint32_t reply, std::uint32_t earlier) const;

  std::vector<Message> messages_;
  std::vector<Mention> mentions_;
  std::vector<std::uint32_t> addresses_;
};

}  // namespace ckm::formats
