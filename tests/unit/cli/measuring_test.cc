// Measures of random small stores against the same counted naively from the rows that were written.
#include "cli/measuring.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "unit/cli/random_world.hh"
#include "unit/rounds.hh"

namespace ckm::cli {
namespace {

using insight::Measure;
using insight::Measured;

// What a row is of: a branch, a person, a month; nothing: all.
struct Group {
  std::optional<std::string> branch;
  std::optional<std::string> person;
  std::optional<std::size_t> month;
  TimeSpan span{INT64_MIN, INT64_MAX};

  [[nodiscard]] bool holds(std::optional<std::size_t> category, std::optional<std::size_t> who, Time at) const {
    if (at < span.first || at > span.last) return false;
    if (branch) {
      if (!category) return false;
      if (!(branch->empty() ? kPaths[*category].empty() : model::within(kPaths[*category], *branch))) return false;
    }
    if (person && *person != (who ? kNames[*who].front() : "")) return false;
    return !month || (at >= kMonths[*month] && at < kMonths[*month + 1]);
  }
};

struct Expected {
  std::optional<double> value;
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
};
Expected share(std::int64_t top, std::int64_t bottom) {
  return {bottom > 0 ? std::optional(static_cast<double>(top) / static_cast<double>(bottom)) : std::nullopt, top, bottom};
}

class Naive {
 public:
  explicit Naive(const World& world) : world_(world) {}

  [[nodiscard]] Expected link_rate(const Group& group, bool known) const {
    std::int64_t solved = 0, linked = 0, old = 0, fresh = 0;
    for (std::size_t t = 0; t < world_.tickets.size(); ++t) {
      const OneTicket& ticket = world_.tickets[t];
      if (!ticket.solved() || !group.holds(ticket.category, ticket.assignee, *ticket.solved())) continue;
      ++solved;
      int ties = 0, known_ties = 0, new_ties = 0;
      for (const Tie& tie : world_.ties) {
        if (tie.ticket != t || tie.how == 1) continue;
        ++ties;
        const OneArticle& article = world_.articles[tie.article];
        const Time seen = article.versions.front().at;
        if (tie.how == 3) ++new_ties;
        else if (!ticket.created) continue;
        else if (seen < *ticket.created || (article.created && *article.created < *ticket.created)) ++known_ties;
        else if (article.created || !article.imported) ++new_ties;
      }
      if (ties > 0) ++linked;
      if (known_ties > 0) ++old;
      else if (ties > 0 && new_ties == ties) ++fresh;
    }
    return known ? share(old, old + fresh) : share(linked, solved);
  }

  [[nodiscard]] Expected reuse(const Group& group) const {
    std::set<std::size_t> articles;
    std::int64_t uses = 0;
    for_each_first_use([&](const Tie& use) {
      if (!group.holds(world_.articles[use.article].category, use.person, use.at)) return;
      articles.insert(use.article);
      ++uses;
    });
    return share(uses, static_cast<std::int64_t>(articles.size()));
  }

  [[nodiscard]] Expected used(const Group& group, std::int64_t least) const {
    std::int64_t all = 0, often = 0;
    for (std::size_t a = 0; a < world_.articles.size(); ++a) {
      const OneArticle& article = world_.articles[a];
      const Time born = std::min(article.created.value_or(INT64_MAX), article.versions.front().at);
      Group anytime = group;
      anytime.span = {INT64_MIN, INT64_MAX};
      if (!anytime.holds(article.category, {}, 0) || born > group.span.last) continue;
      if (article.versions.back().confidence == "archived") continue;
      ++all;
      std::int64_t uses = 0;
      for_each_first_use(
          [&](const Tie& use) { uses += use.article == a && use.at >= group.span.first && use.at <= group.span.last; });
      often += uses >= least;
    }
    return share(often, all);
  }

  [[nodiscard]] Expected participation(const Group& group) const {
    std::set<std::size_t> active, part;
    const auto note = [&](std::optional<std::size_t> category, std::size_t person, Time at, bool knowledge) {
      if (!group.holds(category, person, at)) return;
      active.insert(person);
      if (knowledge) part.insert(person);
    };
    for (const OneTicket& ticket : world_.tickets) {
      if (ticket.solved() && ticket.assignee) note(ticket.category, *ticket.assignee, *ticket.solved(), false);
      for (const Said& said : ticket.said) {
        Time at = model::kUnknownTime;
        for (const auto& time : {said.at, ticket.solved(), ticket.updated, ticket.created}) {
          if (!time || *time == model::kUnknownTime) continue;
          at = *time;
          break;
        }
        note(ticket.category, said.person, at, false);
      }
    }
    for (const OneDeed& deed : world_.deeds) {
      note(deed.article ? std::optional(world_.articles[*deed.article].category) : std::nullopt, deed.person, deed.at,
           deed.article.has_value());
    }
    for (const Tie& tie : world_.ties) {
      if (tie.person) note(world_.articles[tie.article].category, *tie.person, tie.at, true);
    }
    return share(static_cast<std::int64_t>(part.size()), static_cast<std::int64_t>(active.size()));
  }

  [[nodiscard]] Expected days(const Group& group, bool validated) const {
    std::vector<double> all;
    for (const OneArticle& article : world_.articles) {
      for (std::size_t v = 0; v < article.versions.size(); ++v) {
        const Version& version = article.versions[v];
        if (!(validated ? version.confidence == "validated" : version.audience == "public")) continue;
        const Time made = article.created.value_or(article.versions.front().at);
        if (!(v == 0 && article.imported) && made <= version.at && group.holds(article.category, {}, version.at))
          all.push_back(static_cast<double>(version.at - made) / static_cast<double>(kDay));
        break;
      }
    }
    std::ranges::sort(all);
    const std::size_t n = all.size();
    if (n == 0) return {};
    return {n % 2 == 1 ? all[n / 2] : (all[n / 2] + all[n / 2 - 1]) / 2, 0, static_cast<std::int64_t>(n)};
  }

  [[nodiscard]] Expected articles(const Group& group) const {
    const auto count = std::ranges::count_if(world_.articles, [&](const auto& article) {
      return Group{group.branch, {}, {}}.holds(article.category, {}, 0);
    });
    return {count > 0 ? std::optional(static_cast<double>(count)) : std::nullopt, 0, count};
  }

  [[nodiscard]] Expected asked(const Group& group, bool sessions) const {
    std::int64_t all = 0, found = 0;
    for (std::size_t i = 0; i < world_.asked.size(); ++i) {
      const Asked& one = world_.asked[i];
      if (!group.holds({}, {}, one.at)) continue;
      bool last = true;
      for (std::size_t j = i + 1; j < world_.asked.size() && sessions; ++j) {
        const Asked& next = world_.asked[j];
        if (next.person != one.person) continue;
        last = next.at > group.span.last || next.at - one.at > 1'800;
        break;
      }
      if (sessions && !last) continue;
      ++all;
      found += one.found;
    }
    return share(found, all);
  }

 private:
  template <typename F>
  void for_each_first_use(F visit) const {
    for (const Tie& tie : world_.ties) {
      if (tie.how != 0 && tie.how != 2) continue;
      const bool first = std::ranges::none_of(world_.ties, [&](const Tie& other) {
        if (&other == &tie || (other.how != 0 && other.how != 2) || other.article != tie.article || other.ticket != tie.ticket)
          return false;
        return other.at < tie.at || (other.at == tie.at && &other < &tie);
      });
      if (first) visit(tie);
    }
  }
  const World& world_;
};

Expected expected(const Naive& naive, Measure measure, const Group& group) {
  switch (measure) {
    case Measure::kLinkRate: return naive.link_rate(group, false);
    case Measure::kKnown: return naive.link_rate(group, true);
    case Measure::kReuse: return naive.reuse(group);
    case Measure::kUsed: return naive.used(group, 1);
    case Measure::kReused: return naive.used(group, 2);
    case Measure::kParticipation: return naive.participation(group);
    case Measure::kTimeToValidated: return naive.days(group, true);
    case Measure::kTimeToPublic: return naive.days(group, false);
    case Measure::kArticles: return naive.articles(group);
    case Measure::kFound: return naive.asked(group, false);
    case Measure::kSelfService: break;
  }
  return naive.asked(group, true);
}

// Every branch, person and month that there can be, as far as they are told apart.
std::vector<Group> all_groups(const insight::MeasureOptions& options) {
  std::vector<Group> groups = {{{}, {}, {}, options.span}};
  const auto split = [&](std::size_t ways, auto set) {
    std::vector<Group> finer;
    for (const Group& group : groups) {
      for (std::size_t i = 0; i < ways; ++i) set(finer.emplace_back(group), i);
    }
    groups = finer;
  };
  if (options.by.category) {
    std::set<std::string> branches = {""};
    for (const std::string& path : kPaths) {
      std::size_t steps = 1;
      for (std::size_t i = 0; i <= path.size() && steps <= options.by.depth; ++i) {
        if (i == path.size() || path[i] == '/') branches.insert(path.substr(0, i)), ++steps;
      }
    }
    const std::vector<std::string> list(branches.begin(), branches.end());
    split(list.size(), [&](Group& group, std::size_t i) { group.branch = list[i]; });
  }
  if (options.by.person)
    split(kNames.size() + 1, [](Group& group, std::size_t i) { group.person = i == 0 ? "" : kNames[i - 1].front(); });
  if (options.by.bucket == insight::Bucket::kMonth) split(3, [](Group& group, std::size_t i) { group.month = i; });
  return groups;
}

void compare(const World& world, const std::vector<Measured>& rows, const insight::MeasureOptions& options) {
  const Naive naive(world);
  for (const insight::MeasureInfo* what : options.measures) {
    for (const Group& group : all_groups(options)) {
      const Expected wanted = expected(naive, what->measure, group);
      const auto row = std::ranges::find_if(rows, [&](const Measured& one) {
        return one.what == what && one.category == group.branch && one.person == group.person &&
               (!group.month || one.period == fmt::format("2026-{:02}", *group.month + 1));
      });
      INFO(what->name << " of " << group.branch.value_or("all") << " " << group.person.value_or("all") << " "
                      << group.month.value_or(9));
      if (row == rows.end()) {
        CHECK(wanted.denominator == 0);
        continue;
      }
      CHECK(row->denominator == wanted.denominator);
      CHECK(row->numerator.value_or(0) == wanted.numerator);
      CHECK(row->value.has_value() == wanted.value.has_value());
      if (row->value && wanted.value) CHECK(std::abs(*row->value - *wanted.value) < 1e-9);
    }
  }
}

}  // namespace

TEST_CASE("measures of random stores are those that are counted naively") {
  for (std::size_t round = 0; round < static_cast<std::size_t>(rounds(60)); ++round) {
    Random random(round + 1);
    store::TempStore store;
    const store::Transaction transaction(store.db());
    const World world = random_world(*store, random);
    for (int view = 0; view < 8; ++view) {
      insight::MeasureOptions options;
      options.by.category = (view & 1) != 0;
      options.by.person = (view & 2) != 0;
      options.by.depth = 1 + below(random, 3);
      if ((view & 4) != 0) options.by.bucket = insight::Bucket::kMonth;
      if (below(random, 2) == 0) options.span.first = any_time(random);
      if (below(random, 2) == 0) options.span.last = std::max(any_time(random), options.span.first);
      for (const insight::MeasureInfo& what : insight::kMeasures) {
        if (insight::can_be_told_by(what, options.by)) options.measures.push_back(&what);
      }
      INFO("round " << round << ", view " << view);
      compare(world, measure_store(*store, options), options);
    }
  }
}

}  // namespace ckm::cli
