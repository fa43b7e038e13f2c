#include "insight/grouping.hh"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace ckm::insight {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t kMonths = 12;
constexpr std::int64_t kDays = 7;
constexpr std::int64_t kFirstMonday = -3;     // 1969-12-29, in days since 1970.
constexpr Time kFirstTime = -62'135'596'800;  // Of the years 0001 to 9999.
constexpr Time kLastTime = 253'402'300'799;

chrono::sys_days day_of(Time time) { return chrono::floor<chrono::days>(chrono::sys_seconds(chrono::seconds(time))); }

std::string week_label(std::int64_t number) {
  // A week is of the year that its Thursday is in.
  const chrono::sys_days thursday{chrono::days(number * kDays + kFirstMonday + 3)};
  const chrono::year year = chrono::year_month_day(thursday).year();
  const auto days = (thursday - chrono::sys_days(year / chrono::January / 1)).count();
  return fmt::format("{:04}-W{:02}", static_cast<int>(year), days / kDays + 1);
}

}  // namespace

std::int64_t bucket_of(Bucket bucket, Time time) {
  if (bucket == Bucket::kNone) return GroupKey::kAll;
  const chrono::sys_days day = day_of(time);
  if (bucket == Bucket::kWeek) {
    const std::int64_t days = day.time_since_epoch().count() - kFirstMonday;
    return (days >= 0 ? days : days - (kDays - 1)) / kDays;
  }
  const chrono::year_month_day date(day);
  return static_cast<int>(date.year()) * kMonths + static_cast<unsigned>(date.month()) - 1;
}

std::string bucket_label(Bucket bucket, std::int64_t number) {
  if (bucket == Bucket::kNone) return {};
  if (bucket == Bucket::kWeek) return week_label(number);
  return fmt::format("{:04}-{:02}", number / kMonths, number % kMonths + 1);
}

std::size_t GroupHash::operator()(const GroupKey& key) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15ULL;
  std::uint64_t hash = 0;
  for (const std::int64_t part : {key.category, key.person, key.bucket})
    hash = (hash ^ (hash >> 29U) ^ static_cast<std::uint64_t>(part)) * kOdd;
  return static_cast<std::size_t>(hash ^ (hash >> 32U));
}

Grouping::Grouping(const GroupBy& by, const std::unordered_map<std::int64_t, std::string>& paths) : by_(by) {
  if (!by.category) return;
  std::unordered_map<std::string, std::int64_t> known;
  for (const auto& [id, path] : paths) {
    std::size_t steps = 0;
    for (std::size_t end = 0; end != std::string::npos && steps < by.depth; ++steps) {
      end = path.find('/', end == 0 ? 0 : end + 1);
      const std::string branch = path.substr(0, end);
      const auto [at, added] = known.try_emplace(branch, static_cast<std::int64_t>(rows_.size()));
      if (added) rows_.push_back(branch);
      branches_[id].push_back(at->second);
    }
  }
}

void Grouping::for_each(std::optional<std::int64_t> category, std::int64_t person, Time at,
                        const std::function<void(const GroupKey&)>& visit) const {
  if (by_.bucket != Bucket::kNone && (at < kFirstTime || at > kLastTime)) return;
  GroupKey key{GroupKey::kAll, by_.person ? person : GroupKey::kAll, bucket_of(by_.bucket, at)};
  if (!by_.category) {
    visit(key);
    return;
  }
  if (!category) return;
  const auto found = branches_.find(*category);
  if (found == branches_.end()) {
    key.category = 0;
    visit(key);
    return;
  }
  for (const std::int64_t row : found->second) {
    key.category = row;
    visit(key);
  }
}

}  // namespace ckm::insight
