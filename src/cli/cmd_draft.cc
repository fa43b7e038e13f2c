#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "base/counted.hh"
#include "base/out_file.hh"
#include "base/utf8.hh"
#include "cli/article_file.hh"
#include "cli/declare.hh"
#include "cli/editor.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "formats/article_text.hh"
#include "formats/mail_header.hh"
#include "model/draft.hh"
#include "model/resolution.hh"
#include "store/labels.hh"
#include "store/links.hh"
#include "store/people.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

struct Options {
  std::string kind = "case";
  std::vector<std::string> tickets;
  bool edit = false;
  bool dry_run = false;
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

// The tickets of a draft, each once, in the order in which they were named.
struct Sources {
  std::vector<store::Item> items;
  std::vector<model::DraftSource> tickets;
  std::vector<std::string> open, unknown;          // Of these, by reference: with such a resolution,
  std::vector<std::string> unanswered, undecided;  // and of those left out: without an answer, and open ones for a FAQ.
  std::vector<std::string> drafts;                 // Articles of the same kind that were made of them before.

  void add(store::Store& store, const store::Item& item, const Options& options);
  void tell(const Context& context, const Options& options) const;
};

model::DraftSource source_of(store::Store& store, const store::Item& item) {
  auto stored = store::read_ticket(store, item.id);
  model::Ticket& ticket = stored->ticket;
  ticket.subject = formats::bare_subject(ticket.subject);
  ticket.category = store::effective_category(store, item).path;
  for (model::Message& message : ticket.messages) message.author = store::author_name(store, stored->source, message.author);
  return {std::move(stored->ref), std::move(ticket)};
}

void Sources::add(store::Store& store, const store::Item& item, const Options& options) {
  model::DraftSource source = source_of(store, item);
  const model::Resolution resolution = model::resolution_of(source.ticket);
  if (options.faq() ? !model::tells_faq(source.ticket) : !model::tells_case(source.ticket)) {
    const bool answered = options.faq() && resolution == model::Resolution::kOpen;
    (answered ? undecided : unanswered).push_back(source.ref);
    return;
  }
  if (resolution == model::Resolution::kOpen)
    open.push_back(fmt::format("{} ({})", source.ref, utf8::one_line(source.ticket.status)));
  if (resolution == model::Resolution::kUnknown) unknown.push_back(source.ref);
  for (const store::Linked& link : store::links_of(store, item)) {
    if (link.outwards || link.relation != "derived-from" || model::info(link.item.kind).name != options.kind) continue;
    std::string ref = store::item_ref(store, link.item);
    if (std::ranges::find(drafts, ref) == drafts.end()) drafts.push_back(std::move(ref));
  }
  items.push_back(item);
  tickets.push_back(std::move(source));
}

void Sources::tell(const Context& context, const Options& options) const {
  const auto say = [&](std::string_view what, const std::vector<std::string>& refs) {
    if (!refs.empty()) context.say(fmt::format("{}: {}", what, first_few(refs)));
  };
  say("left out, not answered by an agent", unanswered);
  say("left out, open, so that no answer is known to be right", undecided);
  say("open, so that the draft has no result", open);
  if (!options.faq()) say("without a status, so that the last attempt has no outcome", unknown);
  if (!drafts.empty()) {
    context.say(fmt::format("derived from one of these tickets already: {}; ckm edit {} goes on with it", first_few(drafts),
                            drafts.front()));
  }
}

Sources read_sources(Context& context, const Options& options) {
  store::Store& store = context.store();
  const std::vector<std::string> words = read_words(options.tickets);
  std::vector<store::Item> items;
  for (const std::string& word : words) items.push_back(need_ticket(store, word));
  Sources sources;
  std::unordered_set<std::int64_t> seen;
  for (const store::Item& item : items) {
    if (seen.insert(item.id).second) sources.add(store, item, options);
  }
  return sources;
}

// The draft as people write articles, with where it is from as a comment.
std::string text_of(const model::Draft& draft, const Sources& sources, std::vector<std::string> more = {}) {
  std::vector<std::string> refs;
  for (const model::DraftSource& source : sources.tickets) refs.push_back(source.ref);
  std::vector<std::string> about = {fmt::format("A draft from {}.", first_few(refs))};
  std::ranges::move(more, std::back_inserter(about));
  return formats::write_article_text(draft.article, true, about);
}

void print(const Context& context, const model::Draft& draft, const Sources& sources) {
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
  const Sources sources = read_sources(context, options);
  sources.tell(context, options);
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
  save_new_article(context, draft.article, options.message, sources.items);
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
  args.add({.name = "--dry-run", .into = &options->dry_run, .summary = "print its text and add nothing", .excludes = "--edit"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[options] { return options->dry_run ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return draft(context, *options); }};
}

}  // namespace ckm::cli
