#include "model/version_merge.hh"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "base/json.hh"
#include "model/article.hh"

namespace ckm::model {
namespace {

constexpr std::string_view kStory = "case";
constexpr std::string_view kRaw = "raw";
constexpr std::string_view kWas = "was";  // The paths that a category had: each counts by itself.
// Which of several stands is no question for people.
constexpr std::array<std::string_view, 7> kUntold = {"kind", "uid", "id", "created_at", "updated_at", "source", "position"};
// Of what was said: who said it and when, and what follows from the rest.
constexpr std::array<std::string_view, 3> kBeside = {"at", "actor", "wording"};

constexpr std::size_t kThere = 0;
constexpr std::size_t kLabel = 1;
constexpr std::size_t kFirstField = 2;
constexpr std::size_t kEmpty = 0;  // The value of a field that is not there.

std::string essence(const Value& said) {
  Value out = Value::Object{};
  for (const auto& [name, value] : *said.object()) {
    if (std::ranges::find(kBeside, name) == kBeside.end()) out.set(name, value);
  }
  return json::dump(out);
}

// The field whose text a member of `raw` is: case.attempts for case.attempts.2.why.
std::string field_of_raw(std::string_view name) {
  const std::size_t from = name.starts_with("case.") ? 5 : 0;
  return std::string(name.substr(0, name.find('.', from)));
}

class Merger {
 public:
  Merger(const std::vector<ThingChange>& deeds, Kind kind)
      : deeds_(deeds),
        article_(info(kind).article),
        by_field_(article_ || kind == Kind::kCategory),
        ticket_(kind == Kind::kTicket) {
    fields_ = {"removed", "category"};
    for (std::size_t d = 0; d < deeds_.size(); ++d) read(d);
    for (auto& said : said_) said.resize(fields_.size(), kEmpty);
    unite_first();
    // After those that it followed: a first version may follow one that stands behind it.
    std::vector<std::size_t> order(deeds_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t d) { return after_[d].count(); });
    writes_.assign(deeds_.size(), std::vector<bool>(fields_.size(), false));
    for (const std::size_t d : order) find_writes(d);
  }

  [[nodiscard]] MergedThing merge() const {
    VersionSet all(deeds_.size());
    for (std::size_t d = 0; d < deeds_.size(); ++d) all.add(d);
    return merge(all);
  }
  [[nodiscard]] MergedThing before(std::size_t version) const { return merge(after_[version]); }
  [[nodiscard]] MergedThing after(std::size_t version) const {
    VersionSet set = after_[version];
    set.add(version);
    return merge(set);
  }

 private:
  // A set that has, with each version, all that this followed.
  [[nodiscard]] MergedThing merge(const VersionSet& all) const {
    MergedThing thing;
    const Outcome there = value_of(all, kThere);
    if (!ticket_) note(there, kThere, thing);
    thing.there = there.value != kEmpty;
    thing.removed = !thing.there && !last_writers(all, kThere).empty();
    const Outcome label = value_of(all, kLabel);
    if (thing.there || ticket_) note(label, kLabel, thing);
    thing.label = label.value == kEmpty ? std::string() : *values_[label.value].string();
    if (!thing.label.empty()) thing.labeller = labeller(label.from, thing.label);
    if (!thing.there) return thing;
    if (by_field_) put_fields(all, thing);
    else put_whole(all, thing);
    return thing;
  }

  struct Outcome {
    std::size_t value = kEmpty;
    std::size_t from = 0;                     // The newest version that says it.
    std::vector<std::size_t> contested = {};  // Versions, the one that stands first; empty where all is clear.
  };

  std::size_t field(const std::string& name) {
    const auto [at, added] = field_numbers_.try_emplace(name, fields_.size());
    if (added) fields_.push_back(name);
    return at->second;
  }
  std::size_t value(const Value& value, std::string key) {
    const auto [at, added] = value_numbers_.try_emplace(std::move(key), values_.size());
    if (added) values_.push_back(value);
    return at->second;
  }
  // How a text came belongs to it.
  void say(std::size_t deed, const std::string& name, const Value& what, const Value& came) {
    const std::size_t f = field(name);
    if (said_[deed].size() <= f) said_[deed].resize(f + 1, kEmpty);
    said_[deed][f] = value(what, json::dump(what) + (came.is_null() ? "" : json::dump(came)));
    if (!came.is_null()) came_.emplace(said_[deed][f], came);
  }
  void read(std::size_t d) {
    const ThingChange& deed = deeds_[d];
    said_.emplace_back(kFirstField, kEmpty);
    if (deed.label && !deed.label->empty()) said_[d][kLabel] = value(*deed.label, json::dump(*deed.label));
    if (deed.content.object() == nullptr) return;
    said_[d][kThere] = value(true, "true");
    if (!by_field_) {
      const std::size_t f = field("said");
      said_[d].resize(f + 1, kEmpty);
      said_[d][f] = value(deed.content, essence(deed.content));
      return;
    }
    std::map<std::string, Value> came;
    if (const Value* const raw = deed.content.find(kRaw); raw != nullptr && raw->object() != nullptr) {
      for (const auto& [text, as] : *raw->object()) came[field_of_raw(text)].set(text, as);
    }
    const auto take = [&](const std::string& name, const Value& what) {
      const auto raw = came.extract(name);
      say(d, name, what, raw.empty() ? Value() : raw.mapped());
    };
    for (const auto& [name, what] : *deed.content.object()) {
      if (name == kRaw) continue;
      if (name != (article_ ? kStory : kWas) || what.object() == nullptr) take(name, what);
      else
        for (const auto& [part, text] : *what.object()) take(std::string(name).append(".").append(part), text);
    }
    for (const auto& [name, raw] : came) say(d, name, Value(), raw);  // Of a text that is empty now.
  }

  // Of first versions that say the same the newer ones follow the oldest, and write nothing. Later versions are not united: one
  // that was taken back again says nothing of another one that was not.
  void unite_first() {
    for (const ThingChange& deed : deeds_) after_.push_back(deed.after);
    if (!by_field_) return;
    std::map<std::string, std::vector<std::size_t>> equal;
    for (std::size_t d = 0; d < deeds_.size(); ++d) {
      const ThingChange& deed = deeds_[d];
      if (deed.after.count() > 0 || deed.content.object() == nullptr || deed.settles || deed.removed || deed.label) continue;
      equal[json::dump(deed.content)].push_back(d);
    }
    for (auto& [content, same] : equal) {
      std::ranges::sort(same, [&](std::size_t a, std::size_t b) { return newer(b, a); });
      for (std::size_t d = 0; d < after_.size(); ++d) {
        const bool follows =
            std::any_of(same.begin() + 1, same.end(), [&](std::size_t s) { return d == s || deeds_[d].after.has(s); });
        if (follows) after_[d].add(same.front());
      }
    }
  }

  // A field is written where it is another one than those that this version followed make it.
  void find_writes(std::size_t d) {
    const ThingChange& deed = deeds_[d];
    std::vector<bool>& writes = writes_[d];
    if (deed.removed) {
      writes[kThere] = true;
      // A ticket comes back without an entry.
      if (ticket_) writes[kLabel] = value_of(after_[d], kLabel).value != kEmpty;
    }
    if (deed.content.object() != nullptr) {
      const bool new_here = value_of(after_[d], kThere).value == kEmpty;
      const bool all = new_here || deed.settles;
      if (all) writes[kThere] = true;
      for (std::size_t f = kFirstField; f < fields_.size(); ++f) writes[f] = all || said_[d][f] != value_of(after_[d], f).value;
      if (new_here) writes[kLabel] = true;
    }
    if (deed.label) {
      writes[kLabel] = true;
    } else if (deed.settles && !writes[kLabel]) {
      said_[d][kLabel] = value_of(after_[d], kLabel).value;
      writes[kLabel] = true;
    }
  }

  [[nodiscard]] bool newer(std::size_t a, std::size_t b) const {
    return std::tie(deeds_[a].at, deeds_[a].digest) > std::tie(deeds_[b].at, deeds_[b].digest);
  }

  // Those of the set that wrote the field and that no other one of them followed, the newest first.
  [[nodiscard]] std::vector<std::size_t> last_writers(const VersionSet& set, std::size_t f) const {
    std::vector<std::size_t> last;
    VersionSet covered(deeds_.size());
    for (std::size_t d = 0; d < writes_.size(); ++d) {
      if (!set.has(d) || !writes_[d][f]) continue;
      last.push_back(d);
      covered |= after_[d];
    }
    std::erase_if(last, [&](std::size_t d) { return covered.has(d); });
    std::ranges::sort(last, [&](std::size_t a, std::size_t b) { return newer(a, b); });
    return last;
  }

  // What a set of versions, with all that they followed, makes of a field.
  [[nodiscard]] Outcome value_of(const VersionSet& set, std::size_t f) const {
    std::vector<std::size_t> last = last_writers(set, f);
    if (last.empty()) return {};
    const auto value = [&](std::size_t d) { return said_[d][f]; };
    Outcome out{value(last.front()), last.front()};
    if (!std::ranges::all_of(last, [&](std::size_t d) { return value(d) == out.value; })) {
      VersionSet common = after_[last.front()];
      for (const std::size_t d : last) common &= after_[d];
      const Outcome base = value_of(common, f);
      const bool known = !last_writers(common, f).empty();
      // What somebody settled is said, even where it stayed as it was.
      if (known) std::erase_if(last, [&](std::size_t d) { return value(d) == base.value && !deeds_[d].settles; });
      out = {value(last.front()), last.front()};
      if (!std::ranges::all_of(last, [&](std::size_t d) { return value(d) == out.value; })) out.contested = last;
    }
    if (f == kThere && out.value == kEmpty) return unless_edited(set, out);
    return out;
  }

  // What one copy removed and another one edited meanwhile stays.
  [[nodiscard]] Outcome unless_edited(const VersionSet& set, const Outcome& gone) const {
    std::vector<std::size_t> removers = last_writers(set, kThere);
    std::erase_if(removers, [&](std::size_t d) { return said_[d][kThere] != kEmpty; });
    std::vector<std::size_t> edits;
    for (std::size_t d = 0; d < writes_.size(); ++d) {
      if (!set.has(d) || deeds_[d].content.object() == nullptr) continue;
      const bool wrote = std::find(writes_[d].begin() + kFirstField, writes_[d].end(), true) != writes_[d].end();
      const bool apart =
          std::ranges::all_of(removers, [&](std::size_t r) { return !after_[r].has(d) && !after_[d].has(r) && r != d; });
      if (wrote && apart) edits.push_back(d);
    }
    if (edits.empty()) return gone;
    const std::size_t edit = *std::ranges::max_element(edits, [&](std::size_t a, std::size_t b) { return newer(b, a); });
    Outcome out{said_[edit][kThere], edit, {edit}};
    for (const std::size_t remover : removers) out.contested.push_back(remover);
    return out;
  }

  // Who settled it kept what another one had said.
  [[nodiscard]] std::size_t labeller(std::size_t from, const std::string& label) const {
    for (std::size_t d = from + 1; d-- > 0;) {
      if ((d == from || after_[from].has(d)) && deeds_[d].label == label) return d;
    }
    return from;
  }

  void note(const Outcome& outcome, std::size_t f, MergedThing& thing) const {
    if (outcome.contested.empty() || std::ranges::find(kUntold, fields_[f]) != kUntold.end()) return;
    if (!article_ && fields_[f].starts_with("was.")) return;
    Contest contest{fields_[f], outcome.contested, {}};
    for (const std::size_t d : contest.versions)
      contest.values.push_back(f == kThere ? Value(said_[d][f] == kEmpty) : values_[said_[d][f]]);
    // How a text came is no question for people either.
    if (std::ranges::all_of(contest.values, [&](const Value& value) { return value == contest.values.front(); })) return;
    thing.contests.push_back(std::move(contest));
  }

  void put_fields(const VersionSet& all, MergedThing& thing) const {
    Value content = Value::Object{};
    Value story;
    Value was;
    Value raw;
    for (std::size_t f = kFirstField; f < fields_.size(); ++f) {
      const Outcome outcome = value_of(all, f);
      note(outcome, f, thing);
      const std::string& name = fields_[f];
      if (const auto came = came_.find(outcome.value); came != came_.end()) {
        for (const auto& [text, as] : *came->second.object()) raw.set(text, as);
      }
      const Value& chosen = values_[outcome.value];
      if (chosen.is_null()) continue;
      if (!article_ && name.starts_with("was.")) was.set(name.substr(kWas.size() + 1), chosen);
      else if (name.starts_with("case.")) story.set(name.substr(kStory.size() + 1), chosen);
      else content.set(name, chosen);
    }
    if (!story.is_null()) content.set(std::string(kStory), std::move(story));
    if (!was.is_null()) content.set(std::string(kWas), std::move(was));
    if (!raw.is_null()) content.set(std::string(kRaw), std::move(raw));
    if (!article_) {
      thing.content = std::move(content);
      return;
    }
    const std::string source = content.text("source");
    thing.content = to_value(article_from_value(content));  // Members in their order.
    if (!source.empty()) thing.content.set("source", source);
  }

  void put_whole(const VersionSet& all, MergedThing& thing) const {
    const Outcome outcome = value_of(all, kFirstField);
    note(outcome, kFirstField, thing);
    thing.content = deeds_[outcome.from].content;
  }

  const std::vector<ThingChange>& deeds_;
  std::vector<VersionSet> after_;  // Of each, those that it followed.
  bool article_;
  bool by_field_;  // Its fields count by themselves.
  bool ticket_;
  std::vector<std::string> fields_;
  std::map<std::string, std::size_t> field_numbers_;
  std::vector<Value> values_{Value()};
  std::map<std::string, std::size_t> value_numbers_;
  std::map<std::size_t, Value> came_;           // By value: how its texts came, as members of `raw`.
  std::vector<std::vector<std::size_t>> said_;  // By version and field: what it holds.
  std::vector<std::vector<bool>> writes_;       // By version and field: whether it changed that.
};

}  // namespace

VersionSet& VersionSet::operator|=(const VersionSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  return *this;
}

VersionSet& VersionSet::operator&=(const VersionSet& other) {
  for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  return *this;
}

struct VersionMerger::State {
  Merger merger;
};
VersionMerger::VersionMerger(const std::vector<ThingChange>& deeds, Kind kind) : state_(new State{Merger(deeds, kind)}) {}
VersionMerger::VersionMerger(VersionMerger&&) noexcept = default;
VersionMerger& VersionMerger::operator=(VersionMerger&&) noexcept = default;
VersionMerger::~VersionMerger() = default;

MergedThing VersionMerger::merge() const { return state_->merger.merge(); }
MergedThing VersionMerger::before(std::size_t version) const { return state_->merger.before(version); }
MergedThing VersionMerger::after(std::size_t version) const { return state_->merger.after(version); }

std::size_t VersionSet::count() const {
  std::size_t count = 0;
  for (const std::uint64_t word : words_) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

MergedThing merge_versions(const std::vector<ThingChange>& deeds, Kind kind) { return VersionMerger(deeds, kind).merge(); }

}  // namespace ckm::model
