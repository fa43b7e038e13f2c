#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/counted.hh"
#include "base/out_file.hh"
#include "cli/article_file.hh"
#include "cli/declare.hh"
#include "cli/draft_sources.hh"
#include "cli/editor.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "formats/article_text.hh"
#include "model/draft.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string kind = "case";
  std::vector<std::string> tickets;
  bool edit = false;
  bool dry_run = false;
  bool again = false;
  std::string message;

  [[nodiscard]] bool faq() const { return kind == "faq"; }
};

store::Item need_ticket(store::Store& store, const std::string& word) {
  if (word == "case" || word == "faq")
    throw Error(Exit::kUsage, fmt::format("--from: '{}' is no ticket", word),
                fmt::format("the kind stands first: ckm draft {} --from ticket:desk/T-1001", word));
  const auto ref = model::parse_ref(word);
  if (!ref || ref->kind != model::Kind::kTicket)
    throw Error(Exit::kUsage, fmt::format("--from: '{}' is no ticket", word), "write it like ticket:desk/T-1001");
  return store::need_item(store, word);
}

DraftSources read_sources(Context& context, const Options& options) {
  store::Store& store = context.store();
  const std::vector<std::string> words = read_words(options.tickets);
  std::vector<store::Item> items;
  for (const std::string& word : words) items.push_back(need_ticket(store, word));
  DraftSources sources;
  std::unordered_set<std::int64_t> seen;
  for (const store::Item& item : items) {
    if (seen.insert(item.id).second) sources.add(store, item, options.faq());
  }
  sources.find_drafts(store, options.faq());
  return sources;
}

// The draft as people write articles, with where it is from as a comment.
std::string text_of(const model::Draft& draft, const DraftSources& sources, std::vector<std::string> more = {}) {
  std::vector<std::string> refs;
  for (const model::DraftSource& source : sources.tickets) refs.push_back(source.ref);
  std::vector<std::string> about = {fmt::format("A draft from {}.", first_few(refs))};
  std::ranges::move(more, std::back_inserter(about));
  return formats::write_article_text(draft.article, true, about);
}

void print(const Context& context, const model::Draft& draft, const DraftSources& sources) {
  Value from = Value::Array{};
  for (const model::DraftSource& source : sources.tickets) from.push(source.ref);
  Value members = Value::Object{};
  members.set("from", std::move(from)).set("draft", model::to_value(draft.article));
  if (context.format == Format::kMd) write_stdout(text_of(draft, sources));
  else print_object(context, "draft", members, text_of(draft, sources));
}

void tell_left_out(const Context& context, const model::Draft& draft) {
  if (draft.automatic > 0) context.say(fmt::format("left out: {}", counted(draft.automatic, "automatic message")));
  if (draft.empty > 0)
    context.say(fmt::format("left out: {}", counted(draft.empty, "message without a text", "messages without a text")));
}

Exit draft(Context& context, const Options& options) {
  const DraftSources sources = read_sources(context, options);
  if (!sources.same.empty() && !options.again && !options.dry_run) {
    throw Error(Exit::kConflict, fmt::format("{} was drafted from the same before", sources.same.front()),
                fmt::format("go on with it: ckm edit {}; or draft another one: --again", sources.same.front()));
  }
  sources.tell(context, options.faq());
  if (sources.tickets.empty()) {
    context.say(sources.undecided.empty()
                    ? "there is nothing to draft from"
                    : fmt::format("there is nothing to draft from; what was tried so far: ckm draft case --from {}",
                                  sources.undecided.front()));
    return Exit::kNo;
  }
  model::Draft draft = options.faq() ? model::draft_faq(sources.tickets) : model::draft_case(sources.tickets);
  tell_left_out(context, draft);
  if (options.dry_run) {
    print(context, draft, sources);
    return Exit::kDone;
  }
  std::optional<EditedFile> file;
  if (options.edit) {
    file.emplace(context, options.kind);
    const bool edited = edit_until_taken(
        context, *file, text_of(draft, sources, {"Saved as it is, nothing is added; without --edit it is added as it is."}),
        [&, blank = draft.article](const std::string& text) { draft.article = read_edited_article(text, blank); });
    if (!edited) {
      context.say("nothing was changed, so nothing is added");
      return Exit::kNo;
    }
  }
  save_new_articles(context, std::array{NewArticle{draft.article, sources.items}}, options.message);
  if (file) file->drop();
  return Exit::kDone;
}

}  // namespace

Run declare_draft(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "KIND", .into = &options->kind, .summary = "case or faq; without it a case", .choices = {"case", "faq"}});
  args.add({.name = "--from",
            .into = &options->tickets,
            .value = "TICKET...",
            .summary = "solved tickets, such as ticket:desk/T-1001; - reads them from standard input",
            .needed = true});
  args.add({.name = "--edit", .into = &options->edit, .summary = "in your editor before it is added"});
  args.add(
      {.name = "--again", .into = &options->again, .summary = "another one, though one was drafted from these tickets before"});
  args.add({.name = "--dry-run", .into = &options->dry_run, .summary = "print its text and add nothing", .excludes = "--edit"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[options] { return options->dry_run ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return draft(context, *options); }};
}

}  // namespace ckm::cli
