#include "index/docset.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "index/seal.hh"
#include "memory_blobs.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::index;

namespace {

using Set = std::set<std::uint32_t>;

Set members(const DocSet& docs) {
  Set set;
  bool ascending = true;
  docs.for_each([&](std::uint32_t doc) {
    ascending &= set.empty() || doc > *set.rbegin();
    set.insert(set.end(), doc);
  });
  REQUIRE(ascending);
  return set;
}

DocSet of(const Set& set) {
  DocSet docs;
  for (const auto doc : set) docs.add(doc);
  return docs;
}

// Some chunks thin, some dense, some empty.
Set random_set(Random& random) {
  Set set;
  for (std::uint32_t chunk = 0; chunk < 4; ++chunk) {
    const std::uint32_t sizes[] = {0, 1, 50, 4'000, 9'000};
    const std::uint32_t size = sizes[below(random, 5)];
    for (std::uint32_t i = 0; i < size; ++i) set.insert(chunk << 16 | below(random, 65'536));
  }
  return set;
}

void same(const DocSet& docs, const Set& set) {
  REQUIRE(members(docs) == set);
  REQUIRE(docs.count() == set.size());
  REQUIRE(docs.empty() == set.empty());
}

}  // namespace

TEST_CASE("DocSet: adding and removing as std::set does") {
  Random random(1);
  DocSet docs;
  Set set;
  for (int i = 0; i < rounds(20'000); ++i) {
    const std::uint32_t doc = below(random, 3) == 0 ? below(random, 200'000) : 65'530 + below(random, 12);
    if (below(random, 2) == 0) {
      docs.add(doc);
      set.insert(doc);
    } else {
      docs.remove(doc);
      set.erase(doc);
    }
    REQUIRE(docs.contains(doc) == set.contains(doc));
  }
  same(docs, set);
  docs.add(UINT32_MAX);
  CHECK(docs.contains(UINT32_MAX));
  CHECK(docs.any(UINT32_MAX, UINT32_MAX));
  CHECK_FALSE(docs.contains(UINT32_MAX - 1));
  CHECK_FALSE(docs.any(200'000, UINT32_MAX - 1));
}

TEST_CASE("DocSet: union, intersection, difference, copies") {
  Random random(2);
  for (int round = 0; round < 60; ++round) {
    const Set a = random_set(random);
    const Set b = random_set(random);
    Set either;
    Set both;
    Set only;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::inserter(either, either.end()));
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(only, only.end()));
    const DocSet left = of(a);
    DocSet docs = left;
    same(docs |= of(b), either);
    docs = left;
    same(docs &= of(b), both);
    docs = left;
    same(docs -= of(b), only);
    same(left, a);  // Copies share nothing.
    DocSet moved = std::move(docs);
    same(moved, only);
    moved = *&moved;
    same(moved, only);
  }
}

TEST_CASE("DocSet: any in a range") {
  Random random(3);
  for (int round = 0; round < rounds(40); ++round) {
    Set set;
    for (int i = 0; i < 20; ++i) set.insert(below(random, 200'000));
    const DocSet docs = of(set);
    for (int i = 0; i < 200; ++i) {
      std::uint32_t first = below(random, 210'000);
      if (i % 2 == 0) first = *std::next(set.begin(), below(random, set.size())) + below(random, 3) - 1;
      const std::uint32_t last = first + below(random, i % 3 == 0 ? 3 : 70'000);
      const auto at = set.lower_bound(first);
      REQUIRE(docs.any(first, last) == (at != set.end() && *at <= last));
    }
  }
}

TEST_CASE("DocSet: stored and loaded, as array and as bitmap") {
  Random random(4);
  for (const std::uint32_t size : {1U, 2U, 4095U, 4096U, 4097U, 65'536U}) {
    DocSet docs;
    while (docs.count() < size) {
      if (size == 65'536) docs.add(static_cast<std::uint32_t>(docs.count()));
      else docs.add(below(random, 65'536));
    }
    const std::string data = docs.store(0);
    CHECK(data.size() == (size <= 4096 ? 1 + size * 2 : 1 + 8192) + kSealBytes);
    CHECK(data.front() == (size <= 4096 ? '\1' : '\2'));
    DocSet back;
    back.load(3, data);
    Set shifted;
    docs.for_each([&](std::uint32_t doc) { shifted.insert(3U << 16 | doc); });
    same(back, shifted);
    CHECK(back.chunks() == 4);
    CHECK(back.store(3) == data);
    CHECK(back.store(0).empty());
    CHECK(back.store(9).empty());
  }
  DocSet joined = of({1, 70'000});
  joined.load(0, of({5}).store(0));
  same(joined, {1, 5, 70'000});
  joined.remove(70'000);
  CHECK(joined.store(1).empty());
}

TEST_CASE("DocSet: what is no stored set") {
  const auto sealed = [](std::string data) {
    seal(data);
    return data;
  };
  const std::string bitmap = "\2" + std::string(8192, '\0');
  for (const std::string& bad : {std::string(), std::string("\3"), std::string("\1\1"), bitmap + "x", bitmap.substr(1),
                                 bitmap.substr(0, 100), "\1" + std::string(8194, 'x')}) {
    DocSet docs;
    CHECK_THROWS_AS(docs.load(0, sealed(bad)), Error);
  }
  DocSet docs;
  CHECK_THROWS_AS(docs.load(65'536, sealed(std::string("\1\0\0", 3))), Error);
  CHECK_THROWS_AS(docs.load(65'535, std::string("\1\xFF\xFF", 3)), Error);
  docs.load(65'535, sealed(std::string("\1\xFF\xFF", 3)));
  same(docs, {UINT32_MAX});
}
