// Which process this is, so that another one can tell whether it still lives.
#pragma once

#include <string>
#include <string_view>

namespace ckm {

// The machine's boot, the process's number and when it started; never empty.
std::string process_name();

// Whether that process still runs here. A process of another machine or boot does not.
bool process_lives(std::string_view name);

}  // namespace ckm
