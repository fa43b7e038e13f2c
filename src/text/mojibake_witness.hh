// Whether characters that could be UTF-8 read as windows-1252 can hardly be anything else. For src/text alone.
//
// Right text has such pairs too: a capital letter before a quote, an ellipsis, a dash or a superscript ("100 Å²", "Naja, Ä…",
// „ABER SPÄ“). They are as good as Ų, ą, Ē. So a pair of this kind bears witness only where a word shows that it is none: behind
// small letters (cafÃ©, sÄ…), before letters where that sign does not stand (Å›roda), or beside another such pair (Å¼Ä™).
#pragma once

#include <string_view>

namespace ckm::text {

// `text` and the bytes that windows-1252 or Latin-1 reads so, one for each character; they are UTF-8. Linear.
bool bears_witness(std::u16string_view text, std::string_view bytes);

}  // namespace ckm::text
