// What facts are told apart by: branches of the category tree, people, months or weeks, or several of these.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hh"

namespace ckm::insight {

enum class Bucket : std::uint8_t { kNone, kWeek, kMonth };

// The number of the month or week (from Monday, UTC) that a time of the years 0001 to 9999 is in; consecutive ones follow each
// other.
std::int64_t bucket_of(Bucket bucket, Time time);
// 2026-03, or 2026-W10 (ISO 8601); empty for kNone.
std::string bucket_label(Bucket bucket, std::int64_t number);

struct GroupBy {
  bool category = false;
  std::size_t depth = 1;  // Categories of at most so many steps are groups.
  bool person = false;
  Bucket bucket = Bucket::kNone;
};

// One group. What is not told apart is kAll in every key.
struct GroupKey {
  static constexpr std::int64_t kAll = -1;
  std::int64_t category = kAll;  // A row of Grouping.
  std::int64_t person = kAll;
  std::int64_t bucket = kAll;
  auto operator<=>(const GroupKey&) const = default;
};
struct GroupHash {
  std::size_t operator()(const GroupKey& key) const;
};

class Grouping {
 public:
  // `paths`: those of all categories by number.
  Grouping(const GroupBy& by, const std::unordered_map<std::int64_t, std::string>& paths);

  // Every group that a fact belongs to: with categories one for each branch that holds it, so that a branch holds what is below
  // it. A fact that has nothing to do with categories belongs to none of theirs, one of an unknown time
  // (model/knowledge_facts.hh) to no month or week.
  void for_each(std::optional<std::int64_t> category, std::int64_t person, Time at,
                const std::function<void(const GroupKey&)>& visit) const;

  [[nodiscard]] const GroupBy& by() const { return by_; }
  // Of a row; empty: in no category.
  [[nodiscard]] const std::string& path(std::int64_t row) const { return rows_[static_cast<std::size_t>(row)]; }

 private:
  GroupBy by_;
  std::vector<std::string> rows_ = {""};
  std::unordered_map<std::int64_t, std::vector<std::int64_t>> branches_;  // Rows that hold a category.
};

}  // namespace ckm::insight
