// Whether two questions of nearly the same words ask for other things.
#pragma once

#include <string>
#include <string_view>

namespace ckm::text {

// They do where just one of them negates (not, can't, no, un- before a word of the other, 不, 没, 未, 非; not 能不能 and 非常),
// where one has a word and the other its opposite (before and after, 国内 and 国外), where one names something with a capital
// letter (a single one too: size M), or in Latin letters among Han characters, that the other does not, where two sides are
// swapped (from Basic to Pro; text/swapped_sides.hh), and where one asks when or how long and the other where, why, who, how
// much or in what way.
bool ask_opposites(std::string_view left, std::string_view right);

// Whether one has a word and the other its opposite: 买 and 卖, which a typing error could be but for what they say.
bool have_opposites(std::string_view left, std::string_view right);

// A folded Chinese question with one word for each way to ask: 怎么样, 怎样 and 咋 become 如何, 能不能 and 可以 become 能, and
// 请问 and particles at the end of a sentence go. Others stay as they are.
std::string ask_plainly(std::string folded);

// How many negations stand in a text; un- and the like before a word are none here.
int negations_in(std::string_view text);

}  // namespace ckm::text
