#include "index/segment.hh"

#include <doctest/doctest.h>

#include "base/error.hh"
#include "memory_blobs.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::index;

namespace {

// Many terms with common beginnings, most of them rare, a few very long.
Lists random_lists(Random& random, std::size_t terms) {
  Lists lists;
  while (lists.size() < terms) {
    std::string term;
    for (std::uint32_t i = 0, n = 1 + below(random, 9); i < n; ++i) term += "abc\xE9\x01"[below(random, 5)];
    lists[term] = random_list(random, 1 + below(random, below(random, 10) == 0 ? 600 : 12), 1'000'000);
  }
  return lists;
}

}  // namespace

TEST_CASE("segment: what is written is read") {
  Random random(1);
  Lists lists = random_lists(random, 3000);
  lists["huge"] = random_list(random, 90'000, 4'000'000'000);
  lists["dense"] = random_list(random, 60'000, 70'000);
  for (std::uint32_t n : {1U, 127U, 128U, 129U, 256U, 257U}) lists["n" + std::to_string(n)] = random_list(random, n, 1 << 30);
  lists[std::string(kMostTermBytes, 'x')] = {{5, 1}};
  lists["last"] = {{0, 255}, {UINT32_MAX, 1}};
  MemoryBlobs blobs;
  SegmentWriter writer(blobs);
  std::uint64_t postings = 0;
  for (const auto& [term, list] : lists) {
    writer.begin(term);
    for (const Posting& posting : list) writer.push(posting);
    writer.end();
    postings += list.size();
    writer.begin(term + "\xFF");  // Without postings: left out.
    writer.end();
  }
  writer.finish();
  CHECK(writer.terms() == lists.size());
  CHECK(writer.postings() == postings);
  CHECK(writer.chunks() == blobs.chunks.size());
  CHECK(blobs.in_order);
  std::uint64_t bytes = 0;
  for (const std::string& chunk : blobs.chunks) {
    CHECK(chunk.size() <= kChunkBytes);
    bytes += chunk.size();
  }
  for (const auto& [term, block] : blobs.blocks) bytes += block.size();
  CHECK(writer.bytes() == bytes);
  REQUIRE(blobs.blocks.size() > 5);
  REQUIRE(blobs.chunks.size() > 20);
  CHECK(read_lists(blobs) == lists);

  for (const auto& [term, list] : lists) {
    const auto entry = find_term(blobs, term);
    REQUIRE(entry);
    REQUIRE(entry->count == list.size());
    const auto most = std::max_element(list.begin(), list.end(), [](auto a, auto b) { return a.impact < b.impact; })->impact;
    REQUIRE(entry->most == most);
    REQUIRE(read_list(blobs, *entry) == list);
    REQUIRE_FALSE(find_term(blobs, term + '\0'));
  }
  CHECK_FALSE(find_term(blobs, ""));
  CHECK_FALSE(find_term(blobs, "\xFF"));
}

TEST_CASE("segment: short lists lie in the dictionary, skip tables go over chunks") {
  Random random(2);
  MemoryBlobs blobs;
  const Lists lists = {{"inline", {{3, 1}, {9, 2}}}, {"long", random_list(random, 400'000, 1 << 31)}};
  write_lists(lists, blobs);
  const auto inlined = find_term(blobs, "inline");
  CHECK_FALSE(inlined->inline_block.empty());
  CHECK(inlined->blocks == 0);
  const auto longer = find_term(blobs, "long");
  CHECK(longer->inline_block.empty());
  CHECK(longer->blocks == (lists.at("long").size() + 127) / 128);
  CHECK(longer->blocks * 12 > kChunkBytes * 2);  // The table alone takes more than two chunks.
  PostingCursor cursor(blobs, *longer);
  REQUIRE(cursor.skips().size() == longer->blocks);
  // In any order, and each block as its row says.
  for (int i = 0; i < 2000; ++i) {
    const std::size_t number = below(random, cursor.skips().size());
    const Block& block = cursor.block(number);
    const Skip& skip = cursor.skips()[number];
    REQUIRE(block.size == skip.count + 1U);
    REQUIRE(block.docs[block.size - 1] == skip.last_doc);
    REQUIRE(*std::max_element(block.impacts.begin(), block.impacts.begin() + static_cast<std::ptrdiff_t>(block.size)) ==
            skip.most);
    REQUIRE(block.docs[0] == lists.at("long")[number * 128].doc);
  }
}

TEST_CASE("segment: empty") {
  MemoryBlobs blobs;
  write_lists({}, blobs);
  CHECK(blobs.blocks.empty());
  CHECK(blobs.chunks.empty());
  CHECK(read_lists(blobs).empty());
  CHECK_FALSE(find_term(blobs, "a"));
}

TEST_CASE("segment: damaged bytes are an Error or a list") {
  Random random(3);
  Lists lists = random_lists(random, 300);
  lists["long"] = random_list(random, 20'000, 1 << 24);
  MemoryBlobs whole;
  write_lists(lists, whole);
  int damaged = 0;
  for (int round = 0; round < rounds(400); ++round) {
    MemoryBlobs blobs;
    blobs.chunks = whole.chunks;
    blobs.blocks = whole.blocks;
    for (std::uint32_t i = 0, n = 1 + below(random, 3); i < n; ++i) {
      std::string& blob = below(random, 3) == 0 ? blobs.chunks[below(random, blobs.chunks.size())]
                                                : std::next(blobs.blocks.begin(), below(random, blobs.blocks.size()))->second;
      if (blob.empty()) continue;
      if (below(random, 20) == 0) blob.resize(below(random, blob.size()));
      else blob[below(random, blob.size())] = static_cast<char>(random());
    }
    try {
      const Lists read = read_lists(blobs);
      for (const auto& [term, list] : read) CHECK_FALSE(list.empty());
    } catch (const Error& e) {
      REQUIRE(e.code() == Exit::kDamaged);
      ++damaged;
    }
    try {
      for (const auto& [term, list] : lists) find_term(blobs, term);
    } catch (const Error& e) {
      REQUIRE(e.code() == Exit::kDamaged);
    }
  }
  CHECK(damaged > rounds(100));
}

TEST_CASE("segment: counts that no memory could hold are damage") {
  for (const std::uint64_t count : {std::uint64_t{UINT32_MAX} * 128, UINT64_MAX, UINT64_MAX - 126}) {
    std::string block;
    put_varint(block, 0);
    put_varint(block, 1);
    block += "a";
    put_varint(block, count);
    block += "\x10";
    put_varint(block, 0);
    put_varint(block, 0);
    put_varint(block, 0);
    put_varint(block, std::min<std::uint64_t>((count - 1) / 128 + 1, UINT32_MAX));
    MemoryBlobs blobs;
    blobs.blocks["a"] = block;
    blobs.chunks = {std::string(1200, '\0')};
    CHECK_THROWS_AS(read_lists(blobs), Error);
  }
}

namespace {

// A dictionary entry that shares nothing with the one before and has one posting.
std::string entry_of(std::string_view term) {
  std::string out;
  put_varint(out, 0);
  put_varint(out, term.size());
  out += term;
  put_varint(out, 1);
  out += "\x07";
  std::string block;
  encode_block(List{{1, 7}}, block);
  put_varint(out, block.size());
  return out + block;
}

// Where a term's skip table lies in the only chunk.
std::size_t first_skip(BlobReader& blobs, std::string_view term) {
  const auto entry = find_term(blobs, term);
  REQUIRE(entry);
  REQUIRE(entry->blocks > 1);
  REQUIRE(entry->skip_chunk == 0);
  return entry->skip_offset;
}

}  // namespace

TEST_CASE("segment: documents ascend over all blocks, and are as many as the dictionary says") {
  constexpr std::size_t kSkip = 12;
  List list;
  for (std::uint32_t doc = 0; doc < 300; ++doc) list.push_back({doc * 2, 7});
  MemoryBlobs whole;
  write_lists({{"list", list}}, whole);
  const std::size_t skips = first_skip(whole, "list");
  SUBCASE("a block that begins before the end of the one before") {
    std::string& chunk = whole.chunks[0];
    std::string block;
    List overlapping(list.begin() + 128, list.begin() + 256);
    overlapping.front().doc = list[127].doc;
    encode_block(overlapping, block);
    // Its gaps are wider, so that it is put at the end.
    const auto at = static_cast<std::uint16_t>(chunk.size());
    chunk += block;
    chunk[skips + kSkip + 8] = static_cast<char>(at);
    chunk[skips + kSkip + 9] = static_cast<char>(at >> 8);
    CHECK_THROWS_WITH_AS(read_lists(whole), doctest::Contains("overlap"), Error);
  }
  SUBCASE("a block of fewer") {
    whole.chunks[0][skips + kSkip + 11] = 126;
    CHECK_THROWS_WITH_AS(read_lists(whole), doctest::Contains("count"), Error);
  }
  SUBCASE("a last block of more") {
    whole.chunks[0][skips + 2 * kSkip + 11] = 60;
    CHECK_THROWS_WITH_AS(read_lists(whole), doctest::Contains("count"), Error);
  }
}

TEST_CASE("segment: terms ascend over all dictionary blocks") {
  Random random(5);
  const Lists lists = random_lists(random, 2000);
  MemoryBlobs whole;
  write_lists(lists, whole);
  REQUIRE(whole.blocks.size() > 4);
  const auto second = std::next(whole.blocks.begin());
  SUBCASE("a block under another one's first term") {
    second->second.swap(std::next(second)->second);
    CHECK_THROWS_WITH_AS(read_lists(whole), doctest::Contains("begins with another"), Error);
  }
  SUBCASE("a block that ends behind the next one's beginning") {
    std::string entries = entry_of("\x01");
    entries += entry_of("z");
    whole.blocks.insert_or_assign("\x01", entries);
    CHECK_THROWS_WITH_AS(read_lists(whole), doctest::Contains("overlap"), Error);
  }
}

TEST_CASE("TermCursor: a seek never ends before the term, whatever the block says") {
  // "b", then an entry that shares nothing with it and is less.
  MemoryBlobs blobs;
  blobs.blocks["b"] = entry_of("b") + entry_of("a");
  TermCursor cursor(blobs);
  CHECK_THROWS_WITH_AS(cursor.seek("bb"), doctest::Contains("ascend"), Error);
}

TEST_CASE("TermCursor: seeks what a map finds, walking through each block once") {
  Random random(9);
  const Lists lists = random_lists(random, 5000);
  MemoryBlobs blobs;
  write_lists(lists, blobs);
  REQUIRE(blobs.blocks.size() > 10);
  for (const std::size_t probes : {1U, 20U, 3000U}) {
    std::set<std::string> wanted;
    while (wanted.size() < probes) {
      std::string term;
      for (std::uint32_t i = 0, n = 1 + below(random, 9); i < n; ++i) term += "abcd\xE9\x01\xFF"[below(random, 7)];
      wanted.insert(term);
    }
    TermCursor cursor(blobs);
    std::string passed;  // Terms before this one are behind it.
    for (const std::string& term : wanted) {
      const auto expected = lists.lower_bound(std::max(term, passed));
      REQUIRE(cursor.seek(term) == (expected != lists.end()));
      if (expected == lists.end()) break;
      REQUIRE(cursor.term() == expected->first);
      REQUIRE(read_list(blobs, cursor.entry()) == expected->second);
      if (below(random, 3) != 0) continue;
      REQUIRE(cursor.next() == (std::next(expected) != lists.end()));
      if (std::next(expected) == lists.end()) continue;
      REQUIRE(cursor.term() == std::next(expected)->first);
      passed = std::next(expected)->first;
      REQUIRE(cursor.seek(term));  // It doesn't go back.
      REQUIRE(cursor.term() == passed);
    }
    CHECK(cursor.blocks() <= 2 * std::min(blobs.blocks.size(), probes));
  }
}
