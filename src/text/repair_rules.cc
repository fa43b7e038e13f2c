#include "text/repair_rules.hh"

#include <array>

namespace ckm::text {
namespace {

// A rule that undoes a wrong decoding of the whole text belongs first: the others need the characters that were meant.
constexpr std::array kRules = {
    RepairRule{"markup", find_markup}, RepairRule{"escape", find_escapes},   RepairRule{"control", find_controls},
    RepairRule{"space", find_spaces},  RepairRule{"reading", find_readings}, RepairRule{"private-use", find_private_use},
};

}  // namespace

std::span<const RepairRule> repair_rules() { return kRules; }

}  // namespace ckm::text
