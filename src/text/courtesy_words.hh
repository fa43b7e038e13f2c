// Words that letters begin and end with ("dear", "merci", "您好"), of the languages that ckm stems and of Chinese: they tell
// nothing of what a letter is about, and are no function words, so that they can be searched.
#pragma once

#include <string_view>

namespace ckm::text {

// Whether a folded word, or a folded run of two Han characters, is one in any of these languages, whatever it means in another
// ("caro", "cher").
bool is_courtesy_word(std::string_view folded);

}  // namespace ckm::text
