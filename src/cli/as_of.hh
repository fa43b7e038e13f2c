// --as-of of commands that ask the whole store.
#pragma once

#include <string_view>

#include "cli/command.hh"

namespace ckm::cli {

enum class Indexed : std::uint8_t { kNo, kYes };

// Puts the store as it was at the time that was typed, articles alone, in the place of the context's; nothing for an empty text.
// Throws Error{kUsage} for what is no time.
void go_back(Context& context, std::string_view typed, Indexed indexed);

}  // namespace ckm::cli
