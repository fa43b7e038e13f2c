#include "formats/redacting.hh"

#include <utility>
#include <variant>

namespace ckm::formats {
namespace {

// What is said of a record beside it. `id`: its identifier as it was, `now` as it is.
Identity redacted(Identity identity, const std::string& id, const std::string& now, Redactor& redactor) {
  if (id != now) {
    if (const std::size_t at = identity.ref.rfind(id); at != std::string::npos) identity.ref.replace(at, id.size(), now);
  }
  redactor.redact(identity.ref, "ref");
  redactor.redact(identity.source, "source");
  redactor.redact(identity.category, "category");
  redactor.redact_actor(identity.category_actor, "category");
  for (model::PersonValue& value : identity.values) {
    redactor.redact(value.value, value.field);
    redactor.redact_actor(value.actor, value.field);
  }
  return identity;
}

template <typename Record>
std::pair<Identity, Record> redacted(const Identity& identity, Record record, const text::PersonalFinder& finder) {
  Redactor redactor(finder);
  const std::string id = record.external_id;
  redactor.redact(record);
  return {redacted(identity, id, record.external_id, redactor), std::move(record)};
}

}  // namespace

void RedactingExporter::ticket(const Identity& identity, const model::Ticket& ticket) {
  const auto [about, record] = redacted(identity, ticket, finder_);
  out_.ticket(about, record);
}

void RedactingExporter::article(const Identity& identity, const model::Article& article) {
  const auto [about, record] = redacted(identity, article, finder_);
  out_.article(about, record);
}

void redact_for_import(model::Ticket& ticket, model::Origin& origin, const text::PersonalFinder& finder) {
  Redactor redactor(finder);
  redactor.redact(ticket);
  redactor.redact(origin);
  ticket.requester = {};
  ticket.assignee = {};
}

void redact_for_import(model::Article& article, model::Origin& origin, const text::PersonalFinder& finder) {
  Redactor redactor(finder);
  redactor.redact(article);
  redactor.redact(origin);
}

bool redact_for_import(model::Entry& entry, model::Origin& origin, const text::PersonalFinder& finder) {
  Redactor redactor(finder);
  redactor.redact(origin);
  if (auto* const category = std::get_if<model::CategoryEntry>(&entry)) {
    redactor.redact(category->path, "path");
    redactor.redact(category->title, "title");
    redactor.redact(category->description, "description");
    category->owner = {};
    return true;
  }
  if (auto* const link = std::get_if<model::Link>(&entry)) {
    link->from = redactor.identifier(link->from);
    link->to = redactor.identifier(link->to);
    link->actor.clear();
    return true;
  }
  return false;
}

}  // namespace ckm::formats
