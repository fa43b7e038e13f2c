#include "cli/topic_search.hh"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "base/interrupt.hh"
#include "cli/progress.hh"
#include "cli/said_texts.hh"
#include "cli/saved_words.hh"
#include "learn/discover.hh"
#include "learn/topic_match.hh"
#include "learn/topic_names.hh"
#include "learn/topic_texts.hh"
#include "search/fields.hh"
#include "search/selection.hh"
#include "search/text_neighbours.hh"
#include "store/classifiers.hh"

namespace ckm::cli {
namespace {

constexpr std::uint64_t kSeed = 1;  // Which tickets are drawn where there are too many: the same each time.

// The tickets with the same value of the field.
struct Group {
  std::vector<std::string> texts;
  std::vector<std::int64_t> tickets;
  learn::Discovery found;
  std::vector<std::vector<store::TopicMember>> members;
};

class TopicSearch {
 public:
  TopicSearch(Context& context, const TopicSearchOptions& options) : context_(context), options_(options) {}

  // Finds them, without writing.
  void seek() {
    store::Store& store = context_.store();
    const store::Snapshot snapshot(store.db());
    if (!options_.where.empty()) selection_.emplace(store, need_exact_where(store, options_.where));
    run_.last_ticket = store::last_ticket(store);
    read_past();
    learn::TopicTexts texts(kSeed);
    read("reading", [&](store::CustomerText& text) { texts.add(text.ref, text.id, said(text)); });
    run_.tickets = static_cast<std::int64_t>(texts.given());
    share(texts);
    for (auto& [value, group] : groups_) find(value, group);
    if (run_.drawn < run_.tickets) place_others(texts.common());
    for (auto& [value, group] : groups_) sort_members(group);
  }

  // Within a transaction.
  store::TopicRun write() {
    run_.chosen = options_.where;
    run_.field = options_.field;
    std::vector<store::FoundTopic> found;
    std::vector<store::Topic> gone;
    const auto before = store::find_topic_run(context_.store(), run_.chosen, run_.field);
    const std::vector<store::Topic> past =
        before ? store::read_topics(context_.store(), before->id) : std::vector<store::Topic>();
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> members;
    if (before) {
      store::for_each_topic_member(context_.store(), before->id,
                                   [&](std::int64_t topic, std::int64_t ticket) { members[topic].push_back(ticket); });
    }
    std::map<std::string, std::vector<const store::Topic*>> of_value;
    for (auto& [value, group] : groups_) of_value[value];
    for (const store::Topic& topic : past) of_value[topic.value].push_back(&topic);
    for (const auto& [value, topics] : of_value) match(value, topics, members, found, gone);
    store::write_topics(context_.store(), run_, found, gone);
    settle_splits(found);
    return run_;
  }

 private:
  // Each ticket that is chosen and says something.
  void read(const char* what, const std::function<void(store::CustomerText&)>& visit) {
    for_each_said(context_, what, [&](store::CustomerText& text) {
      if (!selection_ || selection_->holds({model::Kind::kTicket, text.id})) visit(text);
    });
  }

  std::string value_of(std::int64_t ticket) {
    if (options_.field.empty()) return {};
    for (auto& [field, value] : store::read_facts(context_.store(), {model::Kind::kTicket, ticket})) {
      if (field == options_.field) return std::move(value);
    }
    return {};
  }

  void share(learn::TopicTexts& texts) {
    for (learn::TopicText& text : texts.take()) {
      Group& group = groups_[value_of(text.id)];
      group.texts.push_back(std::move(text.text));
      group.tickets.push_back(text.id);
      drawn_.insert(text.id);
    }
    run_.drawn = static_cast<std::int64_t>(drawn_.size());
  }

  // What was found the last time.
  void read_past() {
    const auto before = store::find_topic_run(context_.store(), options_.where, options_.field);
    if (!before) return;
    past_ = store::read_topics(context_.store(), before->id);
    store::for_each_topic_member(context_.store(), before->id,
                                 [&](std::int64_t topic, std::int64_t ticket) { was_in_.emplace(ticket, topic); });
  }

  // That of the last time, or 0.
  double resolution(const std::string& value) {
    double last = options_.resolution;
    if (last < 0) {
      const auto topic = std::ranges::find_if(past_, [&](const store::Topic& one) { return one.value == value && !one.gone_at; });
      last = topic == past_.end() ? 0 : topic->resolution;
    }
    if (options_.times == 1) return last;
    return options_.times * (last > 0 ? last : learn::kUsualResolution);
  }

  // The topic of the last time of each ticket, numbered anew; nothing where another resolution is asked for.
  std::vector<std::uint32_t> before(const std::vector<std::int64_t>& tickets) {
    std::vector<std::uint32_t> topics;
    if (options_.resolution >= 0 || options_.times != 1) return topics;
    std::unordered_map<std::int64_t, std::uint32_t> numbers;
    for (const std::int64_t ticket : tickets) {
      const auto found = was_in_.find(ticket);
      topics.push_back(found == was_in_.end()
                           ? learn::kNoTopic
                           : numbers.emplace(found->second, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    return topics;
  }

  void find(const std::string& value, Group& group) {
    ProgressLine progress("comparing", "tickets", !context_.quiet);
    const std::size_t total = group.texts.size();
    const auto nearest = [&](std::span<const learn::SparseVector> texts, std::size_t features) {
      return search::nearest_texts(texts, features, {}, [&](std::size_t done) {
        progress.show(static_cast<std::int64_t>(done), done, total);
        stop_if_interrupted();
      });
    };
    group.found = learn::discover(group.texts, nearest, {resolution(value), before(group.tickets)});
    group.texts = {};
    const learn::Topics& topics = group.found.topics;
    for (const std::vector<std::uint32_t>& members : topics.members) {
      auto& into = group.members.emplace_back();
      for (const std::uint32_t text : members) into.push_back({group.tickets[text], static_cast<double>(topics.cosine[text])});
    }
  }

  // Those that were not drawn join the topic whose middle is nearest, if they are as near as nearly all that are in it.
  void place_others(const learn::CommonLines& common) {
    std::map<std::string, std::optional<learn::TopicSpace::Reader>> readers;
    std::vector<float> scratch;
    read("placing", [&](store::CustomerText& text) {
      if (drawn_.contains(text.id)) return;
      const std::string value = value_of(text.id);
      const auto group = groups_.find(value);
      if (group == groups_.end()) return;
      auto& reader = readers[value];
      if (!reader) reader.emplace(group->second.found.space);
      const auto nearest = group->second.found.topics.centroids.nearest(reader->vector(common.without(said(text))), scratch);
      if (nearest.topic == learn::kNoTopic || nearest.cosine < group->second.found.topics.least[nearest.topic]) return;
      group->second.members[nearest.topic].push_back({text.id, static_cast<double>(nearest.cosine)});
    });
  }

  void sort_members(Group& group) {
    for (std::vector<store::TopicMember>& members : group.members) {
      std::ranges::stable_sort(members, [](const auto& a, const auto& b) { return a.likeness > b.likeness; });
      run_.placed += static_cast<std::int64_t>(members.size());
    }
    group.found.space = {};
  }

  void match(const std::string& value, const std::vector<const store::Topic*>& past,
             const std::unordered_map<std::int64_t, std::vector<std::int64_t>>& members, std::vector<store::FoundTopic>& found,
             std::vector<store::Topic>& gone) {
    std::vector<learn::KnownTopic> then, now;
    for (const store::Topic* topic : past) {
      const auto known = members.find(topic->id);
      then.push_back({topic->terms, known == members.end() ? std::vector<std::int64_t>() : known->second});
    }
    const auto group = groups_.find(value);
    const std::size_t count = group == groups_.end() ? 0 : group->second.members.size();
    for (std::size_t i = 0; i < count; ++i) {
      auto& known = now.emplace_back();
      known.terms = group->second.found.terms[i];
      for (const store::TopicMember& member : group->second.members[i]) known.members.push_back(member.ticket);
    }
    const learn::TopicFates fates = learn::match_topics(then, now);
    const std::size_t first = found.size();
    for (std::size_t i = 0; i < count; ++i) {
      store::FoundTopic one;
      if (const auto old = fates.now[i].past) {
        one.topic = *past[*old];
        one.topic.before = one.topic.tickets;
        one.topic.gone_at.reset();
        one.topic.other.reset();
      } else if (const auto from = fates.now[i].from) {
        one.topic.other = past[*from]->id;
      }
      one.topic.value = value;
      one.topic.terms = now[i].terms;
      if (one.topic.name.empty()) one.topic.name = learn::topic_name(one.topic.terms);
      one.topic.resolution = group->second.found.topics.resolution;
      one.members = std::move(group->second.members[i]);
      one.topic.tickets = static_cast<std::int64_t>(one.members.size());
      found.push_back(std::move(one));
    }
    for (std::size_t j = 0; j < past.size(); ++j) {
      const bool persists = std::ranges::any_of(fates.now, [&](const auto& fate) { return fate.past == j; });
      if (persists || past[j]->gone_at) continue;
      store::Topic topic = *past[j];
      topic.before = topic.tickets;
      topic.other.reset();
      if (const auto into = fates.into[j]) merged_.emplace_back(topic.id, first + *into);
      gone.push_back(std::move(topic));
    }
  }

  // Topics that took others in have numbers only once they are written.
  void settle_splits(const std::vector<store::FoundTopic>& found) {
    for (const auto& [topic, into] : merged_) store::set_other_topic(context_.store(), topic, found[into].topic.id);
  }

  Context& context_;
  const TopicSearchOptions& options_;
  std::optional<search::Selection> selection_;
  store::TopicRun run_;
  std::vector<store::Topic> past_;                         // Of the last time, when this began,
  std::unordered_map<std::int64_t, std::int64_t> was_in_;  // and of each ticket its topic.
  std::map<std::string, Group> groups_;                    // By value.
  std::unordered_set<std::int64_t> drawn_;
  std::vector<std::pair<std::int64_t, std::size_t>> merged_;  // A topic that is gone, and which of those found took it in.
};

}  // namespace

std::vector<std::string> topic_fields() {
  using Form = search::FilterField::Form;
  std::vector<std::string> fields;
  for (const search::FilterField& field : search::filter_fields()) {
    const bool of_articles =
        field.name == "phase" || field.name == "confidence" || field.name == "audience" || field.name == "governance";
    if ((field.form == Form::kValue || field.form == Form::kPath) && field.name != "tag" && !of_articles)
      fields.emplace_back(field.name);
  }
  return fields;
}

void seek_topics(Context& context, const TopicSearchOptions& options, bool dry,
                 const std::function<void(const store::TopicRun&)>& print) {
  TopicSearch search(context, options);
  search.seek();
  store::Transaction transaction(context.store().db());
  const store::TopicRun run = search.write();
  if (!dry) transaction.commit();  // Nobody waits for what reads the output.
  print(run);
}

}  // namespace ckm::cli
