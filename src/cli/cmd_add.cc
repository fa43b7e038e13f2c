#include <fmt/format.h>

#include <array>
#include <memory>
#include <optional>

#include "base/suggest.hh"
#include "cli/article_file.hh"
#include "cli/declare.hh"
#include "cli/editor.hh"
#include "formats/article_text.hh"
#include "store/governance.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string kind;
  std::string file;
  std::string message;
};

model::Kind need_article_kind(const std::string& name) {
  const auto kind = model::kind_from_name(name);
  if (kind && model::info(*kind).article) return *kind;
  throw Error(Exit::kUsage, fmt::format("'{}' is no kind of article", name),
              did_you_mean(name, {"faq", "case", "document"}, "one of: faq, case, document"));
}

// What is written here is unfinished until somebody says otherwise.
model::Article blank_of(model::Kind kind) {
  model::Article blank;
  blank.kind = kind;
  blank.confidence = "wip";
  return blank;
}

std::optional<model::Article> write(const Context& context, EditedFile& file, const model::Article& blank) {
  std::optional<model::Article> article;
  const std::string heading = blank.kind == model::Kind::kFaq ? "the question stands behind the # below, its answer under it"
                                                              : "the title stands behind the # below, the text under it";
  const std::string text = formats::write_article_text(
      blank, true, {fmt::format("A new {}: {}.", model::info(blank.kind).name, heading), "Saved as it is, nothing is added."});
  edit_until_taken(context, file, text, [&](const std::string& edited) {
    model::Article read = read_edited_article(edited, blank);
    store::need_may_begin(read);
    article = std::move(read);
  });
  return article;
}

Exit add(Context& context, const Options& options) {
  const model::Article blank = blank_of(need_article_kind(options.kind));
  std::optional<EditedFile> file;
  if (options.file.empty()) file.emplace(context, options.kind);
  const auto article = file ? write(context, *file, blank) : std::optional(read_article_file(options.file, blank));
  if (!article) {
    context.say("nothing was written, so nothing is added");
    return Exit::kNo;
  }
  save_new_articles(context, std::array{NewArticle{*article, {}}}, options.message);
  if (file) file->drop();
  return Exit::kDone;
}

}  // namespace

Run declare_add(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "KIND", .into = &options->kind, .summary = "faq, case or document", .needed = true});
  args.add({.name = "--file",
            .into = &options->file,
            .value = "FILE",
            .summary = "the article, not an editor; - is standard input",
            .filled = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[] { return Access::kWrite; }, [options](Context& context) { return add(context, *options); }};
}

}  // namespace ckm::cli
