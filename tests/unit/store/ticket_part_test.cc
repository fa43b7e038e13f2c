#include <doctest/doctest.h>

#include "store/runs.hh"
#include "store/tickets.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

model::Message mail(const std::string& id, Time at) {
  model::Message message{model::Role::kAgent, "b@x.org", at, "text of " + id, false};
  message.external_id = id;
  return message;
}

model::Ticket thread(const std::string& id, std::vector<model::Message> messages) {
  model::Ticket ticket;
  ticket.external_id = id;
  ticket.subject = "about " + messages.front().external_id;
  ticket.requester = {"", "a@x.org", ""};
  ticket.created_at = messages.front().at;
  ticket.messages = std::move(messages);
  return ticket;
}

struct Part {
  model::Ticket ticket;
  std::vector<std::string> related;
};

Counts import_parts(Store& store, const std::string& input, const std::vector<Part>& parts, std::int64_t* run_id = nullptr,
                    bool dry = false) {
  std::optional<Transaction> transaction;
  if (!dry) transaction.emplace(store.db());
  ImportRun run(store, {"mail", model::Kind::kTicket, "mbox", input}, kAuthor, dry);
  for (const Part& part : parts) {
    model::Origin origin;
    origin.part = model::TicketPart{part.related, false};
    run.put(model::Ticket(part.ticket), origin);
  }
  if (!dry) {
    run.finish();
    transaction->commit();
  }
  if (run_id != nullptr) *run_id = run.id();
  return run.counts();
}

void check_counts(const Counts& counts, std::int64_t added, std::int64_t changed, std::int64_t unchanged) {
  CHECK(counts.added == added);
  CHECK(counts.changed == changed);
  CHECK(counts.unchanged == unchanged);
}

std::string order(Store& store, std::int64_t id) {
  std::string ids;
  const model::Ticket ticket = read_ticket(store, id)->ticket;
  for (const model::Message& message : ticket.messages) ids += message.external_id;
  return ids;
}

}  // namespace

TEST_CASE("ImportRun: parts of a ticket join, and again is unchanged") {
  TempStore store;
  check_counts(import_parts(*store, "1", {{thread("a", {mail("a", 1), mail("c", 3)}), {}}}), 1, 0, 0);
  const std::vector<Part> second = {{thread("a", {mail("b", 2), mail("d", 4)}), {"a"}}};
  check_counts(import_parts(*store, "2", second, nullptr, true), 0, 1, 0);
  check_counts(import_parts(*store, "2", second), 0, 1, 0);
  CHECK(order(*store, 1) == "abcd");
  const std::string before = dump_truth(store.db());
  check_counts(import_parts(*store, "1", {{thread("a", {mail("a", 1), mail("c", 3)}), {}}}), 0, 0, 1);
  check_counts(import_parts(*store, "2", second), 0, 0, 1);
  CHECK(dump_truth(store.db()) == before);
}

TEST_CASE("ImportRun: a part is known by its messages and by what they answer") {
  TempStore store;
  import_parts(*store, "1", {{thread("a", {mail("a", 1), mail("b", 2)}), {}}});
  check_counts(import_parts(*store, "2", {{thread("x", {mail("c", 3)}), {"b"}}}), 0, 1, 0);
  check_counts(import_parts(*store, "3", {{thread("y", {mail("c", 3)}), {}}}), 0, 0, 1);
  CHECK(order(*store, 1) == "abc");
  CHECK(read_ticket(*store, 1)->ticket.external_id == "a");
  // Of another source it is another ticket.
  Transaction transaction(store.db());
  ImportRun run(*store, {"other", model::Kind::kTicket, "mbox", "4"}, kAuthor, false);
  model::Origin origin;
  origin.part.emplace();
  run.put(thread("z", {mail("c", 3)}), origin);
  CHECK(run.counts().added == 1);
}

TEST_CASE("ImportRun: several parts in one run count once, and undo takes back all of them") {
  TempStore store;
  import_parts(*store, "1", {{thread("a", {mail("a", 1)}), {}}});
  const std::string before = dump_truth(store.db());
  std::int64_t run = 0;
  const Counts counts = import_parts(*store, "2",
                                     {{thread("a", {mail("b", 2)}), {}},
                                      {thread("a", {mail("c", 3)}), {}},
                                      {thread("n", {mail("n", 3)}), {}},
                                      {thread("n", {mail("m", 4)}), {"n"}}},
                                     &run);
  check_counts(counts, 1, 1, 0);
  CHECK(order(*store, 1) == "abc");
  CHECK(order(*store, 2) == "nm");
  undo_run(*store, run, kAuthor);
  CHECK(dump_truth(store.db()) == before);
}
