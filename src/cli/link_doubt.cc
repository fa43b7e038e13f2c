#include "cli/link_doubt.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.hh"
#include "model/ref.hh"
#include "store/items.hh"

namespace ckm::cli {

LinkDoubt::LinkDoubt(const Context& context, std::string own_source) : context_(context), own_source_(std::move(own_source)) {}

store::Store& LinkDoubt::store() {
  if (!store_) {
    store_.emplace(store::Store::open(context_.db, store::Access::kRead, context_.lock_timeout_ms));
    for (store::SourceHas& source : store::sources_of_items(*store_)) sources_.emplace(source.name, source);
  }
  return *store_;
}

std::string LinkDoubt::operator()(std::string_view end, bool ticket, std::string_view source) {
  const auto slash = end.find('/');
  if (slash != std::string_view::npos) return without_kind(std::string(end), end.substr(0, slash), ticket);
  const bool by_default = !own_source_.empty() && (source.empty() || source == own_source_);
  return ticket && by_default ? without_source(std::string(end)) : std::string();
}

// desk/T-1021, where desk is a source and nothing has that for an identifier.
std::string LinkDoubt::without_kind(const std::string& end, std::string_view source, bool ticket) {
  store::Store& here = store();
  const auto known = sources_.find(source);
  if (known == sources_.end() || !(known->second.tickets || known->second.articles)) return {};
  if (store::is_identifier(here, end)) return {};
  model::Kind meant = ticket ? model::Kind::kTicket : model::Kind::kFaq;
  for (const model::KindInfo& kind : model::kKinds) {
    const auto ref = model::parse_ref(fmt::format("{}:{}", kind.prefix, end));
    if (kind.searchable && ref && store::find_item(here, *ref)) meant = kind.kind;
  }
  return fmt::format("is a reference without its kind: write {}:{}", model::info(meant).prefix, utf8::one_line(end));
}

// T-1021, where the source that it would be looked up in has no tickets and others have.
std::string LinkDoubt::without_source(const std::string& end) {
  store();
  const auto own = sources_.find(own_source_);
  if (own != sources_.end() && own->second.tickets) return {};
  const auto other = std::ranges::find_if(sources_, [](const auto& source) { return source.second.tickets; });
  if (other == sources_.end()) return {};
  return fmt::format("says no source, and {} has no tickets: say --source {}, or write ticket:{}/{}", own_source_, other->first,
                     other->first, utf8::one_line(end));
}

}  // namespace ckm::cli
