// What a thing is that copies of a store changed apart: three-way by field, from all of its versions and what each of them
// followed. The same versions give the same state, in whatever order copies learned of them.
//
// A field is what the last version said that wrote it; where several wrote it apart, each is compared with what they last had in
// common, and what is not different from that does not count (diff3; Khanna, Kunal and Pierce 2007). What is left over is a
// contest: the newest value stands until somebody settles it. First versions that say the same, such as what two copies imported
// of one source, are what they have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "model/kind.hh"

namespace ckm::model {

// A set of versions, a bit each.
class VersionSet {
 public:
  explicit VersionSet(std::size_t size = 0) : words_((size + 63) / 64) {}
  void add(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  [[nodiscard]] bool has(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1U) != 0; }
  [[nodiscard]] std::size_t count() const;
  VersionSet& operator|=(const VersionSet& other);
  VersionSet& operator&=(const VersionSet& other);

 private:
  std::vector<std::uint64_t> words_;
};

// What one changeset did to a thing.
struct ThingChange {
  Time at = 0;
  std::string digest;  // The changeset's; of two of one time the greater one is the newer.
  std::string actor = {};
  bool settles = false;  // Whoever made it saw all contests: it decides them, whatever it changed.
  bool removed = false;
  Value content = {};                     // The whole thing after it; null where it did not say so.
  std::optional<std::string> label = {};  // That a person said; an empty one was taken back.
  Time label_at = 0;                      // When,
  std::string label_actor = {};           // and who.
  VersionSet after = VersionSet();        // The versions that it followed, directly or not.
};

// A field that several versions wrote apart, each another value.
struct Contest {
  std::string field;                  // By its name in JSON, a part of a case as case.cause; category for a label, removed.
  std::vector<std::size_t> versions;  // The one that stands first.
  std::vector<Value> values;          // Theirs; null where it is empty.
};

struct MergedThing {
  bool there = false;
  bool removed = false;                 // It was there, or somebody said that it is not.
  Value content;                        // Null where it is not there.
  std::string label;                    // Empty: none.
  std::optional<std::size_t> labeller;  // Whose version said it.
  std::vector<Contest> contests;        // In the order of their fields.
};

// The fields of an article and of a category count by themselves; of a ticket the history has its label and its removal alone;
// what was said of a thing (store/said.hh) is one field, and the same where only who said it when differs. O(n² fields) for n
// versions.
class VersionMerger {
 public:
  // `deeds`, which must outlive this: in an order in which none comes before one that it followed.
  VersionMerger(const std::vector<ThingChange>& deeds, Kind kind);
  VersionMerger(VersionMerger&&) noexcept;
  VersionMerger& operator=(VersionMerger&&) noexcept;
  ~VersionMerger();

  // What all of them make together.
  [[nodiscard]] MergedThing merge() const;
  // What a thing was before a version, and as that left it. O(n fields).
  [[nodiscard]] MergedThing before(std::size_t version) const;
  [[nodiscard]] MergedThing after(std::size_t version) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

MergedThing merge_versions(const std::vector<ThingChange>& deeds, Kind kind);

}  // namespace ckm::model
