#include "index/topk.hh"

#include <doctest/doctest.h>

#include <deque>

#include "memory_blobs.hh"

using namespace ckm;
using namespace ckm::index;

namespace {

// A corpus in memory, and lists of it ready to be searched.
struct Corpus {
  Lists lists;
  MemoryBlobs blobs;
  std::vector<std::string> terms;

  void write() {
    write_lists(lists, blobs);
    for (const auto& [term, list] : lists) terms.push_back(term);
  }
};

void fill(Corpus& corpus, Random& random, std::uint32_t range, std::size_t terms, unsigned impacts) {
  for (std::size_t i = 0; i < terms; ++i) {
    // From a few documents to most of them.
    const std::size_t size = 1 + below(random, std::max<std::uint32_t>(1, range >> below(random, 12)));
    corpus.lists["t" + std::to_string(i)] = random_list(random, size, range, impacts);
  }
  corpus.write();
}

DocSet random_docs(Random& random, std::uint32_t range, double share) {
  DocSet docs;
  for (std::uint32_t doc = 0; doc < range; ++doc) {
    if (static_cast<double>(below(random, 1'000'000)) < share * 1e6) docs.add(doc);
  }
  return docs;
}

struct Query {
  std::vector<std::pair<std::string, std::uint32_t>> terms;
  const DocSet* allowed = nullptr;
  const DocSet* dead = nullptr;
  std::size_t k = 10;
  Accept accept;
};

using Algorithm = void (*)(std::span<const WeightedList>, const DocSet*, const DocSet*, TopK&);

void run(Corpus& corpus, const Query& query, Algorithm algorithm, TopK& best) {
  std::deque<PostingCursor> cursors;
  std::vector<WeightedList> lists;
  for (const auto& [term, weight] : query.terms) {
    cursors.emplace_back(corpus.blobs, *find_term(corpus.blobs, term));
    lists.push_back({&cursors.back(), weight});
  }
  algorithm(lists, query.allowed, query.dead, best);
}

std::vector<Hit> ask(std::deque<Corpus>& segments, const Query& query, Algorithm algorithm) {
  TopK best(query.k, query.accept);
  for (Corpus& segment : segments) run(segment, query, algorithm, best);
  return best.take();
}

std::vector<Hit> plainly(const std::deque<Corpus>& segments, const Query& query) {
  std::map<std::uint32_t, std::uint32_t> scores;
  for (const Corpus& segment : segments) {
    for (const auto& [term, weight] : query.terms) {
      for (const Posting& p : segment.lists.at(term)) scores[p.doc] += weight * p.impact;
    }
  }
  std::vector<Hit> hits;
  for (const auto& [doc, score] : scores) {
    if (score == 0 || (query.allowed != nullptr && !query.allowed->contains(doc))) continue;
    if ((query.dead != nullptr && query.dead->contains(doc)) || (query.accept && !query.accept(doc))) continue;
    hits.push_back({score, doc});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
  if (hits.size() > query.k) hits.resize(query.k);
  return hits;
}

void compare(Random& random, std::deque<Corpus>& segments, std::uint32_t range, int queries) {
  const std::vector<DocSet> filters = [&] {
    std::vector<DocSet> sets;
    for (const double share : {0.0005, 0.02, 0.3, 0.9}) sets.push_back(random_docs(random, range, share));
    return sets;
  }();
  const std::vector<std::string>& terms = segments.front().terms;
  const std::size_t ks[] = {0, 1, 3, 10, 100, 5000};
  for (int i = 0; i < queries; ++i) {
    Query query;
    const std::uint32_t n = 1 + below(random, 8);
    for (std::uint32_t t = 0; t < n; ++t) {
      query.terms.emplace_back(terms[below(random, terms.size())],
                               below(random, 12) == 0 ? 0 : 1 + below(random, kWeightTotal / n));
    }
    if (below(random, 2) == 0) query.allowed = &filters[below(random, filters.size())];
    if (below(random, 2) == 0) query.dead = &filters[below(random, filters.size())];
    query.k = ks[below(random, 6)];
    if (below(random, 5) == 0) query.accept = [](std::uint32_t doc) { return doc % 3 != 0; };
    const std::vector<Hit> expected = plainly(segments, query);
    REQUIRE(ask(segments, query, search_exhaustively) == expected);
    REQUIRE(ask(segments, query, search) == expected);
  }
}

}  // namespace

TEST_CASE("TopK: both algorithms find what a plain sum finds") {
  Random random(1);
  // Ranges within one window of 16,384 documents and over several; few different impacts make ties.
  struct Shape {
    std::uint32_t range;
    std::size_t terms;
    unsigned impacts;
    int queries;
  };
  for (const Shape& shape : {Shape{40, 10, 2, 1000}, Shape{900, 20, 255, 400}, Shape{16'384, 15, 3, 80},
                             Shape{16'385, 15, 255, 80}, Shape{70'000, 25, 255, 80}, Shape{70'000, 12, 1, 60}}) {
    std::deque<Corpus> segments(1);
    fill(segments[0], random, shape.range, shape.terms, shape.impacts);
    compare(random, segments, shape.range, shape.queries);
  }
}

TEST_CASE("TopK: several segments, whatever the order of their documents") {
  Random random(2);
  for (int round = 0; round < 6; ++round) {
    constexpr std::uint32_t kRange = 30'000;
    Corpus whole;
    fill(whole, random, kRange, 12, round % 2 == 0 ? 4 : 255);
    std::deque<Corpus> segments(4);
    for (const auto& [term, list] : whole.lists) {
      for (Corpus& segment : segments) segment.lists[term] = {{kRange * 2, 0}};
      for (const Posting& p : list) {
        List& part = segments[3 - (round % 2 == 0 ? p.doc % 4 : p.doc * 4 / kRange)].lists[term];
        part.insert(part.end() - 1, p);
      }
    }
    for (Corpus& segment : segments) segment.write();
    compare(random, segments, kRange, 30);
  }
}

TEST_CASE("TopK: documents at the end of the numbers") {
  std::deque<Corpus> segments(1);
  segments[0].lists = {{"a", {{0, 3}, {UINT32_MAX - 1, 9}, {UINT32_MAX, 9}}}, {"b", {{UINT32_MAX, 1}}}};
  segments[0].write();
  Query query;
  query.terms = {{"a", 2}, {"b", 1}};
  DocSet ends;  // Spares the search the windows between.
  for (const std::uint32_t doc : {0U, UINT32_MAX - 1, UINT32_MAX}) ends.add(doc);
  query.allowed = &ends;
  const std::vector<Hit> expected = {{19, UINT32_MAX}, {18, UINT32_MAX - 1}, {6, 0}};
  CHECK(ask(segments, query, search) == expected);
  CHECK(ask(segments, query, search_exhaustively) == expected);
}

TEST_CASE("TopK: the queue") {
  TopK best(2);
  CHECK(best.threshold() == 1);
  best.offer({0, 1});
  CHECK(best.take().empty());
  best.offer({5, 9});
  best.offer({5, 8});
  CHECK(best.threshold() == 5);
  best.offer({5, 10});
  best.offer({5, 7});
  best.offer({6, 20});
  CHECK(best.take() == std::vector<Hit>{{6, 20}, {5, 7}});
  CHECK(best.take().empty());

  // Only those are asked about that would be among the best.
  int asked = 0;
  TopK picky(1, [&](std::uint32_t doc) {
    ++asked;
    return doc != 2;
  });
  picky.offer({9, 2});
  picky.offer({5, 1});
  picky.offer({4, 3});
  CHECK(asked == 2);
  CHECK(picky.take() == std::vector<Hit>{{5, 1}});
}

TEST_CASE("TopK: collect") {
  Random random(3);
  Corpus corpus;
  fill(corpus, random, 50'000, 6, 255);
  for (const auto& [term, list] : corpus.lists) {
    PostingCursor cursor(corpus.blobs, *find_term(corpus.blobs, term));
    DocSet docs;
    collect(cursor, docs);
    REQUIRE(docs.count() == list.size());
    REQUIRE(std::all_of(list.begin(), list.end(), [&](const Posting& p) { return docs.contains(p.doc); }));
  }
}
