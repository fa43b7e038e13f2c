#include "model/draft.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "../rounds.hh"
#include "model/ref.hh"
#include "model/resolution.hh"

using namespace ckm;
using namespace ckm::model;

namespace {

Message said(Role role, std::string body, std::optional<Time> at = std::nullopt, std::string author = {}) {
  Message message;
  message.role = role;
  message.body = std::move(body);
  message.at = at;
  message.author = std::move(author);
  return message;
}
Message asks(std::string body) { return said(Role::kCustomer, std::move(body)); }
Message answers(std::string body, std::string author = "Ann", std::optional<Time> at = 5) {
  return said(Role::kAgent, std::move(body), at, std::move(author));
}
Message notes(std::string body) {
  Message note = answers(std::move(body));
  note.internal = true;
  return note;
}

DraftSource ticket(std::string ref, std::string status, std::vector<Message> messages, std::string subject = "Late") {
  DraftSource source;
  source.ref = std::move(ref);
  source.ticket.status = std::move(status);
  source.ticket.subject = std::move(subject);
  source.ticket.messages = std::move(messages);
  return source;
}

Draft draft_of(const std::vector<DraftSource>& sources) { return draft_case(sources); }

}  // namespace

TEST_CASE("draft_case: situation, attempts with why, result and reaction") {
  const Draft draft =
      draft_of({ticket("ticket:desk/7", "solved",
                       {asks("Where is it?"), asks("Order 12,\nplease."), answers("Asked the depot."), asks("Still nothing."),
                        notes("They lost it."), answers("Sent another one.", "", 9), asks("It came."), asks("Thank you.")})});
  const Article& article = draft.article;
  CHECK(article.kind == Kind::kCase);
  CHECK(article.title == "Late");
  CHECK(article.confidence == "wip");
  CHECK(article.audience == "internal");
  CHECK(article.story.situation == "Where is it? [ticket:desk/7#1]\n\nOrder 12,\nplease.\n[ticket:desk/7#2]");
  REQUIRE(article.story.attempts.size() == 3);
  CHECK(article.story.attempts[0] == Attempt{5, "Ann", "Asked the depot. [ticket:desk/7#3]", "", ""});
  CHECK(article.story.attempts[1] ==
        Attempt{5, "Ann", "They lost it. [ticket:desk/7#5] (internal)", "Still nothing. [ticket:desk/7#4]", ""});
  CHECK(article.story.attempts[2] == Attempt{9, "", "[ticket:desk/7#6]", "", "worked"});
  CHECK(article.story.result == "Sent another one. [ticket:desk/7#6]");
  CHECK(article.story.reaction == "It came. [ticket:desk/7#7]\n\nThank you. [ticket:desk/7#8]");
  CHECK(article.story.cause.empty());
  CHECK(article.story.reflection.empty());
  CHECK(article.story.next_time.empty());
  CHECK(draft.cited == 8);
}

TEST_CASE("draft_case: only a solved ticket has an attempt that worked, and an open one no result") {
  const std::vector<Message> messages = {asks("?"), answers("Try this."), asks("It does not work!")};
  for (const auto& [status, outcome, result] : std::vector<std::array<std::string, 3>>{{"Resolved", "worked", "Try this. [t#2]"},
                                                                                       {"已解决", "worked", "Try this. [t#2]"},
                                                                                       {"closed", "", "Try this. [t#2]"},
                                                                                       {"", "", "Try this. [t#2]"},
                                                                                       {"open", "", ""},
                                                                                       {"unsolved", "", ""}}) {
    CAPTURE(status);
    const CaseStory story = draft_of({ticket("t", status, messages)}).article.story;
    REQUIRE(story.attempts.size() == 1);
    CHECK(story.attempts[0].outcome == outcome);
    CHECK(story.attempts[0].method == (result.empty() ? "Try this. [t#2]" : "[t#2]"));
    CHECK(story.result == result);
    CHECK(story.reaction == "It does not work! [t#3]");
  }
}

TEST_CASE("draft_case: a note is the result where the customer saw nothing, and stands behind it where they did") {
  const CaseStory called = draft_of({ticket("t", "solved", {asks("?"), notes("Called, and told how.")})}).article.story;
  CHECK(called.result == "Called, and told how. [t#2] (internal)");
  CHECK(called.attempts.back().outcome == "worked");
  const CaseStory noted = draft_of({ticket("t", "solved", {asks("?"), answers("Done."), notes("Refund 12")})}).article.story;
  CHECK(noted.result == "Done. [t#2]\n\nRefund 12 [t#3] (internal)");
  CHECK(noted.attempts.size() == 1);
}

TEST_CASE("draft_case: what the system wrote and what is empty is counted, and keeps its number") {
  Message files = asks("");
  files.extra.set("attachments", Value(Value::Array{Value(Value::Object{{"name", "a.png"}, {"type", "image/png"}})}));
  const Draft draft = draft_of(
      {ticket("t", "solved", {said(Role::kSystem, "We got your mail"), asks(" \n"), files, answers("\n\n  Two blanks\n")})});
  CHECK(draft.automatic == 1);
  CHECK(draft.empty == 1);
  CHECK(draft.cited == 2);
  CHECK(draft.article.story.situation == "[attached: a.png, image/png] [t#3]");
  CHECK(draft.article.story.result == "  Two blanks [t#4]");
}

TEST_CASE("draft_case: who answered without a name is the assignee") {
  DraftSource source = ticket("t", "solved", {asks("?"), answers("!", "")});
  source.ticket.assignee = {"Bob", "bob@lumen.example", ""};
  CHECK(draft_of({source}).article.story.attempts[0].who == "Bob");
  source.ticket.assignee.name.clear();
  CHECK(draft_of({source}).article.story.attempts[0].who == "bob@lumen.example");
}

TEST_CASE("draft: several tickets give what they share, one behind the other") {
  DraftSource a = ticket("a", "solved", {asks("A?"), answers("A!")}, "");
  DraftSource b = ticket("b", "solved", {asks("B?"), answers("B!")}, "Broken\tlid");
  a.ticket.category = b.ticket.category = "devices";
  a.ticket.product = "R6";
  b.ticket.product = "R7";
  a.ticket.channel = b.ticket.channel = "email";
  a.ticket.tags = {"x", "y", "x"};
  b.ticket.tags = {"z", "x"};
  a.ticket.extra.set("Version", "3.2").set("mood", Value(Value::Array{}));
  b.ticket.extra.set("version", "3.2");
  const Article article = draft_of({a, b}).article;
  CHECK(article.title == "Broken lid");
  CHECK(article.category == "devices");
  CHECK(article.product.empty());
  CHECK(article.tags == std::vector<std::string>{"x"});
  CHECK(article.story.context == std::vector<std::pair<std::string, std::string>>{{"channel", "email"}, {"version", "3.2"}});
  CHECK(article.story.situation == "A? [a#1]\n\nB? [b#1]");
  CHECK(article.story.result == "A! [a#2]\n\nB! [b#2]");
  CHECK(article.story.attempts.size() == 2);
}

TEST_CASE("draft: without a subject the title is what was written first, by the customer if possible") {
  CHECK(draft_of({ticket("t", "solved", {answers("Hello"), asks("\n退款什么时候到？\n谢谢")}, " ")}).article.title ==
        "退款什么时候到？");
  CHECK(draft_of({ticket("t", "solved", {answers("Hello")}, "")}).article.title == "Hello");
  CHECK(draft_of({ticket("ticket:3", "solved", {}, "")}).article.title == "ticket:3");
  CHECK(draft_of({ticket("t", "", {asks(std::string(5000, 'x'))}, "")}).article.title.size() < 200);
}

TEST_CASE("draft_faq: the last answers, equal ones once; other subjects are phrasings") {
  const std::vector<DraftSource> sources = {
      ticket("a", "solved", {asks("?"), answers("Wait."), answers("Three days."), notes("told")}, "How long?"),
      ticket("b", "solved", {asks("?"), answers("Three days."), asks("ok")}, "When is it back?"),
      ticket("c", "closed", {asks("?"), answers("Five days,\nby bank.")}, "How long?"),
      ticket("d", "open", {asks("?"), answers("A year.")}, "Until when?")};
  const Draft draft = draft_faq(sources);
  CHECK(draft.article.kind == Kind::kFaq);
  CHECK(draft.article.title == "How long?");
  CHECK(draft.article.phrasings == std::vector<std::string>{"When is it back?", "Until when?"});
  CHECK(draft.article.body == "Three days. [a#3] [b#2]\n\nFive days,\nby bank.\n[c#2]");
  CHECK(draft.cited == 3);
}

TEST_CASE("tells_case, tells_faq: what a ticket must have") {
  const auto tells = [](const std::string& status, std::vector<Message> messages) {
    const Ticket one = ticket("t", status, std::move(messages)).ticket;
    return std::pair(tells_case(one), tells_faq(one));
  };
  CHECK(tells("solved", {asks("?"), answers("!")}) == std::pair(true, true));
  CHECK(tells("", {asks("?"), answers("!")}) == std::pair(true, true));
  CHECK(tells("open", {asks("?"), answers("!")}) == std::pair(true, false));
  CHECK(tells("solved", {asks("?"), notes("!")}) == std::pair(true, false));
  CHECK(tells("solved", {asks("?"), answers(" \n")}) == std::pair(false, false));
  CHECK(tells("solved", {asks("?"), said(Role::kSystem, "!")}) == std::pair(false, false));
  CHECK(tells("solved", {}) == std::pair(false, false));
}

TEST_CASE("draft_case: every text once, with a citation that finds its message, in order") {
  std::mt19937 random(7);
  const auto pick = [&](unsigned most) { return static_cast<std::size_t>(random() % most); };
  for (int round = 0; round < rounds(300); ++round) {
    std::vector<DraftSource> sources;
    std::map<std::string, std::string> texts;  // By citation: those that are to be found.
    for (std::size_t t = 0; t <= pick(3); ++t) {
      std::vector<Message> messages;
      const std::string ref = "ticket:desk/" + std::to_string(t) + (pick(4) == 0 ? "#1] x" : "");
      for (std::size_t m = 0; m < pick(12); ++m) {
        const auto role = static_cast<Role>(1 + pick(3));
        // None of them holds another.
        const std::string name = "<" + std::to_string(t) + "." + std::to_string(m) + ">";
        const std::string body = pick(6) == 0 ? "" : name + (pick(2) == 0 ? "\n\n## Result\n中文 " : " and ") + name;
        Message& message = messages.emplace_back(said(role, "\n" + body + "\n"));
        message.internal = role == Role::kAgent && pick(3) == 0;
        if (role != Role::kSystem && !body.empty()) texts[format_message_ref(ref, messages.size())] = body;
      }
      constexpr std::array<const char*, 4> kStatuses = {"solved", "closed", "open", ""};
      sources.push_back(ticket(ref, kStatuses[pick(4)], std::move(messages)));
    }
    const Draft draft = draft_of(sources);
    CHECK(draft.cited == static_cast<std::int64_t>(texts.size()));
    const CaseStory& story = draft.article.story;
    std::vector<std::string> fields = {story.situation, story.result, story.reaction, {}};
    for (const Attempt& attempt : story.attempts) fields.back() += attempt.why + "\n" + attempt.method + "\n";
    const std::string all = fields[0] + "\n" + fields[1] + "\n" + fields[2] + "\n" + fields[3];
    for (const auto& [cited, text] : texts) {
      const std::string mark = "[" + cited + "]";
      const std::size_t at = all.find(text);
      REQUIRE(at != std::string::npos);
      CHECK(all.find(text, at + 1) == std::string::npos);
      CHECK(all.substr(at + text.size() + 1).starts_with(mark));
      const auto ref = parse_message_ref(cited);
      REQUIRE(ref);
      CHECK(ref->ticket + "#" + std::to_string(ref->number) == cited);
    }
    for (const std::string& field : fields) {
      std::size_t before = 0;
      for (const DraftSource& source : sources) {
        for (std::size_t m = 1; m <= source.ticket.messages.size(); ++m) {
          const std::size_t at = field.find("[" + format_message_ref(source.ref, m) + "]");
          if (at == std::string::npos) continue;
          CHECK(at >= before);
          before = at;
        }
      }
    }
    // Nothing but texts, their citations and what marks a note.
    std::string rest = all;
    for (const auto& [cited, text] : texts) {
      for (const std::string& part : {text, "[" + cited + "]", "[" + cited + "]"}) {
        if (const std::size_t at = rest.find(part); at != std::string::npos) rest.erase(at, part.size());
      }
    }
    for (std::size_t at; (at = rest.find("(internal)")) != std::string::npos;) rest.erase(at, 10);
    CHECK(rest.find_first_not_of(" \n") == std::string::npos);
  }
}

TEST_CASE("resolution_of: the first word of the status counts, else a time of its end") {
  const auto of = [](std::string status, std::optional<Time> resolved = std::nullopt) {
    Ticket one;
    one.status = std::move(status);
    one.resolved_at = resolved;
    return resolution_of(one);
  };
  CHECK(of("Solved") == Resolution::kSolved);
  CHECK(of(" RESOLVED: by phone") == Resolution::kSolved);
  CHECK(of("已解決") == Resolution::kSolved);
  CHECK(of("gelöst") == Resolution::kSolved);
  CHECK(of("Closed - duplicate") == Resolution::kClosed);
  CHECK(of("已关闭") == Resolution::kClosed);
  CHECK(of("closed", 5) == Resolution::kClosed);
  CHECK(of("pending close") == Resolution::kOpen);
  CHECK(of("unresolved") == Resolution::kOpen);
  CHECK(of("reopened", 5) == Resolution::kOpen);
  CHECK(of("12") == Resolution::kOpen);
  CHECK(of(" ") == Resolution::kUnknown);
  CHECK(of("", 5) == Resolution::kClosed);
}
