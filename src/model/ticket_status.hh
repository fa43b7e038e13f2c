// What a ticket's status means. Sources write it as they like; only what says that the work is done is known here.
#pragma once

#include <string_view>

namespace ckm::model {

// Whether a status says that the ticket is solved or closed, in English, German, Chinese and so on, in any case:
// solved, Closed, closed successful, 已解决. Its first word decides.
bool is_solved_status(std::string_view status);

}  // namespace ckm::model
