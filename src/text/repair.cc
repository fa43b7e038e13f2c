#include "text/repair.hh"

#include <utility>

#include "text/repair_edits.hh"
#include "text/repair_rules.hh"

namespace ckm::text {
namespace {

constexpr int kMaxRounds = 8;

}  // namespace

// A repair can bare further damage (&amp;lt;), so the rules run until none of them changes anything.
Repair repair(std::string_view raw, const RepairOptions& options) {
  Repair out;
  unsigned suspected = suspicions(raw);
  if (suspected == 0) {
    out.text = raw;
    return out;
  }
  Edits edits(raw);
  bool fresh = true;
  for (int round = 0; round < kMaxRounds; ++round) {
    bool changed = false;
    std::vector<Finding> findings;
    for (const RepairRule& rule : repair_rules()) {
      if ((suspected & rule.suspicion) == 0) continue;
      Found found;
      rule.find(edits.text(), options, found);
      for (Finding& finding : found.findings) {
        finding.offset = edits.raw_offset(finding.offset, finding.text);
        findings.push_back(std::move(finding));
      }
      if (found.changes.empty()) continue;
      edits.apply(found.changes);
      fresh |= rule.suspicion == kMojibake;
      suspected = suspicions(edits.text());
      changed = true;
    }
    // What the first round saw of a text, it saw with all that surrounds it; of one that was read wrongly it saw other
    // characters.
    if (std::exchange(fresh, false)) out.findings = std::move(findings);
    if (!changed) {
      out.text = edits.text();
      out.edits = edits.list();
      return out;
    }
  }
  out.text = raw;
  out.findings.push_back({0, {}, "unsettled"});
  return out;
}

}  // namespace ckm::text
