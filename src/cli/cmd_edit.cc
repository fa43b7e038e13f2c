#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "base/byte_source.hh"
#include "base/out_file.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/article_file.hh"
#include "cli/declare.hh"
#include "cli/editor.hh"
#include "cli/field_diff.hh"
#include "cli/promote.hh"
#include "cli/refs.hh"
#include "formats/article_text.hh"
#include "search/unite.hh"
#include "store/articles.hh"
#include "store/categories.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/labels.hh"
#include "store/learned.hh"
#include "store/lineage.hh"
#include "store/person_edits.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string ref;
  std::string file;
  bool print = false;
  std::vector<std::string> promote;
  std::string message;
};

// An article as a person edits it: with the category that a person said of it.
struct Opened {
  store::Item item;
  store::StoredArticle stored;
  std::string label;
  std::int64_t versions = 0;

  [[nodiscard]] model::Article shown() const {
    model::Article article = stored.article;
    if (!label.empty()) article.category = label;
    return article;
  }
};

Opened open(store::Store& store, const store::Item& item) {
  Opened opened;
  opened.item = item;
  if (!model::info(opened.item.kind).article) {
    throw Error(Exit::kUsage, fmt::format("{}: a ticket is what its source says", store::item_ref(store, item)),
                "its category is set with: ckm set; a case or FAQ is made of it with: ckm draft");
  }
  opened.stored = *store::read_article(store, opened.item.id);
  opened.versions = static_cast<std::int64_t>(store::versions_of(store, opened.stored.article.uid).size());
  opened.label = store::person_label(store, item);
  return opened;
}

// Who takes a category away may not know what else says one.
void tell_category(Context& context, const Opened& before, const model::Article& edited) {
  const std::string old = store::clean_path(before.shown().category);
  if (old.empty() || !edited.category.empty()) return;
  const store::EffectiveCategory now = store::effective_category(context.store(), before.item);
  if (now.path.empty()) return;
  const bool source = now.origin == "source";
  const std::string_view how = now.path == old ? "still" : source ? "again" : "now";
  const std::string_view who = source ? "its source" : now.origin == "rule" ? "a rule" : "a model";
  context.say(fmt::format("the category is {} {}, as {} says", now.path, how, who));
}

// `before`: what the text was made from.
void print_both(const Context& context, const Value& before, const Opened& now, const model::Article& edited) {
  const std::string theirs = fields_diff(context, store::field_changes(before, model::to_value(now.shown())));
  const std::string yours = fields_diff(context, store::field_changes(before, model::to_value(edited)));
  write_stdout(fmt::format("What was changed meanwhile:\n\n{}\nWhat you changed:\n\n{}", theirs, yours));
}

[[noreturn]] void tell_conflict(const Context& context, const Opened& opened, const Opened& now, const model::Article& edited,
                                const std::string& path) {
  print_both(context, model::to_value(opened.shown()), now, edited);
  throw Error(Exit::kConflict,
              fmt::format("{} was changed while it was edited: it has version {} now", opened.stored.ref, now.versions),
              fmt::format("your text is in {}; edit it and save it over theirs with: ckm edit {} --file {}", path,
                          opened.stored.ref, path));
}

// A text in a file that was made from an older version than there is.
void need_latest(Context& context, const Opened& now, const VersionedText& text, const std::string& path) {
  if (!text.version || *text.version == now.versions) return;
  const std::string& ref = now.stored.ref;
  if (*text.version < 1 || *text.version > now.versions) {
    throw Error(Exit::kConflict, fmt::format("{} has no version {}, which {} names", ref, *text.version, input_name(path)),
                fmt::format("it has {}; write that in its first lines, or take out the line that names it", now.versions));
  }
  store::LazyGraph graph(context.store());
  const auto then = store::version_here(context.store(), graph, now.item.kind, now.stored.article.uid, *text.version);
  const Value before = then ? model::to_value(model::article_from_value(then->shown())) : Value();
  if (then && store::field_changes(before, model::to_value(now.shown())).empty()) return;
  print_both(context, before, now, text.article);
  throw Error(Exit::kConflict,
              fmt::format("{} was made from version {} of {}, which has version {} now", input_name(path), *text.version, ref,
                          now.versions),
              fmt::format("take into it what was changed, write version {} in its first lines, and save it again", now.versions));
}

// As the editor shows it.
std::string text_of(store::Store& store, const Opened& opened) {
  std::vector<std::string> learned;
  for (const store::Wording& wording : store::wordings_of(store, opened.item.id)) {
    std::string line = utf8::one_line(wording.text);
    if (!search::is_asked(opened.stored.article, line) && std::ranges::find(learned, line) == learned.end())
      learned.push_back(std::move(line));
  }
  return formats::write_article_text(opened.shown(), true, {version_line(opened.stored.ref, opened.versions)}, learned);
}

Exit edit(Context& context, const Options& options) {
  store::Store& store = context.store();
  const Opened opened = open(store, need_item(context, options.ref));
  store::need_may_change(store, opened.item, context.actor);
  const model::Article shown = opened.shown();
  std::optional<model::Article> edited;
  std::optional<EditedFile> file;
  std::string came;  // From the editor.
  VersionedText named;
  if (options.file.empty()) {
    file.emplace(context, opened.stored.ref);
    edit_until_taken(context, *file, text_of(store, opened), [&](const std::string& text) {
      model::Article read = store::completed(read_edited_article(text, shown), opened.stored.article);
      store::need_may_become(store, opened.item, opened.stored.article, read, context.actor);
      came = text;
      edited = std::move(read);
    });
  } else {
    named = read_versioned_file(options.file, opened.stored.ref, shown);
    edited = named.article = store::completed(named.article, opened.stored.article);
  }
  if (!edited) {
    context.say("nothing to change");
    return Exit::kDone;
  }
  store::Transaction transaction(store.db());
  const Opened now = open(store, store::need_item(store, opened.stored.ref));
  if (file && (now.stored.hash != opened.stored.hash || now.label != opened.label))
    // Whoever saves it again knows of the version that it names then.
    tell_conflict(context, opened, now, *edited, file->tell(with_version(came, opened.stored.ref, now.versions)));
  need_latest(context, now, named, options.file);
  store::need_may_become(store, now.item, now.stored.article, *edited, context.actor);
  store::ChangeWriter change(store, context.author(options.message));
  const bool changed = store::save_edit(store, now.item, now.stored, now.label, *edited, context.actor, change);
  change.seal();
  index_now(context);
  transaction.commit();
  if (file) file->drop();
  context.say(changed ? fmt::format("changed {}: ckm diff {} shows how", opened.stored.ref, opened.stored.ref)
                      : "nothing to change");
  tell_category(context, now, *edited);
  return Exit::kDone;
}

Exit print(Context& context, const Options& options) {
  write_stdout(text_of(context.store(), open(context.store(), need_item(context, options.ref))));
  return Exit::kDone;
}

}  // namespace

Run declare_edit(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF", .into = &options->ref, .summary = "an article, such as faq:12", .needed = true});
  args.add({.name = "--file",
            .into = &options->file,
            .value = "FILE",
            .summary = "the whole article, not an editor; - is standard input",
            .filled = true});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  args.add({.name = "--print",
            .into = &options->print,
            .summary = "print the text that an editor would show, as --file reads it, and change nothing",
            .excludes = "--file --message"});
  args.add({.name = "--promote",
            .into = &options->promote,
            .value = "WORDING",
            .summary = "make customers' wordings its phrasings, by the numbers or tickets that ckm show lists them with",
            .excludes = "--file --print"});
  return {[options] { return options->print ? Access::kRead : Access::kWrite; },
          [options](Context& context) {
            if (!options->promote.empty()) return promote(context, options->ref, options->promote, options->message);
            return options->print ? print(context, *options) : edit(context, *options);
          }};
}

}  // namespace ckm::cli
