#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

#include "base/suggest.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/text_input.hh"
#include "text/language.hh"
#include "text/tokenize.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  std::string language;
  DecodingOptions decoding;
};

std::string_view lane_name(text::Lane lane) {
  switch (lane) {
    case text::Lane::kWord: return "word";
    case text::Lane::kPair: return "pair";
    case text::Lane::kPart: return "part";
    case text::Lane::kName: return "name";
  }
  return "";
}

text::Language language_of(const std::string& typed, std::string_view text) {
  if (typed.empty()) return text::guess_language(text);
  if (const auto language = text::language_from_code(typed); language && text::is_known_language(typed)) return *language;
  std::vector<std::string> codes;
  for (int i = 1; i < text::kLanguageCount; ++i) codes.emplace_back(text::language_code(static_cast<text::Language>(i)));
  throw Error(
      Exit::kUsage, fmt::format("--language: there is no language '{}'", typed),
      did_you_mean(typed, codes,
                   fmt::format("one of: {}; or another one, such as zh-Hant, which has no stems", fmt::join(codes, ", "))));
}

Exit tokens(Context& context, const Options& options) {
  using Use = Column::Use;
  const std::string text = read_words_or_text(context, options.words, options.decoding);
  text::Stemmer stemmer(language_of(options.language, text));
  Printer out(context, "text-tokens",
              {{"term", Use::kId}, {"lane"}, {"begin", Use::kNumber}, {"end", Use::kNumber}, {"text", Use::kText}});
  text::TokenStream stream(text, stemmer);
  for (text::Token token; stream.next(token);) {
    out.row({Value(std::string(token.term)), Value(lane_name(token.lane)), Value(static_cast<std::int64_t>(token.begin)),
             Value(static_cast<std::int64_t>(token.end)), Value(text.substr(token.begin, token.end - token.begin))});
  }
  out.finish();
  return Exit::kDone;
}

}  // namespace

Run declare_text_tokens(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "TEXT", .into = &options->words, .summary = "a text; - or nothing: standard input"});
  args.add({.name = "--language",
            .into = &options->language,
            .value = "CODE",
            .summary = "the language whose stems to take, such as en; else guessed",
            .filled = true});
  add_decoding(args, options->decoding);
  return {[] { return Access::kNone; }, [options](Context& context) { return tokens(context, *options); }};
}

}  // namespace ckm::cli
