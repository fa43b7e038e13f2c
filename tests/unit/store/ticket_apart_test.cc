#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "base/json.hh"
#include "store/runs.hh"
#include "store/tickets.hh"
#include "temp_store.hh"

using namespace ckm;
using namespace ckm::store;

namespace {

constexpr int kTickets = 4;

// What a desk exports: tickets, with the first comment as their description, and comments.
struct Desk {
  std::vector<model::Ticket> tickets;
  std::vector<model::Ticket> comments;  // Each one of its ticket.
};

model::Ticket comment(const std::string& ticket, const std::string& id, const std::string& author, Time at,
                      const std::string& text) {
  model::Ticket part;
  part.external_id = ticket;
  model::Message message{model::Role::kAgent, author, at, text, false};
  message.external_id = id;
  part.messages.push_back(message);
  return part;
}

Desk make_desk(Random& random) {
  Desk desk;
  for (int i = 0; i < kTickets; ++i) {
    model::Ticket ticket;
    ticket.external_id = "t" + std::to_string(i);
    ticket.subject = "about " + ticket.external_id;
    ticket.requester.external_id = "7";
    if (below(random, 3) > 0) ticket.created_at = static_cast<Time>(1000 + below(random, 100));
    const std::string text = "It is late" + std::to_string(i) + ".";
    ticket.messages.push_back({model::Role::kCustomer, {}, ticket.created_at, text, false});
    if (below(random, 3) == 0) ticket.messages.push_back({model::Role::kAgent, {}, 5000, "An answer", false});
    const std::size_t comments = below(random, 5);
    for (std::size_t n = 0; n < comments; ++n) {
      const Time at = n == 0 ? ticket.created_at.value_or(1000) : static_cast<Time>(900 + below(random, 9000));
      desk.comments.push_back(comment(ticket.external_id, ticket.external_id + "-" + std::to_string(n),
                                      below(random, 2) == 0 ? "7" : "30", at,
                                      n == 0 ? "*" + text + "*" : random_text(random, 5) + "."));
    }
    desk.tickets.push_back(ticket);
  }
  std::ranges::shuffle(desk.comments, random);
  return desk;
}

Counts import_apart(Store& store, const std::vector<model::Ticket>& comments, std::int64_t* run_id = nullptr, bool dry = false) {
  std::optional<Transaction> transaction;
  if (!dry) transaction.emplace(store.db());
  ImportRun run(store, {"desk", model::Kind::kTicket, "comments", "input"}, kAuthor, dry);
  model::Origin origin;
  origin.part.emplace().apart = true;
  for (const model::Ticket& part : comments) run.put(model::Ticket(part), origin);
  if (!dry) {
    run.finish();
    transaction->commit();
  }
  if (run_id != nullptr) *run_id = run.id();
  return run.counts();
}

// All tickets, whatever their numbers.
std::string contents(Store& store) {
  std::vector<std::string> lines;
  for (std::int64_t id = 1; id <= 2 * kTickets; ++id) {
    if (const auto stored = read_ticket(store, id)) lines.push_back(json::dump(model::to_value(stored->ticket)));
  }
  std::ranges::sort(lines);
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

}  // namespace

TEST_CASE("tickets and their comments end the same in every order, and each run is taken back exactly") {
  for (unsigned seed = 0; seed < 8; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    const Desk desk = make_desk(random);
    std::vector<model::Ticket> changed = desk.tickets;
    for (model::Ticket& ticket : changed) ticket.status = "solved";
    const std::size_t half = desk.comments.size() / 2;
    // 0: tickets, 1 and 2: halves of the comments, 3: the tickets as they are at the end.
    std::array<int, 4> order = {0, 1, 2, 3};
    std::string expected;
    do {
      if (std::ranges::find(order, 0) > std::ranges::find(order, 3)) continue;
      TempStore store;
      struct Done {
        std::int64_t run;
        std::string before;
      };
      std::vector<Done> done;
      const auto put = [&](int what) {
        std::int64_t run = 0;
        Counts counts;
        if (what == 0) counts = import_all(*store, "desk", desk.tickets, &run);
        if (what == 3) counts = import_all(*store, "desk", changed, &run);
        if (what == 1) counts = import_apart(*store, {desk.comments.begin(), desk.comments.begin() + half}, &run);
        if (what == 2) counts = import_apart(*store, {desk.comments.begin() + half, desk.comments.end()}, &run);
        return std::pair(counts, run);
      };
      for (const int what : order) {
        std::string before = dump_truth(store.db());
        done.push_back({put(what).second, std::move(before)});
      }
      const std::string end = contents(*store);
      if (expected.empty()) expected = end;
      CHECK(end == expected);
      // Again, in another order: nothing new.
      for (const int what : {2, 3, 1}) {
        const Counts again = put(what).first;
        CHECK(again.added == 0);
        CHECK(again.changed == 0);
      }
      for (; !done.empty(); done.pop_back()) {
        undo_run(*store, done.back().run, kAuthor);
        CHECK(dump_truth(store.db()) == done.back().before);
      }
    } while (std::ranges::next_permutation(order).found);
  }
}

TEST_CASE("a comment counts by itself, replaces its earlier version and is the customer's where the requester wrote it") {
  TempStore store;
  model::Ticket ticket;
  ticket.external_id = "1";
  ticket.subject = "Late";
  ticket.requester.external_id = "7";
  ticket.messages.push_back({model::Role::kCustomer, {}, 100, "Where is it?", false});
  import_all(*store, "desk", std::vector<model::Ticket>{ticket});
  Counts counts = import_apart(*store, {comment("1", "c1", "7", 100, "Where is it?"), comment("1", "c2", "30", 200, "Here.")});
  CHECK(counts.added == 2);
  counts = import_apart(*store, {comment("1", "c2", "30", 200, "There."), comment("1", "c1", "7", 100, "Where is it?")}, nullptr,
                        true);
  CHECK(counts.changed == 1);
  CHECK(counts.unchanged == 1);
  import_apart(*store, {comment("1", "c2", "30", 200, "There.")});
  const auto stored = read_ticket(*store, 1);
  REQUIRE(stored->ticket.messages.size() == 2);
  CHECK(stored->ticket.messages[0].role == model::Role::kCustomer);
  CHECK(stored->ticket.messages[1].role == model::Role::kAgent);
  CHECK(stored->ticket.messages[1].body == "There.");
  // What looks like the first message only in its marks is not it.
  CHECK(import_apart(*store, {comment("2", "c3", "7", 5, "...")}).added == 1);
}
