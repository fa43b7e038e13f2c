#include "store/ticket_reader.hh"

#include <algorithm>
#include <utility>

#include "base/json.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/fields.hh"
#include "store/people.hh"
#include "store/said_values.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostKept = 50'000;

constexpr const char* kRow =
    "SELECT id, external_id, subject, status, priority, queue, channel, type, product, language, tags, extra, raw, internal_id, "
    "source_id, category_id, requester_id, assignee_id, created_at, updated_at, resolved_at FROM ticket WHERE id BETWEEN ?1 AND "
    "?2 "
    "ORDER BY id";
constexpr const char* kMessages =
    "SELECT ticket_id, role, author, at, internal, body, raw, external_id, extra, apart FROM message "
    "WHERE ticket_id BETWEEN ?1 AND ?2 ORDER BY ticket_id, seq";

}  // namespace

TicketReader::TicketReader(Store& store, For how)
    : store_(store),
      row_(how == For::kOne ? store.db().cached(kRow) : store.db().prepare(kRow)),
      messages_(how == For::kOne ? store.db().cached(kMessages) : store.db().prepare(kMessages)) {}

bool TicketReader::find(std::int64_t id, std::int64_t last) {
  if (id == read_ + 1 && id <= last_ && row_.step() && row_.integer(0) == id) {
    read_ = id;
    return true;
  }
  read_ = id;
  last_ = std::max(id, last);
  message_at_hand_ = messages_.bind(id, last_).step();
  return row_.bind(id, last_).step() && row_.integer(0) == id;
}

// What the ticket before had stays where it was, for its room.
StoredTicket* TicketReader::read(std::int64_t id, std::int64_t last) {
  if (!find(id, last)) {
    last_ = 0;
    return nullptr;
  }
  ticket_.id = id;
  model::Ticket& ticket = ticket_.ticket;
  int column = 1;
  for (std::string* text : {&ticket.external_id, &ticket.subject, &ticket.status, &ticket.priority, &ticket.queue,
                            &ticket.channel, &ticket.type, &ticket.product, &ticket.language}) {
    *text = row_.text(column++);
  }
  ticket.tags = list_from_column(row_.text(column++));
  ticket.extra = object_from_column(row_.text(column++));
  ticket.raw = object_from_column(row_.text(column++));
  ticket.internal_id = row_.text(column++);
  const std::int64_t source = row_.integer(column++);
  category_ = row_.integer(column++);
  const std::int64_t requester = row_.integer(column++);
  const std::int64_t assignee = row_.integer(column++);
  for (auto* time : {&ticket.created_at, &ticket.updated_at, &ticket.resolved_at}) *time = row_.maybe_integer(column++);
  const auto [at, added] = sources_.try_emplace(source);
  if (added) at->second = store_.source_name(source);
  ticket_.source = at->second;
  ticket_.ref = model::format_ref(model::Kind::kTicket, id, ticket_.source, ticket.external_id);
  ticket.category = path(category_);
  ticket.requester = requester == 0 ? model::Party() : party(customers_, requester, true);
  ticket.assignee = assignee == 0 ? model::Party() : party(people_, assignee, false);
  read_messages(id);
  if (id == last_) {
    row_.reset();
    messages_.reset();
  }
  return &ticket_;
}

void TicketReader::read_messages(std::int64_t id) {
  std::vector<model::Message>& messages = ticket_.ticket.messages;
  std::size_t count = 0;
  for (; message_at_hand_ && messages_.integer(0) == id; message_at_hand_ = messages_.step()) {
    if (count == messages.size()) messages.emplace_back();
    model::Message& message = messages[count++];
    message.role = static_cast<model::Role>(messages_.integer(1));
    message.author = messages_.text(2);
    message.at = messages_.maybe_integer(3);
    message.internal = messages_.integer(4) != 0;
    message.body = messages_.text(5);
    message.raw = messages_.text(6);
    message.external_id = messages_.text(7);
    message.extra = object_from_column(messages_.text(8));
    message.apart = messages_.integer(9) != 0;
  }
  messages.resize(count);
}

const model::Party& TicketReader::party(Parties& known, std::int64_t id, bool customer) {
  if (const auto found = known.find(id); found != known.end()) return found->second;
  if (known.size() >= kMostKept) known.clear();
  return known.emplace(id, customer ? read_customer(store_, id) : read_person(store_, id)).first->second;
}

const std::string& TicketReader::path(std::int64_t category) {
  static const std::string kNone;
  if (category == 0) return kNone;
  if (const auto found = paths_.find(category); found != paths_.end()) return found->second;
  return paths_.emplace(category, category_path(store_, category)).first->second;
}

EffectiveCategory TicketReader::category() {
  const auto any = [&](std::optional<bool>& known, const char* sql) {
    if (!known) known = store_.db().integer(sql) != 0;
    return *known;
  };
  const bool labelled = any(labels_, "SELECT EXISTS (SELECT 1 FROM label WHERE kind = 1)");
  const bool predicted =
      category_ == 0 && any(predictions_, "SELECT EXISTS (SELECT 1 FROM prediction WHERE kind = 1 AND field = 'category')");
  if (labelled || predicted) return effective_category(store_, {model::Kind::kTicket, ticket_.id});
  if (category_ == 0) return {};
  return {path(category_), ticket_.source == model::kLocalSource ? "person" : "source", {}, {}, {}};
}

std::vector<model::PersonValue> TicketReader::values() {
  if (!said_) said_ = store_.db().integer("SELECT EXISTS (SELECT 1 FROM said_value)") != 0;
  return *said_ ? person_values(store_, ticket_.id) : std::vector<model::PersonValue>();
}

}  // namespace ckm::store
