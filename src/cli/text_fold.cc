#include <memory>

#include "cli/declare.hh"
#include "cli/printer.hh"
#include "cli/text_input.hh"
#include "text/fold.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::vector<std::string> words;
  DecodingOptions decoding;
};

Exit fold(Context& context, const Options& options) {
  const std::string text = read_words_or_text(context, options.words, options.decoding);
  const std::string folded = text::fold(text);
  const bool ends_line = folded.ends_with('\n');
  print_object(context, "text-fold", Value(Value::Object{{"text", text}, {"folded", folded}}),
               ends_line ? folded : folded + "\n");
  return Exit::kDone;
}

}  // namespace

Run declare_text_fold(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "TEXT", .into = &options->words, .summary = "a text; - or nothing: standard input"});
  add_decoding(args, options->decoding);
  return {[] { return Access::kNone; }, [options](Context& context) { return fold(context, *options); }};
}

}  // namespace ckm::cli
