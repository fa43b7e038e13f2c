#include "learn/topic_match.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "unit/rounds.hh"

using namespace ckm::learn;

namespace {

std::vector<std::int64_t> range(std::int64_t first, std::int64_t last) {
  std::vector<std::int64_t> all;
  for (std::int64_t i = first; i < last; ++i) all.push_back(i);
  return all;
}

}  // namespace

TEST_CASE("topic match: grown, shrunk, new and gone") {
  const std::vector<KnownTopic> past = {
      {{"refund", "money"}, range(0, 20)}, {{"parcel", "lost"}, range(20, 40)}, {{"wifi", "router"}, range(40, 50)}};
  // Parcels first; the refunds lost half and have others; of the last one nothing is there.
  const std::vector<KnownTopic> now = {
      {{"lost", "courier"}, range(18, 60)}, {{"card", "pin"}, range(100, 120)}, {{"bank", "money"}, range(0, 10)}};
  std::vector<KnownTopic> without_wifi = now;
  without_wifi[0].members = range(20, 38);
  const TopicFates fates = match_topics(past, without_wifi);
  CHECK(fates.now[0].past == 1U);
  CHECK(!fates.now[1].past);
  CHECK(!fates.now[1].from);
  CHECK(fates.now[2].past == 0U);
  CHECK(!fates.into[2]);
  // With the ten of the last one in it, it has taken that in.
  const TopicFates merged = match_topics(past, now);
  CHECK(merged.now[0].past == 1U);
  CHECK(merged.into[2] == 0U);
}

TEST_CASE("topic match: of two halves the greater one persists, the other was part of it") {
  const std::vector<KnownTopic> past = {{{"refund"}, range(0, 20)}};
  const std::vector<KnownTopic> now = {{{"refund", "card"}, range(0, 8)}, {{"refund", "cash"}, range(8, 20)}};
  const TopicFates fates = match_topics(past, now);
  CHECK(!fates.now[0].past);
  CHECK(fates.now[0].from == 0U);
  CHECK(fates.now[1].past == 0U);
}

TEST_CASE("topic match: by terms where no ticket is there both times") {
  const std::vector<KnownTopic> past = {{{"refund", "money", "bank"}, {}}, {{"parcel", "lost", "courier"}, range(0, 9)}};
  const std::vector<KnownTopic> now = {{{"parcel", "lost", "driver"}, range(50, 60)},
                                       {{"bank", "refund", "card", "pin"}, range(60, 70)},
                                       {{"wifi"}, range(70, 80)}};
  const TopicFates fates = match_topics(past, now);
  CHECK(fates.now[0].past == 1U);
  CHECK(fates.now[1].past == 0U);
  CHECK(!fates.now[2].past);
  // Where tickets tell otherwise, terms don't count.
  const std::vector<KnownTopic> other = {{{"parcel", "lost", "courier"}, range(50, 60)}, {{"x", "y"}, range(0, 9)}};
  const TopicFates told = match_topics(past, other);
  CHECK(told.now[1].past == 1U);
  CHECK(!told.now[0].past);
}

TEST_CASE("topic match: each past topic is one of now at most, and the same is the same") {
  for (int round = 0; round < rounds(100); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::vector<KnownTopic> past(5), now(5);
    for (std::int64_t ticket = 0; ticket < 60; ++ticket) {
      if (random() % 5 != 0) past[random() % 5].members.push_back(ticket);
      if (random() % 5 != 0) now[random() % 5].members.push_back(ticket);
    }
    const TopicFates fates = match_topics(past, now);
    std::vector<int> taken(5);
    for (const auto& found : fates.now) {
      if (found.past) CHECK(++taken[*found.past] == 1);
      CHECK(!(found.past && found.from));
    }
    for (std::size_t j = 0; j < 5; ++j) CHECK(!(taken[j] > 0 && fates.into[j]));
    const TopicFates same = match_topics(past, past);
    for (std::size_t i = 0; i < 5; ++i) CHECK((past[i].members.empty() || same.now[i].past == i));
  }
  CHECK(match_topics({}, {}).now.empty());
}
