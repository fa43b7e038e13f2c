#include "store/participants.hh"

#include <algorithm>

namespace ckm::store {
namespace {

constexpr std::int64_t kSeveral = -1;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// The address of "Ann Lee <ann@example.org>"; empty where there is none.
std::string_view bracketed(std::string_view text) {
  const auto open = text.rfind('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return {};
  return text.substr(open + 1, text.size() - open - 2);
}

}  // namespace

void Participants::note(Index& index, std::string_view key, std::int64_t number) {
  if (key.empty()) return;
  const auto [at, added] = index.try_emplace(std::string(key), number);
  if (!added && at->second != number) at->second = kSeveral;
}

std::int64_t Participants::find(const Index& index, std::string_view key) {
  const auto at = index.find(key);
  return at == index.end() || at->second == kSeveral ? 0 : at->second;
}

std::int64_t Participants::add(std::string_view name) {
  names_.emplace_back(name);
  return static_cast<std::int64_t>(names_.size()) - 1;
}

Participants::Participants(Store& store) {
  struct Row {
    std::int64_t id, source_id;
    std::string identifier, name, email;
  };
  std::vector<Row> rows;
  Stmt people = store.db().prepare("SELECT id, source_id, external_id, name, email FROM person ORDER BY id");
  people.bind();
  while (people.step()) {
    rows.push_back({people.integer(0), people.integer(1), people.string(2), people.string(3), people.string(4)});
  }
  // Those with an address first: the others may be one of them.
  std::ranges::stable_partition(rows, [](const Row& row) { return !row.email.empty(); });
  for (const Row& row : rows) {
    const std::string email = lower(row.email);
    const std::string name = lower(row.name);
    std::int64_t number = email.empty() ? find(full_names_, name) : find(addresses_, email);
    if (number == 0) number = add(!row.name.empty() ? row.name : !email.empty() ? row.email : row.identifier);
    std::string& shown = names_[static_cast<std::size_t>(number)];
    if (!row.name.empty() && lower(shown) == email) shown = row.name;
    if (static_cast<std::size_t>(row.id) >= by_id_.size()) by_id_.resize(static_cast<std::size_t>(row.id) + 1);
    by_id_[static_cast<std::size_t>(row.id)] = number;
    note(addresses_, email, number);
    note(full_names_, name, number);
    note(mailboxes_, email.substr(0, email.find('@')), number);
    if (row.identifier.starts_with('~')) continue;
    note(identifiers_, lower(row.identifier), number);
    note(own_[row.source_id], row.identifier, number);
  }
}

std::int64_t Participants::of_person(std::int64_t person_id) const {
  const auto at = static_cast<std::size_t>(person_id);
  return person_id > 0 && at < by_id_.size() ? by_id_[at] : 0;
}

std::int64_t Participants::look_up(std::string_view actor) {
  const std::string key = lower(actor);
  for (const Index* index : {&addresses_, &full_names_, &identifiers_, &mailboxes_, &others_}) {
    if (const std::int64_t number = find(*index, key); number != 0) return number;
  }
  std::int64_t number = find(addresses_, bracketed(key));
  if (number == 0) number = add(actor);
  others_.emplace(key, number);
  return number;
}

std::int64_t Participants::of_actor(std::string_view actor) {
  if (actor.empty()) return 0;
  if (const auto known = actors_.find(actor); known != actors_.end()) return known->second;
  return actors_.emplace(actor, look_up(actor)).first->second;
}

std::int64_t Participants::of_author(std::int64_t source_id, std::string_view author) {
  if (author.empty()) return 0;
  Index& authors = authors_[source_id];
  if (const auto known = authors.find(author); known != authors.end()) return known->second;
  const std::int64_t own = find(own_[source_id], author);
  return authors.emplace(author, own != 0 ? own : of_actor(author)).first->second;
}

}  // namespace ckm::store
