// A thread of mails on its way into a ticket.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/mail_message.hh"
#include "model/origin.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// Whether an address is the team's: one of the list, or in one of its domains.
bool is_agent(std::string_view address, std::span<const std::string> agents);

// Gathers the mails of one thread, in order of time.
class MailTicket {
 public:
  // `id`: of the ticket. `agents`: addresses and domains of the team; without any, who wrote first is the customer and everybody
  // else an agent.
  MailTicket(std::string id, std::span<const std::string> agents) : agents_(agents) { ticket_.external_id = std::move(id); }

  // `id`: the mail's, never empty; a second mail of the same one is known as that with #2. False for such a repeat.
  bool add(Mail&& mail, std::string id);
  [[nodiscard]] bool empty() const { return ticket_.messages.empty(); }
  // Bytes of text since the last part was taken.
  [[nodiscard]] std::size_t size() const { return size_; }
  // What was gathered since then, and how it joins the rest.
  model::Ticket take(model::Origin& origin);

 private:
  [[nodiscard]] model::Role role_of(const Mail& mail) const;
  void decide_requester(const Mail& mail);

  std::span<const std::string> agents_;
  model::Ticket ticket_;
  model::Party asker_;
  bool decided_ = false;  // Who asks.
  std::string subject_;
  std::size_t size_ = 0;
  std::unordered_map<std::string, std::size_t> seen_;  // Identifiers, and how often they came.
  std::vector<std::string> related_;
};

}  // namespace ckm::formats
