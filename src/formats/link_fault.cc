#include "formats/link_fault.hh"

#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "base/utf8.hh"
#include "model/ref.hh"

namespace ckm::formats {
namespace {

enum class Want : std::uint8_t { kAny, kTicket, kArticle };

// What is wrong with a reference, or with what is meant to be one.
std::string ref_fault(const std::string& text, const std::optional<model::Ref>& ref, Want want) {
  if (!ref) {
    const auto kind = model::kind_from_name(text.substr(0, text.find(':')));
    if (!kind || text.find(':') == std::string::npos) return {};
    const std::string_view prefix = model::info(*kind).prefix;
    return fmt::format("is no reference: write it like {}:SOURCE/ID or {}:12", prefix, prefix);
  }
  const model::KindInfo& kind = model::info(ref->kind);
  if (!kind.searchable) return "is neither a ticket nor an article";
  if (want == Want::kTicket && kind.article) return "is no ticket: a ticket is solved by an article";
  if (want == Want::kArticle && !kind.article) return "is no article: a ticket is solved by an article";
  return {};
}

}  // namespace

std::string link_fault(const model::Link& link, const LinkColumns& columns, const LinkDoubt& doubt) {
  const bool solves = !link.outcome.empty() || link.relation == "solved-by";
  const auto from = model::parse_ref(link.from);
  const auto to = model::parse_ref(link.to);
  const auto fault = [&](std::string_view column, const std::string& end, const std::optional<model::Ref>& ref, bool ticket) {
    const Want want = !solves ? Want::kAny : ticket ? Want::kTicket : Want::kArticle;
    std::string what = ref_fault(end, ref, want);
    if (what.empty() && !ref && doubt) what = doubt(end, ticket, columns.source);
    return what.empty() ? what : fmt::format("column {}: '{}' {}", column, utf8::one_line(end), what);
  };
  if (std::string what = fault(columns.from, link.from, from, true); !what.empty()) return what;
  if (std::string what = fault(columns.to, link.to, to, link.relation == "duplicate-of"); !what.empty()) return what;
  if (!from || !to) return {};
  if (*from == *to) return fmt::format("column {}: '{}' is linked to itself", columns.to, utf8::one_line(link.to));
  if (link.relation == "duplicate-of" && model::info(from->kind).article != model::info(to->kind).article)
    return fmt::format("column {}: '{}' is no duplicate: a ticket is one of a ticket, and an article of an article", columns.to,
                       utf8::one_line(link.to));
  return {};
}

}  // namespace ckm::formats
