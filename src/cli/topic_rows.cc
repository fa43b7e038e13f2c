#include "cli/topic_rows.hh"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/counted.hh"
#include "base/number.hh"
#include "cli/printer.hh"
#include "store/items.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kPrefix = "topic:";
constexpr std::int64_t kTypical = 3;
constexpr std::int64_t kTypicalInTable = 2;
constexpr double kClearly = 1.2;      // So many times as many tickets as before, or as few,
constexpr std::int64_t kAtLeast = 3;  // and so many more or less, are a change.

std::string ref_of(std::int64_t topic) { return fmt::format("{}{}", kPrefix, topic); }

std::string_view change_of(const store::Topic& topic) {
  if (topic.gone_at) return topic.other ? "merged" : "gone";
  if (!topic.before) return topic.other ? "split" : "new";
  if (*topic.before == 0) return "back";
  const auto differs = [](std::int64_t more, std::int64_t less) {
    return more - less >= kAtLeast && static_cast<double>(more) >= kClearly * static_cast<double>(less);
  };
  if (differs(topic.tickets, *topic.before)) return "grown";
  return differs(*topic.before, topic.tickets) ? "shrunk" : "same";
}

double ratio(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

class Rows {
 public:
  Rows(Context& context, const store::TopicRun& run, const TopicRowOptions& options)
      : context_(context),
        run_(run),
        options_(options),
        table_(context.format == Format::kTable),
        out_(context, "topics", columns(run)) {
    const Time period = options.period_days * kDay;
    const Time end = store::newest_of_topics(context.store(), run.id, now()).value_or(0);
    figures_ = store::read_topic_figures(context.store(), run.id, end, period);
  }

  void add(const store::Topic& topic) {
    const auto found = std::ranges::lower_bound(figures_, topic.id, {}, &store::TopicFigures::topic);
    store::TopicFigures figures;
    if (found != figures_.end() && found->topic == topic.id) figures = *found;
    const double weeks = static_cast<double>(options_.period_days) / 7;
    const Value none;
    Value trend;
    if (figures.previous > 0) {
      const double more = ratio(figures.last, figures.previous) - 1;
      trend = table_ ? Value(fmt::format("{:+.0f} %", 100 * more)) : Value::decimal(more, 3);
    }
    const bool dated = figures.dated > 0;
    std::vector<Cell> details;
    const Value typical = typical_of(topic, details);
    out_.row({Value(ref_of(topic.id)), Value(topic.value), Value(table_ && change_of(topic) == "same" ? "" : change_of(topic)),
              Value(figures.tickets), share(figures.tickets, run_.tickets),
              dated ? Value::decimal(static_cast<double>(figures.last) / weeks, 1) : none,
              dated ? Value::decimal(static_cast<double>(figures.previous) / weeks, 1) : none, trend,
              figures.tickets > 0 ? share(figures.unanswered, figures.tickets) : none, Value(topic.name),
              Value::strings(topic.terms), typical, topic.before ? Value(*topic.before) : none,
              topic.other ? Value(ref_of(*topic.other)) : none, Value(format_time(topic.first_at))},
             std::move(details));
  }
  void finish() { out_.finish(); }

 private:
  static std::vector<Column> columns(const store::TopicRun& run) {
    using Use = Column::Use;
    return {{"topic", Use::kId},
            {"value", run.field.empty() ? Use::kHidden : Use::kPlain},
            {"change"},
            {"tickets", Use::kNumber},
            {"share", Use::kNumber},
            {"per_week", Use::kNumber},
            {"per_week_before", Use::kHidden},
            {"trend", Use::kNumber},
            {"unanswered", Use::kNumber},
            {"name", Use::kText},
            {"terms", Use::kHidden},
            {"typical", Use::kHidden},
            {"before", Use::kHidden},
            {"other", Use::kHidden},
            {"first_at", Use::kHidden}};
  }

  [[nodiscard]] Value share(std::int64_t part, std::int64_t whole) const {
    const double value = ratio(part, whole);
    return table_ ? Value(fmt::format("{:.1f} %", 100 * value)) : Value::decimal(value, 4);
  }

  // Their references; in a table those with their titles, or what became of a topic that has none.
  Value typical_of(const store::Topic& topic, std::vector<Cell>& details) {
    std::vector<std::string> refs;
    for (const store::TopicMember& member : store::read_topic_members(context_.store(), topic.id, kTypical)) {
      const auto summary = store::read_summary(context_.store(), {model::Kind::kTicket, member.ticket});
      refs.push_back(summary->ref);
      if (table_ && std::ssize(refs) <= kTypicalInTable)
        details.emplace_back(Value(fmt::format("{}  {}", summary->ref, summary->title)));
    }
    if (topic.other)
      details.emplace_back(Value(fmt::format("{} {}", topic.gone_at ? "merged into" : "was part of", ref_of(*topic.other))));
    return Value::strings(refs);
  }

  Context& context_;
  const store::TopicRun& run_;
  const TopicRowOptions& options_;
  bool table_;
  Printer out_;
  std::vector<store::TopicFigures> figures_;
};

void tell(Context& context, const store::TopicRun& run, const std::vector<store::Topic>& topics, std::size_t left_out) {
  std::int64_t there = 0, fresh = 0, back = 0, grown = 0, shrunk = 0, gone = 0;
  for (const store::Topic& topic : topics) {
    const std::string_view change = change_of(topic);
    if (topic.gone_at) ++gone;
    else ++there;
    if (change == "new" || change == "split") ++fresh;
    if (change == "back") ++back;
    if (change == "grown") ++grown;
    if (change == "shrunk") ++shrunk;
  }
  std::string line =
      fmt::format("{} in {}, {} in none", counted(there, "topic"), counted(run.tickets, "ticket"), run.tickets - run.placed);
  if (fresh < there || gone > 0)
    line += fmt::format("; {} new, {} back, {} grown, {} shrunk, {} gone", fresh, back, grown, shrunk, gone);
  context.say(line);
  if (run.drawn < run.tickets)
    context.say(fmt::format("topics were sought in {} drawn evenly; the others joined those that they are like",
                            counted(run.drawn, "ticket")));
  if (left_out > 0) context.say(fmt::format("{} left out, see --limit", counted(static_cast<std::int64_t>(left_out), "topic")));
}

}  // namespace

std::size_t print_topics(Context& context, const store::TopicRun& run, const TopicRowOptions& options) {
  const store::Snapshot snapshot(context.store().db());
  std::vector<store::Topic> topics = store::read_topics(context.store(), run.id);
  std::erase_if(topics, [&](const store::Topic& topic) { return topic.gone_at && *topic.gone_at != run.made_at; });
  Rows rows(context, run, options);
  std::int64_t printed = 0;
  std::size_t left_out = 0;
  for (const store::Topic& topic : topics) {
    if (options.changed && change_of(topic) == "same") continue;
    if (topic.gone_at && context.format == Format::kIds) continue;
    if (!topic.gone_at && printed == options.limit) {
      ++left_out;
      continue;
    }
    rows.add(topic);
    if (!topic.gone_at) ++printed;
  }
  rows.finish();
  tell(context, run, topics, left_out);
  return topics.size() - static_cast<std::size_t>(
                             std::ranges::count_if(topics, [](const store::Topic& topic) { return topic.gone_at.has_value(); }));
}

store::Topic need_topic(Context& context, std::string_view ref) {
  const auto number = ref.starts_with(kPrefix) ? parse_number(ref.substr(kPrefix.size())) : std::nullopt;
  if (!number || *number < 1 || *number != static_cast<double>(static_cast<std::int64_t>(*number)))
    throw Error(Exit::kUsage, fmt::format("'{}' is no topic", ref), "write it like topic:3; list them with: ckm cluster --list");
  auto topic = store::find_topic(context.store(), static_cast<std::int64_t>(*number));
  if (!topic) throw Error(Exit::kNotFound, fmt::format("there is no {}", ref), "list them with: ckm cluster --list");
  return std::move(*topic);
}

std::size_t print_topic_tickets(Context& context, const std::vector<store::Topic>& topics, std::int64_t limit) {
  using Use = Column::Use;
  const store::Snapshot snapshot(context.store().db());
  Printer out(context, "topic-tickets",
              {{"ref", Use::kId}, {"topic"}, {"likeness", Use::kNumber}, {"status"}, {"created_at"}, {"title", Use::kText}});
  std::size_t printed = 0;
  for (const store::Topic& topic : topics) {
    const std::int64_t most = limit > 0 ? limit : std::numeric_limits<std::int64_t>::max();
    for (const store::TopicMember& member : store::read_topic_members(context.store(), topic.id, most)) {
      const auto summary = store::read_summary(context.store(), {model::Kind::kTicket, member.ticket});
      out.row({Value(summary->ref), Value(ref_of(topic.id)), Value::decimal(member.likeness, 3), Value(summary->status),
               summary->created_at ? Value(format_time(*summary->created_at)) : Value(), Value(summary->title)});
      ++printed;
    }
  }
  out.finish();
  return printed;
}

}  // namespace ckm::cli
