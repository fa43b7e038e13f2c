#include "model/state.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ckm::model {
namespace {

constexpr std::string_view kWip = kConfidences[0];
constexpr std::string_view kValidated = kConfidences[2];
constexpr std::string_view kArchived = kConfidences[3];

// Steps of confidence that are none.
struct Barred {
  std::string_view from;
  std::string_view to;
  std::string_view why;
  std::string_view hint;
};
constexpr std::array<Barred, 3> kBarred = {{
    {kValidated, kWip, "others may rely on it already", "say that it is to be checked: ckm set REF confidence=not-validated"},
    {kArchived, kWip, "others relied on it before", "bring it back to be checked: ckm set REF confidence=not-validated"},
    {kArchived, kValidated, "what was archived is checked before anyone relies on it again",
     "bring it back with: ckm set REF confidence=not-validated, then: ckm review REF --ok"},
}};

std::ptrdiff_t width_of(const std::string& audience) { return std::ranges::find(kAudiences, audience) - kAudiences.begin(); }

// Who sees more than the team sees what somebody has checked.
std::optional<Refusal> refuse_audience(const Article& article) {
  if (article.audience == kAudiences[0] || article.confidence == kValidated) return std::nullopt;
  return Refusal{
      fmt::format("can't be {} while it is {}: only what is validated is shown outside", article.audience, article.confidence),
      article.confidence == kArchived ? "bring it back first: ckm set REF confidence=not-validated"
                                      : "check it first: ckm review REF --ok"};
}

}  // namespace

std::optional<Refusal> refuse_state(const Article& article) { return refuse_audience(article); }

std::optional<Refusal> refuse_step(const Article& before, const Article& after) {
  for (const Barred& row : kBarred) {
    if (before.confidence == row.from && after.confidence == row.to)
      return Refusal{fmt::format("can't go from {} to {}: {}", row.from, row.to, row.why), std::string(row.hint)};
  }
  // What was shown stays shown while it is checked again, and when it is archived.
  if (width_of(after.audience) > width_of(before.audience)) return refuse_audience(after);
  return std::nullopt;
}

}  // namespace ckm::model
