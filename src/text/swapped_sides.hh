// Whether two questions of the same words ask for opposite things because two of these stand swapped.
#pragma once

#include <string_view>

namespace ckm::text {

// They do where both are the same but for two sides that are swapped about what stands between them:
//   - in letters, about a word of direction (from Basic to Pro, before, than), or one word about one or two others (does the
//     phone charge the laptop). Other function words don't count, nor how words are inflected. Two lists of words without any
//     function word, and two sides joined by and or or, are never told apart so.
//   - in Chinese, about 到, 给, 换, 转, 变成, 改成, 比 and the like (北京到上海), or one person about anything (我 … 你 against
//     你 … 我).
// Of longer texts than 150 words or Han characters never.
bool has_swapped_sides(std::string_view left, std::string_view right);

}  // namespace ckm::text
