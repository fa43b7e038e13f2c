// How counts become measures, and measures rows.
#include <algorithm>
#include <tuple>
#include <utility>

#include "insight/measurer.hh"
#include "insight/quantile.hh"

namespace ckm::insight {
namespace {

constexpr double kMost = 0.9;  // The share of articles that the second figure of the days is for.

Measured share(std::int64_t numerator, std::int64_t denominator) {
  Measured out;
  out.numerator = numerator;
  out.denominator = denominator;
  if (denominator > 0) out.value = static_cast<double>(numerator) / static_cast<double>(denominator);
  return out;
}

Measured days(const std::vector<double>& values) {
  Measured out;
  out.denominator = static_cast<std::int64_t>(values.size());
  out.counts.push_back({"articles", static_cast<double>(values.size())});
  if (values.empty()) return out;
  out.value = median(values);
  out.counts.push_back({"days_90", quantile(values, kMost), 1});
  return out;
}

Count count(std::string name, std::int64_t value) { return {std::move(name), static_cast<double>(value)}; }

}  // namespace

Measured Measurer::measured(const MeasureInfo& what, const Tally& tally) const {
  const auto with = [](Measured out, std::vector<Count> counts) {
    std::ranges::move(counts, std::back_inserter(out.counts));
    return out;
  };
  const bool stock = grouping_.by().bucket == Bucket::kNone;
  switch (what.measure) {
    case Measure::kLinkRate:
      return with(share(tally.linked, tally.solved), {count("solved", tally.solved), count("linked", tally.linked),
                                                      count("used", tally.used_on), count("only_derived", tally.made_from)});
    case Measure::kKnown:
      return with(share(tally.known, tally.known + tally.fresh), {count("linked", tally.linked), count("known", tally.known),
                                                                  count("new", tally.fresh), count("undated", tally.undated)});
    case Measure::kReuse: {
      std::int64_t uses = 0;
      for (const auto& [article, times] : tally.uses) uses += times;
      const auto articles = static_cast<std::int64_t>(tally.uses.size());
      return with(share(uses, articles), {count("uses", uses), count("articles", articles)});
    }
    case Measure::kUsed: return with(share(tally.once, tally.alive), {count("articles", tally.alive), count("used", tally.once)});
    case Measure::kReused:
      return with(share(tally.twice, tally.alive),
                  {count("articles", tally.alive), count("used", tally.once), count("used_twice", tally.twice)});
    case Measure::kParticipation: {
      const auto active = static_cast<std::int64_t>(tally.people.size());
      const std::int64_t part = std::ranges::count_if(tally.people, [](const auto& person) { return person.second; });
      return with(share(part, active), {count("active", active), count("taking_part", part)});
    }
    case Measure::kTimeToValidated:
      return with(days(tally.validated_days),
                  stock ? std::vector{count("waiting", tally.validated_waiting), count("imported_so", tally.validated_before)}
                        : std::vector<Count>());
    case Measure::kTimeToPublic:
      return with(days(tally.public_days),
                  stock ? std::vector{count("waiting", tally.public_waiting), count("imported_so", tally.public_before)}
                        : std::vector<Count>());
    case Measure::kArticles: {
      Measured out;
      for (const auto& [state, articles] : tally.states) {
        out.denominator += articles;
        out.counts.push_back(count(state, articles));
      }
      if (out.denominator > 0) out.value = static_cast<double>(out.denominator);
      return out;
    }
    case Measure::kFound:
      return with(share(tally.found, tally.queries), {count("queries", tally.queries), count("found", tally.found)});
    case Measure::kSelfService: break;
  }
  return with(share(tally.ended_well, tally.sessions),
              {count("sessions", tally.sessions), count("found", tally.ended_well), count("queries", tally.queries)});
}

// Told apart by time alone, months and weeks in which nothing counts are groups too: a trend without gaps.
void Measurer::fill_periods() {
  constexpr std::int64_t kMostPeriods = 1'200;  // A clock that is centuries off makes no rows.
  const GroupBy& by = grouping_.by();
  if (by.bucket == Bucket::kNone || by.category || by.person || groups_.empty()) return;
  const auto [first, last] = std::ranges::minmax_element(groups_, {}, [](const auto& group) { return group.first.bucket; });
  const std::int64_t from = first->first.bucket;
  const std::int64_t to = last->first.bucket;
  if (to - from > kMostPeriods) return;
  for (std::int64_t bucket = from; bucket <= to; ++bucket) groups_[{GroupKey::kAll, GroupKey::kAll, bucket}];
}

std::vector<Measured> Measurer::finish(const std::function<std::string(std::int64_t)>& person_name) {
  for (const auto& [actor, session] : sessions_) end_session(session);
  sessions_.clear();
  const GroupBy& by = grouping_.by();
  const bool grouped = by.category || by.person || by.bucket != Bucket::kNone;
  if (!grouped) groups_[{}];
  fill_periods();
  struct Group {
    Measured names;
    GroupKey key;
    const Tally* tally;
  };
  std::vector<Group> groups;
  for (const auto& [key, tally] : groups_) {
    Group group{{}, key, &tally};
    if (by.category) group.names.category = grouping_.path(key.category);
    if (by.person) group.names.person = key.person == model::kNoPerson ? std::string() : person_name(key.person);
    if (by.bucket != Bucket::kNone) group.names.period = bucket_label(by.bucket, key.bucket);
    groups.push_back(std::move(group));
  }
  const auto order = [](const Group& group) {
    const auto& [category, person] = std::tie(group.names.category, group.names.person);
    return std::tuple(category == "", category.value_or(""), person == "", person.value_or(""), group.key.person,
                      group.key.bucket);
  };
  std::ranges::sort(groups, {}, order);
  // From the first to the last period of a measure.
  std::vector<Measured> rows;
  for (const MeasureInfo* const what : options_.measures) {
    const std::size_t begin = rows.size();
    std::size_t end = begin;  // Behind the last row with anything to count.
    for (const Group& group : groups) {
      Measured row = measured(*what, *group.tally);
      const bool empty = row.denominator == 0;
      const bool gap = by.bucket != Bucket::kNone && !by.category && !by.person && rows.size() > begin;
      if (grouped && empty && !gap) continue;
      row.what = what;
      row.category = group.names.category;
      row.person = group.names.person;
      row.period = group.names.period;
      rows.push_back(std::move(row));
      if (!empty || !grouped) end = rows.size();
    }
    rows.resize(end);
  }
  return rows;
}

}  // namespace ckm::insight
