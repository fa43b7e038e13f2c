// Segments in memory, and random lists to put into them.
#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "index/segment.hh"

namespace ckm::index {

using Random = std::mt19937_64;

// 0 to n - 1.
inline std::uint32_t below(Random& random, std::uint64_t n) { return static_cast<std::uint32_t>(random() % n); }

class MemoryBlobs final : public BlobReader, public BlobWriter {
 public:
  std::shared_ptr<const std::string> chunk(std::uint32_t number) override {
    return number < chunks.size() ? std::make_shared<const std::string>(chunks[number]) : nullptr;
  }
  bool terms(std::string_view term, std::string& first_term, std::string& into) override {
    auto at = blocks.upper_bound(term);
    if (at == blocks.begin()) return false;
    --at;
    first_term = at->first;
    into = at->second;
    return true;
  }
  bool next_terms(const std::optional<std::string>& after, std::string& first_term, std::string& into) override {
    const auto at = after ? blocks.upper_bound(*after) : blocks.begin();
    if (at == blocks.end()) return false;
    first_term = at->first;
    into = at->second;
    return true;
  }
  void chunk(std::uint32_t number, std::string_view data) override {
    in_order &= number == chunks.size();
    chunks.emplace_back(data);
  }
  void terms(std::string_view first_term, std::string_view data) override {
    in_order &= blocks.empty() || blocks.rbegin()->first < first_term;
    blocks.emplace(first_term, data);
  }

  std::vector<std::string> chunks;
  std::map<std::string, std::string, std::less<>> blocks;
  bool in_order = true;
};

using List = std::vector<Posting>;
using Lists = std::map<std::string, List>;

// About `size` documents below `range`.
inline List random_list(Random& random, std::size_t size, std::uint32_t range, unsigned impacts = 255) {
  std::set<std::uint32_t> docs;
  for (std::size_t i = 0; i < size; ++i) docs.insert(below(random, range));
  List list;
  for (const std::uint32_t doc : docs) list.push_back({doc, static_cast<std::uint8_t>(1 + below(random, impacts))});
  return list;
}

inline void write_lists(const Lists& lists, MemoryBlobs& out) {
  SegmentWriter writer(out);
  for (const auto& [term, list] : lists) {
    writer.begin(term);
    for (const Posting& posting : list) writer.push(posting);
    writer.end();
  }
  writer.finish();
}

inline List read_list(BlobReader& blobs, const TermEntry& entry) {
  PostingCursor cursor(blobs, entry);
  List list;
  for (std::size_t number = 0; number < cursor.skips().size(); ++number) {
    const Block& block = cursor.block(number);
    for (std::size_t i = 0; i < block.size; ++i) list.push_back({block.docs[i], block.impacts[i]});
  }
  return list;
}

inline Lists read_lists(BlobReader& blobs) {
  Lists lists;
  for (TermCursor terms(blobs); terms.next();) lists[terms.term()] = read_list(blobs, terms.entry());
  return lists;
}

}  // namespace ckm::index
