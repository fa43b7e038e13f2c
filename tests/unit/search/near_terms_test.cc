#include "search/near_terms.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "scan.hh"
#include "search/spelling.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

std::u32string letters(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }

// By the definition: all texts that are so many edits away, none of which touches what another did, are made one after another.
std::size_t plain_edits(const std::u32string& a, const std::u32string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

TEST_CASE("edits_between: insertions, deletions, replacements and swaps") {
  const std::tuple<const char*, const char*, std::size_t> table[] = {
      {"refund", "refund", 0}, {"refnud", "refund", 1}, {"refun", "refund", 1}, {"refunnd", "refund", 1},
      {"rafund", "refund", 1}, {"erfnud", "refund", 2}, {"", "ab", 2},          {"abc", "", 3}};
  for (const auto& [a, b, edits] : table) CHECK(edits_between(letters(a), letters(b), 9) == edits);
  CHECK(edits_between(letters("abc"), letters("xyz"), 1) == 2);
  Random random(1);
  for (int i = 0; i < rounds(20'000); ++i) {
    std::u32string a;
    std::u32string b;
    for (std::size_t n = below(random, 7); n > 0; --n) a += static_cast<char32_t>('a' + below(random, 3));
    for (std::size_t n = below(random, 7); n > 0; --n) b += static_cast<char32_t>('a' + below(random, 3));
    REQUIRE(edits_between(a, b, 20) == plain_edits(a, b));
  }
}

TEST_CASE("near_terms: just those that a look at every term finds") {
  World world(11);
  world.change(80, 30, 130);
  world.index(40);
  for (const model::Kind kind : {model::Kind::kTicket, model::Kind::kFaq}) {
    Corpus corpus(world.store(), kind);
    world.oracle.load(world.store(), kind);
    for (const char* word : {"refund", "refnud", "oder", "logi", "delivary", "x2", "zzzz", "e", "emaill"}) {
      for (const std::size_t most : {std::size_t{1}, std::size_t{2}}) {
        CAPTURE(std::string(word));
        std::map<std::string, double> expected;
        for (const auto& [term, n] : world.oracle.frequencies()) {
          if (term[0] == 1 || static_cast<unsigned char>(term[0]) >= 0xE3) continue;
          if (plain_edits(letters(word), letters(term)) <= most) expected[term] = n;
        }
        std::map<std::string, double> found;
        for (const NearTerm& near : near_terms(corpus, {letters(word)}, most, false, 1'000'000))
          found[near.term] = static_cast<double>(near.documents);
        CHECK(found == expected);
        std::erase_if(expected, [&](const auto& row) { return row.first[0] != word[0]; });
        found.clear();
        for (const NearTerm& near : near_terms(corpus, {letters(word)}, most, true, 1'000'000))
          found[near.term] = static_cast<double>(near.documents);
        CHECK(found == expected);
      }
    }
  }
}
