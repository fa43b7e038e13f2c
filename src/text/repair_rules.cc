#include "text/repair_rules.hh"

#include <array>

namespace ckm::text {
namespace {

// A wrong decoding of the whole text comes first: the others need the characters that were meant.
constexpr std::array kRules = {
    RepairRule{"mojibake", kMojibake, find_mojibake},
    RepairRule{"markup", kMarkup, find_markup},
    RepairRule{"escape", kEscape, find_escapes},
    RepairRule{"control", kControl, find_controls},
    RepairRule{"space", kSpace, find_spaces},
    RepairRule{"reading", kReading, find_readings},
    RepairRule{"private-use", kPrivateUse, find_private_use},
};

}  // namespace

std::span<const RepairRule> repair_rules() { return kRules; }

}  // namespace ckm::text
