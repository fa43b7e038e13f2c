// What [redact] in the settings says: own expressions, and kinds and values that are left alone.
//
//   [redact]
//   off = ["plate"]
//   keep = ["help@example.org", "+886 2 2345 6789"]
//   patterns = [{name = "order", match = 'SO-\d+'}]
#pragma once

#include <string>
#include <string_view>

#include "base/value.hh"
#include "cli/config.hh"
#include "text/personal.hh"

namespace ckm::cli {

inline constexpr std::string_view kRedactPatterns = "redact.patterns";
inline constexpr std::string_view kRedactOff = "redact.off";
inline constexpr std::string_view kRedactKeep = "redact.keep";

// Throws Error{kUsage} with `path`, line and column of what is wrong with the value of one of them.
void check_redact_setting(std::string_view name, const Value& value, const std::string& path);

// Looks for what the settings say.
text::PersonalFinder personal_finder(const Settings& settings);

}  // namespace ckm::cli
