#include "formats/mail_threads.hh"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

#include "base/hash.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostReferences = 12;  // The first two and the last ten.
constexpr std::size_t kFirstReferences = 2;
constexpr std::size_t kMostAddresses = 32;
constexpr std::size_t kMostLookedBack = 100;  // Earlier messages of a subject that a reply may belong to.
constexpr std::uint32_t kNobody = 0;

std::uint64_t hash_of(std::string_view text) {
  const ContentHash hash = content_hash(text);
  std::uint64_t out = 0;
  std::memcpy(&out, hash.data(), sizeof out);
  return out == 0 ? 1 : out;
}

std::uint32_t address_hash(std::string_view text) {
  const auto hash = static_cast<std::uint32_t>(hash_of(text));
  return hash == kNobody ? 1 : hash;
}

}  // namespace

void Threads::add(const MailHeader& header, std::optional<Time> at, std::string_view subject) {
  const auto number = static_cast<std::uint32_t>(messages_.size());
  Message& message = messages_.emplace_back();
  message.parent = number;
  message.at = at.value_or(std::numeric_limits<Time>::max());
  const SubjectKey key = subject_key(subject);
  if (!key.text.empty()) message.subject = hash_of(key.text);
  message.reply = key.reply;
  if (const std::string id = header.id(); !id.empty()) mentions_.push_back({hash_of(id), number});
  const std::vector<std::string> references = header.references();
  message.refers = !references.empty();
  for (std::size_t i = 0; i < references.size(); ++i) {
    if (i >= kFirstReferences && references.size() - i > kMostReferences - kFirstReferences) continue;
    mentions_.push_back({hash_of(references[i]), number});
  }
  message.addresses = static_cast<std::uint32_t>(addresses_.size());
  const std::vector<std::string> from = addresses_in(header.field("from"));
  addresses_.push_back(from.empty() ? kNobody : address_hash(from.front()));
  for (const char* const name : {"to", "cc"}) {
    for (const std::string& address : addresses_in(header.field(name))) {
      if (addresses_.size() - message.addresses < kMostAddresses) addresses_.push_back(address_hash(address));
    }
  }
  const std::string_view list = header.field("list-id");
  const std::size_t open = list.rfind('<');
  addresses_.push_back(
      list.empty() ? kNobody : address_hash("list " + std::string(open == std::string_view::npos ? list : list.substr(open))));
}

std::uint32_t Threads::top(std::uint32_t message) {
  while (messages_[message].parent != message) {
    messages_[message].parent = messages_[messages_[message].parent].parent;
    message = messages_[message].parent;
  }
  return message;
}

void Threads::unite(std::uint32_t a, std::uint32_t b) {
  a = top(a);
  b = top(b);
  if (a == b) return;
  if (messages_[a].size < messages_[b].size) std::swap(a, b);
  messages_[b].parent = a;
  messages_[a].size += messages_[b].size;
}

std::span<const std::uint32_t> Threads::addresses(std::uint32_t message) const {
  const std::size_t begin = messages_[message].addresses;
  const std::size_t end = message + 1 < messages_.size() ? messages_[message + 1].addresses : addresses_.size();
  return std::span(addresses_).subspan(begin, end - begin);
}

bool Threads::belongs(std::uint32_t reply, std::uint32_t earlier) const {
  const auto mine = addresses(reply);
  const auto theirs = addresses(earlier);
  if (mine.back() != kNobody && mine.back() == theirs.back()) return true;
  const auto knows = [&](std::uint32_t who) { return who != kNobody && std::ranges::find(theirs, who) != theirs.end(); };
  const auto others = mine.subspan(1, mine.size() - 2);
  return knows(mine.front()) && std::ranges::any_of(others, [&](std::uint32_t who) { return who != mine.front() && knows(who); });
}

void Threads::join_by_subject() {
  std::vector<std::uint32_t> order;
  for (std::uint32_t i = 0; i < messages_.size(); ++i) {
    if (messages_[i].subject != 0) order.push_back(i);
  }
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const Message& left = messages_[a];
    const Message& right = messages_[b];
    return std::tie(left.subject, left.at, a) < std::tie(right.subject, right.at, b);
  });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Message& reply = messages_[order[i]];
    if (!reply.reply || (reply.refers && messages_[top(order[i])].size > 1)) continue;
    for (std::size_t back = 1; back <= std::min(i, kMostLookedBack); ++back) {
      const std::uint32_t earlier = order[i - back];
      if (messages_[earlier].subject != reply.subject) break;
      if (!belongs(order[i], earlier)) continue;
      unite(order[i], earlier);
      break;
    }
  }
}

void Threads::visit(const std::function<bool(std::span<const std::uint32_t>)>& thread) {
  std::ranges::sort(mentions_);
  for (std::size_t i = 1; i < mentions_.size(); ++i) {
    if (mentions_[i].id == mentions_[i - 1].id) unite(mentions_[i].message, mentions_[i - 1].message);
  }
  mentions_ = {};
  join_by_subject();
  addresses_ = {};
  // The first message of each set stands for it: threads come in the order of the mailbox.
  std::vector<std::uint32_t> first(messages_.size(), std::numeric_limits<std::uint32_t>::max());
  for (std::uint32_t i = 0; i < messages_.size(); ++i) first[top(i)] = std::min(first[top(i)], i);
  std::vector<std::uint32_t> order(messages_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    const std::uint32_t left = first[top(a)];
    const std::uint32_t right = first[top(b)];
    return left != right ? left < right : std::tie(messages_[a].at, a) < std::tie(messages_[b].at, b);
  });
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin + 1;
    while (end < order.size() && top(order[end]) == top(order[begin])) ++end;
    if (!thread(std::span(order).subspan(begin, end - begin))) return;
    begin = end;
  }
}

}  // namespace ckm::formats
