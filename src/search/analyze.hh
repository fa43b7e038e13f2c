// One text chain for documents and queries: words, stems, and which language a text is in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "index/builder.hh"
#include "store/items.hh"
#include "text/language.hh"
#include "text/stem.hh"

namespace ckm::search {

// The stemmers of all languages, made when they are first asked for.
class Stemmers {
 public:
  text::Stemmer& of(text::Language language);

 private:
  std::array<std::optional<text::Stemmer>, text::kLanguageCount> stemmers_;
};

// The language that an item's text is stemmed in: what its source says where that is a language, else a guess.
text::Language language_of(const store::SearchText& text);

// Adds one document's terms. Returns its language.
text::Language add_document(index::SegmentBuilder& builder, Stemmers& stemmers, std::uint32_t doc, const store::SearchText& text);

// The name of the list of a language's documents.
std::string language_list(text::Language language);

// Bit n stands for language n, as segments keep it.
constexpr std::int64_t language_bit(text::Language language) { return std::int64_t{1} << static_cast<int>(language); }

}  // namespace ckm::search
