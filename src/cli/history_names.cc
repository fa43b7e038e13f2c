#include "cli/history_names.hh"

#include <fmt/format.h>

#include <algorithm>

namespace ckm::cli {
namespace {

TimeSpan need_span(std::string_view option, std::string_view text) {
  if (const auto span = parse_span(text)) return *span;
  if (const auto time = parse_time(text)) return {*time, *time};
  throw Error(Exit::kUsage, fmt::format("{}: '{}' is no time", option, text),
              "write a day such as 2026-03-05, a month, a year, or 2026-03-05T14:00:00Z");
}

}  // namespace

Time need_moment(std::string_view option, std::string_view text) { return need_span(option, text).last; }
Time need_start(std::string_view option, std::string_view text) { return need_span(option, text).first; }

const store::Version& Past::version(std::int64_t wanted) const {
  if (wanted < 1 || wanted > static_cast<std::int64_t>(line.versions.size())) {
    throw Error(Exit::kNotFound, fmt::format("{} has no version {}", ref, wanted),
                fmt::format("it has {}; list them with: ckm log {}", line.versions.size(), ref));
  }
  return line.versions[static_cast<std::size_t>(wanted - 1)];
}

const store::Version* Past::before(const store::Version& version) const {
  const store::Version& found = line.before[static_cast<std::size_t>(version.number - 1)];
  return found.change_id == 0 ? nullptr : &found;
}

std::string Past::name(const store::Version& version) const {
  if (version.number == 0) return fmt::format("{} before that", ref);
  return &version == &line.now && line.forked ? ref : fmt::format("{}@{}", ref, version.number);
}

void tell_no_history(std::string_view ref) {
  throw Error(Exit::kNotFound, fmt::format("{} has no history", ref),
              "of a ticket the history has what people changed; its imports are in: ckm log --runs");
}

Past need_past(store::Store& store, std::string_view text) {
  Past past = look_up_past(store, text);
  if (past.line.versions.empty()) tell_no_history(text);
  return past;
}

Past look_up_past(store::Store& store, std::string_view text) {
  store::VersionName name = store::need_version_name(store, text);
  store::LazyGraph graph(store);
  store::Lineage line = store::lineage_of(store, graph, name.known.kind, name.known.uid);
  std::string ref = store::known_ref(store, name.known, line.versions, name.number ? text.substr(0, text.rfind('@')) : text);
  return {std::move(name.known), std::move(ref), name.number, std::move(line)};
}

store::StoredArticle article_of(const Past& past, const store::Version& version) {
  store::StoredArticle stored;
  stored.id = past.known.item ? past.known.item->id : 0;
  stored.ref = past.ref;
  stored.source = version.content.text("source");
  if (stored.source.empty()) stored.source = model::kLocalSource;
  stored.article = model::article_from_value(version.content);
  stored.article.uid = past.known.uid;
  return stored;
}

store::EffectiveCategory category_of(const store::StoredArticle& stored, const store::Version& version) {
  if (!version.label.empty()) return {version.label, "person", {}, version.label_said.actor, version.label_said.at};
  if (stored.article.category.empty()) return {};
  return {stored.article.category, stored.source == model::kLocalSource ? "person" : "source", {}, {}, {}};
}

namespace {

void need_article(const Past& past) {
  if (model::info(past.known.kind).article) return;
  throw Error(Exit::kUsage, fmt::format("{}: a ticket has no versions", past.ref),
              fmt::format("what people changed about it tells: ckm log {}", past.ref));
}

[[noreturn]] void tell_forgotten(const Past& past, const store::Version& version) {
  throw Error(Exit::kNotFound, fmt::format("the content of {} was forgotten", past.name(version)),
              fmt::format("list its versions with: ckm log {}", past.ref));
}

}  // namespace

const store::Version& need_version(const Past& past) {
  need_article(past);
  const store::Version& version = past.number ? past.version(*past.number) : past.line.now;
  if (version.there()) return version;
  if (version.forgotten) tell_forgotten(past, version);
  const store::Version* const before = past.before(version);
  const bool shown = before != nullptr && before->there() && before->number != 0;
  throw Error(Exit::kNotFound, fmt::format("{} is its removal", past.name(version)),
              shown ? fmt::format("the version before it is {}; list them with: ckm log {}", past.name(*before), past.ref)
                    : fmt::format("list its versions with: ckm log {}", past.ref));
}

store::Version need_version_at(store::Store& store, const Past& past, Time time) {
  need_article(past);
  store::LazyGraph graph(store);
  if (auto then = store::version_at(store, graph, past.known.kind, past.known.uid, time)) return *std::move(then);
  const auto last = std::find_if(past.line.versions.rbegin(), past.line.versions.rend(),
                                 [&](const store::Version& version) { return version.at <= time; });
  if (last != past.line.versions.rend() && last->forgotten) tell_forgotten(past, *last);
  throw Error(Exit::kNotFound, fmt::format("there was no {} at {}", past.ref, format_time(time)),
              fmt::format("list its versions with: ckm log {}", past.ref));
}

}  // namespace ckm::cli
