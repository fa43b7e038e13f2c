#include "store/lineage.hh"

#include <algorithm>
#include <optional>
#include <utility>

#include "store/thing_state.hh"

namespace ckm::store {
namespace {

constexpr std::string_view kRemove = "remove";

// A version with what merging says that it left; what a label leaves out and whose line it stands in is no matter then.
void put(Version& version, model::MergedThing&& merged, const std::vector<model::ThingChange>& deeds) {
  version.content = std::move(merged.content);
  version.label_said = {};
  if (merged.labeller) version.label_said = {deeds[*merged.labeller].label_actor, deeds[*merged.labeller].label_at};
  version.label = std::move(merged.label);
}

Lineage in_line(std::vector<Version>&& versions) {
  Lineage out;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    out.before.push_back(i == 0 ? Version() : versions[i - 1]);
    out.order.push_back(i);
  }
  if (!versions.empty()) out.now = versions.back();
  out.versions = std::move(versions);
  return out;
}

// What is left once all up to a changeset of this copy had come; nothing where it was not there then. `versions`: all of them.
std::optional<Version> come_until(const std::vector<Version>& versions, const ThingState& state, model::Kind kind,
                                  std::int64_t change_id) {
  std::vector<model::ThingChange> deeds;
  std::vector<std::size_t> numbers;
  for (std::size_t i = 0; i < state.deeds.size(); ++i) {
    if (state.changes[i] > change_id) continue;
    deeds.push_back(state.deeds[i]);
    deeds.back().after = model::VersionSet(state.deeds.size());
    for (std::size_t j = 0; j < numbers.size(); ++j) {
      if (state.deeds[i].after.has(numbers[j])) deeds.back().after.add(j);
    }
    numbers.push_back(i);
  }
  model::MergedThing merged = model::merge_versions(deeds, kind);
  if (!merged.there) return std::nullopt;
  Version version = *std::ranges::find(versions, change_id, &Version::change_id);
  put(version, std::move(merged), deeds);
  return version;
}

}  // namespace

Lineage lineage_of(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid) {
  std::vector<Version> versions = versions_of(store, uid);
  if (versions.empty() || !is_forked(store, uid)) return in_line(std::move(versions));
  const ThingState state = thing_state(store, graph.get(), kind, uid);
  const model::VersionMerger merger(state.deeds, kind);
  Lineage out;
  out.forked = true;
  out.before.resize(versions.size());
  std::vector<std::size_t> places;  // Of each deed, its version's.
  for (const std::int64_t change : state.changes)
    places.push_back(static_cast<std::size_t>(std::ranges::find(versions, change, &Version::change_id) - versions.begin()));
  for (std::size_t i = 0; i < state.deeds.size(); ++i) {
    // Of those that it followed the last one, if that followed all others.
    std::optional<std::size_t> last;
    bool line = true;
    for (std::size_t d = 0; d < i; ++d) {
      if (!state.deeds[i].after.has(d)) continue;
      if (last) line = state.deeds[d].after.has(*last) && line;
      last = d;
    }
    Version& before = out.before[places[i]];
    if (last) {
      before = versions[places[*last]];
      put(before, merger.before(i), state.deeds);
      before.op = before.there() ? "change" : std::string(kRemove);
      before.forgotten = line && versions[places[*last]].forgotten;
      if (!line) before.number = 0;
    }
    out.order.push_back(places[i]);
  }
  for (std::size_t i = 0; i < state.deeds.size(); ++i) put(versions[places[i]], merger.after(i), state.deeds);
  out.now = versions.back();
  put(out.now, model::MergedThing(state.merged), state.deeds);
  if (!state.merged.there && state.merged.removed) out.now.op = kRemove;
  else if (state.merged.there && out.now.op == kRemove) out.now.op = "change";
  if (out.now.op != kRemove) out.now.into.clear();
  out.versions = std::move(versions);
  return out;
}

std::optional<Version> version_at(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid, Time time) {
  if (!is_forked(store, uid)) {
    const std::vector<Version> versions = versions_of(store, uid);
    const Version* const then = version_at(versions, time);
    return then == nullptr ? std::nullopt : std::optional(*then);
  }
  ThingState state = thing_state(store, graph.get(), kind, uid, time);
  if (!state.merged.there) return std::nullopt;
  const std::vector<Version> versions = versions_of(store, uid);
  Version version = *std::ranges::find(versions, std::ranges::max(state.changes), &Version::change_id);
  put(version, std::move(state.merged), state.deeds);
  return version;
}

std::optional<Version> version_here(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid, std::int64_t number) {
  const std::vector<Version> versions = versions_of(store, uid);
  const auto last = std::ranges::find(versions, number, &Version::number);
  if (last == versions.end()) return std::nullopt;
  if (!is_forked(store, uid)) return last->there() ? std::optional(*last) : std::nullopt;
  return come_until(versions, thing_state(store, graph.get(), kind, uid), kind, last->change_id);
}

std::vector<Version> states_of(Store& store, LazyGraph& graph, model::Kind kind, std::string_view uid) {
  Lineage line = lineage_of(store, graph, kind, uid);
  if (!line.forked) return std::move(line.versions);
  const ThingState state = thing_state(store, graph.get(), kind, uid);
  std::vector<Version> states;
  for (std::size_t i = 0; i < line.versions.size(); ++i) {
    if (line.before[i].number == 0 && line.before[i].there()) states.push_back(line.before[i]);
    states.push_back(line.versions[i]);
    if (auto here = come_until(line.versions, state, kind, line.versions[i].change_id)) states.push_back(*std::move(here));
  }
  return states;
}

Lineage::Step Lineage::of_change(std::int64_t change_id) const {
  const auto at = std::ranges::find(versions, change_id, &Version::change_id);
  if (at == versions.end()) return {};
  return {&before[static_cast<std::size_t>(at - versions.begin())], &*at};
}

}  // namespace ckm::store
