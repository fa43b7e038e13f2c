// The rules of repair.hh: each looks at a whole text and says what it would change. For src/text alone.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/repair.hh"

namespace ckm::text {

// Bytes [begin, end) of the text that a rule was given become `after`.
struct Change {
  std::size_t begin;
  std::size_t end;
  std::string after;
  std::string_view rule;
};

// What a rule found. Changes ascend, do not overlap and take at least one byte; the offsets of both are in the text that it was
// given.
struct Found {
  std::vector<Change> changes;
  std::vector<Finding> findings;
};

// What a text may have, by a look at its bytes.
enum Suspicion : unsigned { kMarkup = 1, kEscape = 2, kControl = 4, kSpace = 8, kReading = 16, kPrivateUse = 32, kMojibake = 64 };

// All of them, in one pass over the text.
unsigned suspicions(std::string_view text);

struct RepairRule {
  std::string_view name;
  Suspicion suspicion;  // Without it there is nothing for the rule to find.
  void (*find)(std::string_view text, const RepairOptions& options, Found& found);
};

// In the order in which they run, each on what the one before made of the text.
std::span<const RepairRule> repair_rules();

void find_mojibake(std::string_view text, const RepairOptions& options, Found& found);
void find_markup(std::string_view text, const RepairOptions& options, Found& found);
void find_escapes(std::string_view text, const RepairOptions& options, Found& found);
void find_controls(std::string_view text, const RepairOptions& options, Found& found);
void find_spaces(std::string_view text, const RepairOptions& options, Found& found);
void find_readings(std::string_view text, const RepairOptions& options, Found& found);
void find_private_use(std::string_view text, const RepairOptions& options, Found& found);

}  // namespace ckm::text
