// An exporter that takes personal data out of what goes through it (redactor.hh).
#pragma once

#include "formats/export.hh"
#include "formats/redactor.hh"
#include "model/entry.hh"

namespace ckm::formats {

class RedactingExporter final : public Exporter {
 public:
  // Both must outlive it.
  RedactingExporter(Exporter& out, const text::PersonalFinder& finder) : out_(out), finder_(finder) {}
  void ticket(const Identity& identity, const model::Ticket& ticket) override;
  void article(const Identity& identity, const model::Article& article) override;
  void finish() override { out_.finish(); }

 private:
  Exporter& out_;
  const text::PersonalFinder& finder_;
};

// What an import makes of a record: as redactor.hh, and neither requester nor assignee is left, since the [customer-1] of all
// tickets would be one and the same customer. Authors of messages are tokens.
void redact_for_import(model::Ticket& ticket, model::Origin& origin, const text::PersonalFinder& finder);
void redact_for_import(model::Article& article, model::Origin& origin, const text::PersonalFinder& finder);
// Categories and links, without who owns and made them. False for people, customers and purchases: each is about somebody, and
// nothing would be left to know them by.
bool redact_for_import(model::Entry& entry, model::Origin& origin, const text::PersonalFinder& finder);

}  // namespace ckm::formats
