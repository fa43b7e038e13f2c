#include "index/merge.hh"

#include <doctest/doctest.h>

#include <deque>

#include "base/error.hh"
#include "index/builder.hh"
#include "memory_blobs.hh"

using namespace ckm;
using namespace ckm::index;

namespace {

struct Input {
  Lists lists;
  MemoryBlobs blobs;
  DocSet dead;
};

// Gives each document to one input; words are spread at random, every document stands in the list of lengths.
void fill(Random& random, std::deque<Input>& inputs, std::uint32_t docs, bool disjoint) {
  for (std::uint32_t doc = 0; doc < docs; ++doc) {
    Input& input = inputs[disjoint ? doc * inputs.size() / docs : below(random, inputs.size())];
    const std::uint32_t number = doc * 3 + 1;
    input.lists[std::string(kQuestionLengths)].push_back({number, static_cast<std::uint8_t>(random())});
    for (std::uint32_t i = 0; i < 5; ++i) {
      const std::string word = "w" + std::to_string(below(random, 1 + below(random, 300)));
      List& list = input.lists[word];
      if (list.empty() || list.back().doc != number) list.push_back({number, static_cast<std::uint8_t>(1 + below(random, 255))});
    }
    if (below(random, 5) == 0) input.dead.add(number);
  }
  for (Input& input : inputs) write_lists(input.lists, input.blobs);
}

}  // namespace

TEST_CASE("merge: as if written at once, without the dead") {
  Random random(1);
  for (int round = 0; round < 12; ++round) {
    std::deque<Input> inputs(1 + below(random, 6));
    fill(random, inputs, round == 0 ? 20'000 : 1 + below(random, 900), round % 2 == 0);
    Lists expected;
    std::vector<MergeInput> parts;
    for (Input& input : inputs) {
      const bool all_live = below(random, 4) == 0;
      parts.push_back({&input.blobs, all_live ? nullptr : &input.dead});
      for (const auto& [term, list] : input.lists) {
        for (const Posting& p : list) {
          if (all_live || !input.dead.contains(p.doc)) expected[term].push_back(p);
        }
      }
    }
    for (auto& [term, list] : expected) std::sort(list.begin(), list.end(), [](auto a, auto b) { return a.doc < b.doc; });
    MemoryBlobs out;
    SegmentWriter writer(out);
    const MergeResult result = merge_segments(parts, writer);
    REQUIRE(read_lists(out) == expected);
    const List& documents = expected[std::string(kQuestionLengths)];
    REQUIRE(result.documents == documents.size());
    if (!documents.empty()) {
      REQUIRE(result.first == documents.front().doc);
      REQUIRE(result.last == documents.back().doc);
    }
    // The same bytes as a writer makes that never knew of parts.
    MemoryBlobs anew;
    write_lists(expected, anew);
    REQUIRE(out.chunks == anew.chunks);
    REQUIRE(out.blocks == anew.blocks);
  }
}

TEST_CASE("merge: nothing, all dead, and a document that counts twice") {
  MemoryBlobs out;
  SegmentWriter none(out);
  CHECK(merge_segments({}, none).documents == 0);
  CHECK(out.blocks.empty());

  Input a;
  Input b;
  for (Input* input : {&a, &b}) {
    input->lists = {{std::string(kQuestionLengths), {{4, 2}, {7, 2}}}};
    write_lists(input->lists, input->blobs);
    input->dead.add(4);
  }
  const MergeInput twice[] = {{&a.blobs, nullptr}, {&b.blobs, &b.dead}};
  SegmentWriter writer(out);
  CHECK_THROWS_AS(merge_segments(twice, writer), Error);
  b.dead.add(7);
  const MergeInput once[] = {{&a.blobs, &a.dead}, {&b.blobs, &b.dead}};
  MemoryBlobs good;
  SegmentWriter again(good);
  CHECK(merge_segments(once, again).documents == 1);
  CHECK(read_lists(good) == Lists{{std::string(kQuestionLengths), {{7, 2}}}});
}
