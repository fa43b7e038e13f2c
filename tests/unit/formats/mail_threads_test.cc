#include "formats/mail_threads.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace ckm;
using namespace ckm::formats;

namespace {

struct Mailing {
  std::string from, to, subject, id, references, list;
};

// The threads, as numbers.
std::string threads_of(const std::vector<Mailing>& mails, const std::vector<Time>& times = {}) {
  Threads threads;
  for (std::size_t i = 0; i < mails.size(); ++i) {
    const Mailing& m = mails[i];
    std::string block = "From: " + m.from + "\nTo: " + m.to + "\nSubject: " + m.subject + "\n";
    if (!m.id.empty()) block += "Message-ID: <" + m.id + "@x>\n";
    if (!m.references.empty()) block += "References: " + m.references + "\n";
    if (!m.list.empty()) block += "List-Id: <" + m.list + ">\n";
    threads.add(MailHeader(block), times.empty() ? static_cast<Time>(i) : times[i], m.subject);
  }
  std::string out;
  threads.visit([&](std::span<const std::uint32_t> thread) {
    for (const std::uint32_t number : thread) out += std::to_string(number) + " ";
    out += "| ";
    return true;
  });
  return out;
}

constexpr const char* kAnn = "ann@x.org";
constexpr const char* kBob = "bob@y.org";
constexpr const char* kTeam = "help@z.org";

}  // namespace

TEST_CASE("Threads: by what messages refer to, whether it is there or not") {
  CHECK(threads_of({{kAnn, kTeam, "A", "1", "", ""},
                    {kBob, kTeam, "B", "2", "", ""},
                    {kTeam, kAnn, "other", "3", "<1@x>", ""},
                    {kAnn, kTeam, "other", "4", "<3@x>", ""}}) == "0 2 3 | 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "A", "1", "<gone@x>", ""}, {kBob, kTeam, "B", "2", "<gone@x>", ""}}) == "0 1 | ");
  // A reply may come before what it answers.
  CHECK(threads_of({{kTeam, kAnn, "A", "2", "<1@x>", ""}, {kAnn, kTeam, "A", "1", "", ""}}, {20, 10}) == "1 0 | ");
  // Circles end.
  CHECK(threads_of({{kAnn, kTeam, "A", "1", "<2@x>", ""}, {kBob, kTeam, "B", "2", "<1@x>", ""}}) == "0 1 | ");
}

TEST_CASE("Threads: by subject only replies of the same people or list") {
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""}, {kBob, kTeam, "Help", "2", "", ""}}) == "0 | 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""}, {kAnn, kTeam, "Help", "2", "", ""}}) == "0 | 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""}, {kTeam, kAnn, "Re: Help", "2", "", ""}}) == "0 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""}, {kBob, kTeam, "Re: Help", "2", "", ""}}) == "0 | 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""},
                    {kBob, kTeam, "Help", "2", "", ""},
                    {kTeam, kAnn, "AW: Help", "3", "", ""},
                    {kTeam, kBob, "回复：Help", "4", "", ""}}) == "0 2 | 1 3 | ");
  CHECK(threads_of({{kAnn, "l@l", "Help", "1", "", "l.l"}, {kBob, "l@l", "Re: [l] Help", "2", "", "l.l"}}) == "0 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "Re:", "1", "", ""}, {kTeam, kAnn, "Re:", "2", "", ""}}) == "0 | 1 | ");
  // With what answers it.
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""},
                    {kTeam, kAnn, "Re: Help", "2", "", ""},
                    {kAnn, kTeam, "Re: Help", "3", "<2@x>", ""}}) == "0 1 2 | ");
  // A reply that found its thread is not moved by its subject.
  CHECK(threads_of({{kAnn, kTeam, "Help", "1", "", ""},
                    {kAnn, kTeam, "Old", "0", "", ""},
                    {kTeam, kAnn, "Re: Help", "2", "<0@x>", ""}}) == "0 | 1 2 | ");
}

TEST_CASE("Threads: messages without identifier stand alone, repeats together") {
  CHECK(threads_of({{kAnn, kTeam, "A", "", "", ""}, {kAnn, kTeam, "A", "", "", ""}}) == "0 | 1 | ");
  CHECK(threads_of({{kAnn, kTeam, "A", "1", "", ""}, {kAnn, kTeam, "A", "1", "", ""}}) == "0 1 | ");
}

TEST_CASE("Threads: the same sets in whatever order messages come") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 200; ++round) {
    std::vector<Mailing> mails;
    for (int i = 0; i < 12; ++i) {
      std::string references;
      if (i > 0 && random() % 2 == 0) references = "<" + std::to_string(random() % static_cast<unsigned>(i)) + "@x>";
      mails.push_back({kAnn, kTeam, "S" + std::to_string(i), std::to_string(i), references, ""});
    }
    const auto sets = [&](const std::vector<std::size_t>& order) {
      Threads threads;
      for (const std::size_t i : order) {
        const Mailing& m = mails[i];
        threads.add(MailHeader("Message-ID: <" + m.id + "@x>\nReferences: " + m.references + "\n"), static_cast<Time>(i),
                    m.subject);
      }
      std::vector<std::vector<std::size_t>> found;
      threads.visit([&](std::span<const std::uint32_t> thread) {
        auto& set = found.emplace_back();
        for (const std::uint32_t number : thread) set.push_back(order[number]);
        return true;
      });
      std::ranges::sort(found);
      return found;
    };
    std::vector<std::size_t> order(mails.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto expected = sets(order);
    std::ranges::shuffle(order, random);
    REQUIRE(sets(order) == expected);
  }
}
