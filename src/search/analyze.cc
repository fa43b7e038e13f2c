#include "search/analyze.hh"

#include "text/tokenize.hh"

namespace ckm::search {
namespace {

struct Scripts {
  bool letters = false;
  bool characters = false;
};

void add_field(index::SegmentBuilder& builder, text::Stemmer& stemmer, std::string_view text, index::Field field,
               Scripts& scripts) {
  text::TokenStream tokens(text, stemmer);
  text::Token token;
  while (tokens.next(token)) {
    builder.add(token.term, field, token.lane == text::Lane::kWord);
    (token.script == text::CharClass::kWord ? scripts.letters : scripts.characters) = true;
  }
}

}  // namespace

text::Stemmer& Stemmers::of(text::Language language) {
  auto& stemmer = stemmers_[static_cast<std::size_t>(language)];
  if (!stemmer) stemmer.emplace(language);
  return *stemmer;
}

text::Language language_of(const store::SearchText& text) {
  if (!text.language.empty()) {
    if (const auto said = text::language_from_code(text.language)) return *said;
  }
  const text::Language answer = text::guess_language(text.answer);
  return answer != text::Language::kNone ? answer : text::guess_language(text.question);
}

std::string language_list(text::Language language) { return std::string(index::kLanguage).append(text::language_code(language)); }

text::Language add_document(index::SegmentBuilder& builder, Stemmers& stemmers, std::uint32_t doc,
                            const store::SearchText& text) {
  const text::Language language = language_of(text);
  text::Stemmer& stemmer = stemmers.of(language);
  builder.begin_document(doc);
  Scripts scripts;
  add_field(builder, stemmer, text.question, index::Field::kQuestion, scripts);
  add_field(builder, stemmer, text.answer, index::Field::kAnswer, scripts);
  if (scripts.letters) builder.mark(index::kLetters);
  if (scripts.characters) builder.mark(index::kCharacters);
  if (language != text::Language::kNone) builder.mark(language_list(language));
  builder.end_document();
  return language;
}

}  // namespace ckm::search
