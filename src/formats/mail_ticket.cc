#include "formats/mail_ticket.hh"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "formats/mail_header.hh"
#include "formats/mail_quotes.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostRelated = 100;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// The address in `Ann Lee <ann@example.org>`.
model::Party party_of(const std::string& name) {
  const std::size_t open = name.rfind('<');
  if (open == std::string::npos || !name.ends_with('>'))
    return name.find('@') == std::string::npos ? model::Party{name, {}, {}} : model::Party{{}, name, {}};
  return {name.substr(0, open > 0 ? open - 1 : 0), name.substr(open + 1, name.size() - open - 2), {}};
}

Value list_of(const std::vector<std::string>& texts) {
  Value list = Value::Array{};
  for (const std::string& text : texts) list.push(text);
  return list;
}

Value files_of(const std::vector<Attachment>& attachments) {
  Value files = Value::Array{};
  for (const auto& [name, type, size] : attachments) {
    Value file = Value::Object{};
    if (!name.empty()) file.set("name", name);
    file.set("type", type);
    if (size) file.set("size", *size);
    files.push(std::move(file));
  }
  return files;
}

}  // namespace

bool is_agent(std::string_view address, std::span<const std::string> agents) {
  const std::string mine = lower(address);
  return std::ranges::any_of(agents, [&](const std::string& agent) {
    const std::string wanted = lower(agent);
    const std::size_t at = wanted.find('@');
    if (at != std::string::npos && at > 0) return mine == wanted;
    const std::string domain = wanted.substr(at == std::string::npos ? 0 : 1);
    return mine.ends_with("@" + domain) || mine.ends_with("." + domain);
  });
}

void MailTicket::decide_requester(const Mail& mail) {
  if (decided_) return;
  if (agents_.empty() || !is_agent(mail.from.email, agents_)) {
    asker_ = mail.from;
    decided_ = true;
    return;
  }
  // The team wrote first: to the customer, who may answer yet.
  if (!asker_.empty()) return;
  for (const std::string& name : mail.to) {
    model::Party party = party_of(name);
    if (is_agent(party.email, agents_)) continue;
    asker_ = std::move(party);
    return;
  }
}

model::Role MailTicket::role_of(const Mail& mail) const {
  if (mail.automatic != Automatic::kNo) return model::Role::kSystem;
  if (!agents_.empty()) return is_agent(mail.from.email, agents_) ? model::Role::kAgent : model::Role::kCustomer;
  const bool asks = mail.from.email.empty() ? mail.from == asker_ : lower(mail.from.email) == lower(asker_.email);
  return asks ? model::Role::kCustomer : model::Role::kAgent;
}

bool MailTicket::add(Mail&& mail, std::string id) {
  const std::size_t nth = ++seen_[id];
  if (nth > 1) id += fmt::format("#{}", nth);
  const bool first = nth == 1 && seen_.size() == 1;
  decide_requester(mail);
  if (first) {
    subject_ = mail.subject;
    if (mail.automatic != Automatic::kNo)
      ticket_.tags.emplace_back(mail.automatic == Automatic::kBounce ? "bounce" : "auto-reply");
  }
  if (!mail.list.empty() && ticket_.extra.is_null()) ticket_.extra.set("list-id", mail.list);
  model::Message message;
  message.external_id = std::move(id);
  message.role = role_of(mail);
  message.author = model::name_of(mail.from);
  message.at = mail.at;
  message.body = mail.automatic == Automatic::kBounce ? mail.text : fold_quotes(mail.text, is_forward(mail.subject));
  if (!mail.raw.empty()) message.raw = std::move(mail.raw);
  else if (message.body != mail.text) message.raw = std::move(mail.text);
  if (!first && subject_key(mail.subject).text != subject_key(subject_).text) message.extra.set("subject", mail.subject);
  if (!mail.to.empty()) message.extra.set("to", list_of(mail.to));
  if (!mail.cc.empty()) message.extra.set("cc", list_of(mail.cc));
  if (mail.automatic != Automatic::kNo)
    message.extra.set("automatic", mail.automatic == Automatic::kBounce ? "bounce" : "auto-reply");
  if (mail.encrypted) message.extra.set("encrypted", true);
  if (!mail.attachments.empty()) message.extra.set("attachments", files_of(mail.attachments));
  size_ += message.body.size() + message.raw.size();
  for (auto at = mail.references.rbegin(); at != mail.references.rend() && related_.size() < kMostRelated; ++at) {
    related_.push_back(std::move(*at));
  }
  ticket_.messages.push_back(std::move(message));
  return nth == 1;
}

model::Ticket MailTicket::take(model::Origin& origin) {
  origin.part = model::TicketPart{{}, agents_.empty()};
  std::unordered_set<std::string> told;
  for (std::string& id : related_) {
    if (!seen_.contains(id) && told.insert(id).second) origin.part->related.push_back(std::move(id));
  }
  related_.clear();
  ticket_.subject = subject_;
  ticket_.channel = "email";
  ticket_.requester = asker_;
  for (const model::Message& message : ticket_.messages) {
    if (!message.at) continue;
    if (!ticket_.created_at) ticket_.created_at = message.at;
    ticket_.updated_at = std::max(ticket_.updated_at.value_or(*message.at), *message.at);
  }
  size_ = 0;
  model::Ticket taken = std::move(ticket_);
  ticket_ = {};
  ticket_.external_id = taken.external_id;
  return taken;
}

}  // namespace ckm::formats
