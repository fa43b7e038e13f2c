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
  if (wanted < 1 || wanted > static_cast<std::int64_t>(versions.size())) {
    throw Error(Exit::kNotFound, fmt::format("{} has no version {}", ref, wanted),
                fmt::format("it has {}; list them with: ckm log {}", versions.size(), ref));
  }
  return versions[static_cast<std::size_t>(wanted - 1)];
}

std::string Past::name(const store::Version& version) const { return fmt::format("{}@{}", ref, version.number); }

void tell_no_history(std::string_view ref) {
  throw Error(Exit::kNotFound, fmt::format("{} has no history", ref),
              "of a ticket the history has what people changed; its imports are in: ckm log --runs");
}

Past need_past(store::Store& store, std::string_view text) {
  Past past = look_up_past(store, text);
  if (past.versions.empty()) tell_no_history(text);
  return past;
}

Past look_up_past(store::Store& store, std::string_view text) {
  store::VersionName name = store::need_version_name(store, text);
  std::vector<store::Version> versions = store::versions_of(store, name.known.uid);
  std::string ref = store::known_ref(store, name.known, versions, name.number ? text.substr(0, text.rfind('@')) : text);
  return {std::move(name.known), std::move(ref), name.number, std::move(versions)};
}

store::StoredArticle article_of(const Past& past, const store::Version& version) {
  store::StoredArticle stored;
  stored.id = past.known.item ? past.known.item->id : 0;
  stored.ref = past.ref;
  stored.source = version.content.text("source");
  if (stored.source.empty()) stored.source = model::kLocalSource;
  stored.article = model::article_from_value(version.shown());
  stored.article.uid = past.known.uid;
  return stored;
}

const store::Version& need_version(const Past& past, const std::optional<Time>& as_of) {
  if (!model::info(past.known.kind).article) {
    throw Error(Exit::kUsage, fmt::format("{}: a ticket has no versions", past.ref),
                fmt::format("what people changed about it tells: ckm log {}", past.ref));
  }
  const std::string hint = fmt::format("list its versions with: ckm log {}", past.ref);
  if (as_of) {
    const store::Version* const version = store::version_at(past.versions, *as_of);
    const auto then =
        std::find_if(past.versions.rbegin(), past.versions.rend(), [&](const store::Version& v) { return v.at <= *as_of; });
    if (version == nullptr && then != past.versions.rend() && then->forgotten)
      throw Error(Exit::kNotFound, fmt::format("the content of {} was forgotten", past.name(*then)), hint);
    if (version == nullptr)
      throw Error(Exit::kNotFound, fmt::format("there was no {} at {}", past.ref, format_time(*as_of)), hint);
    return *version;
  }
  const store::Version& version = past.number ? past.version(*past.number) : past.versions.back();
  if (version.there()) return version;
  const store::Version* const before = version.number > 1 ? &past.version(version.number - 1) : nullptr;
  if (!version.forgotten && before != nullptr && before->there()) {
    throw Error(Exit::kNotFound, fmt::format("{} is its removal", past.name(version)),
                fmt::format("the version before it is {}; list them with: ckm log {}", past.name(*before), past.ref));
  }
  throw Error(Exit::kNotFound,
              version.forgotten ? fmt::format("the content of {} was forgotten", past.name(version))
                                : fmt::format("{} is its removal", past.name(version)),
              hint);
}

}  // namespace ckm::cli
