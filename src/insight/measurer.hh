// Measures of a team's knowledge work, from facts (model/knowledge_facts.hh): the arithmetic of measure_table.hh, and nothing
// else.
//
// Articles and attachments are handed over first, then whatever else a measure asks for, in any order but for questions, which
// come in the order in which they were asked. Memory: what is told apart, and a mark for each article and person in it; tickets
// are not kept. A fact counts once in each group that it belongs to.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.hh"
#include "insight/grouping.hh"
#include "insight/measure_table.hh"
#include "model/knowledge_facts.hh"

namespace ckm::insight {

// The longest pause within a session of queries.
inline constexpr Time kSessionPause = 30 * 60;

// A count behind a measure, by its name.
struct Count {
  std::string name;
  double value = 0;
  int decimals = 0;
};

// A measure of one group. Where the denominator is 0 there is no value.
struct Measured {
  const MeasureInfo* what = nullptr;
  std::optional<std::string> category;  // Nothing: not told apart. Empty: in none.
  std::optional<std::string> person;    // The same.
  std::optional<std::string> period;
  std::optional<double> value;
  std::optional<std::int64_t> numerator;
  std::int64_t denominator = 0;
  std::vector<Count> counts;
};

struct MeasureOptions {
  TimeSpan span{std::numeric_limits<Time>::min(), std::numeric_limits<Time>::max()};
  std::vector<const MeasureInfo*> measures;  // In the order of the table; each can be told apart by all of `by`.
  GroupBy by;
};

// Of a measure: whether it can be told apart so.
bool can_be_told_by(const MeasureInfo& measure, const GroupBy& by);

class Measurer {
 public:
  // `paths`: of all categories by number.
  Measurer(MeasureOptions options, const std::unordered_map<std::int64_t, std::string>& paths);

  void articles(std::vector<model::ArticleFact> articles);
  // Once, after the articles; by ticket, article, how and time.
  void attachments(const std::vector<model::Attachment>& attachments);
  void ticket(const model::TicketFact& ticket);
  void deed(const model::Deed& deed);
  void question(const model::Question& question);

  // The measures in the order of the table, each by category (none last), name of the person and time. Without groups there is a
  // row for each measure, with groups for each that has anything to count; told apart by time alone, for each month or week from
  // the first to the last one in which anything counts. `person_name` says what somebody is called.
  std::vector<Measured> finish(const std::function<std::string(std::int64_t)>& person_name);

 private:
  // All that is counted in a group.
  struct Tally {
    std::int64_t solved = 0, linked = 0, used_on = 0, made_from = 0;  // Tickets.
    std::int64_t known = 0, fresh = 0, undated = 0;                   // Tickets.
    std::unordered_map<std::int64_t, std::int64_t> uses;              // By article.
    std::int64_t alive = 0, once = 0, twice = 0;                      // Articles.
    std::unordered_map<std::int64_t, bool> people;                    // Who is active; true: takes part.
    std::vector<double> validated_days, public_days;
    std::int64_t validated_before = 0, validated_waiting = 0, public_before = 0, public_waiting = 0;
    std::map<std::string, std::int64_t> states;
    std::int64_t queries = 0, found = 0, sessions = 0, ended_well = 0;
  };
  enum class Newness : std::uint8_t { kKnown, kNew, kUndated };
  struct Session {
    Time last = 0;
    bool found = false;
  };

  [[nodiscard]] bool in_span(Time at) const { return at >= options_.span.first && at <= options_.span.last; }
  [[nodiscard]] Newness newness(const model::Attachment& attachment, std::optional<Time> created_at) const;
  void active(std::optional<std::int64_t> category, std::int64_t person, Time at, bool takes_part);
  void article_stock(const model::ArticleFact& article);
  void article_days(const model::ArticleFact& article);
  void end_session(const Session& session);
  [[nodiscard]] Measured measured(const MeasureInfo& what, const Tally& tally) const;
  void fill_periods();
  template <typename F>
  void each(std::optional<std::int64_t> category, std::int64_t person, Time at, F count) {
    grouping_.for_each(category, person, at, [&](const GroupKey& key) { count(groups_[key]); });
  }

  MeasureOptions options_;
  Grouping grouping_;
  std::unordered_map<GroupKey, Tally, GroupHash> groups_;
  std::unordered_map<std::int64_t, model::ArticleFact> articles_;
  std::vector<model::Attachment> attached_;            // Those that did not fail, each once, by ticket.
  std::unordered_map<std::string, Session> sessions_;  // By actor: the one under way.
};

}  // namespace ckm::insight
