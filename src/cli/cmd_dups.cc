#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>

#include "base/counted.hh"
#include "base/number.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/duplicates.hh"
#include "cli/merging.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "cli/saved_words.hh"
#include "insight/conflicts.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/links.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMostPrinted = 20;  // Groups.

struct Options {
  std::string kind;
  std::string threshold;
  std::string where;
  bool merge = false;
  bool yes = false;
  std::int64_t limit = 0;  // 0: not said.
  std::string message;
};

double need_threshold(const std::string& typed) {
  if (typed.empty()) return kSameAsk;
  const auto threshold = parse_number(typed);
  if (!threshold || *threshold < 0.5 || *threshold > 1)
    throw Error(Exit::kUsage, fmt::format("--threshold: '{}' is no score", typed),
                fmt::format("write a number from 0.5 to 1, as {} is; 1 finds the same texts only", kSameAsk));
  return *threshold;
}

// Where two answers can't both hold; empty: they can.
std::string answers(store::Store& store, const store::Item& kept, const store::Item& other) {
  if (!model::info(kept.kind).article) return {};
  const auto all = insight::contradictions(store::read_article(store, kept.id)->article.body,
                                           store::read_article(store, other.id)->article.body);
  if (all.empty()) return {};
  return fmt::format("{} / {}", all.front().left.text, all.front().right.text);
}

void print_groups(Context& context, const std::vector<DuplicateGroup>& groups) {
  using Use = Column::Use;
  store::Store& store = context.store();
  Printer out(context, "dups",
              {{"group", Use::kNumber},
               {"ref", Use::kId},
               {"how"},
               {"score", Use::kNumber},
               {"title", Use::kText},
               {"evidence", Use::kText}});
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::vector<Duplicate>& all = groups[i].all;
    for (const Duplicate& one : all) {
      const bool first = &one == &all.front();
      const auto summary = store::read_summary(store, one.item);
      std::string evidence = one.evidence;
      if (!first) {
        const std::string differ = answers(store, all.front().item, one.item);
        if (!differ.empty()) evidence += (evidence.empty() ? "" : "; ") + ("answers differ: " + differ);
      }
      out.row({Value(i + 1), Value(summary->ref), Value(first ? std::string_view("kept") : how_name(one.how)),
               first ? Value() : Value::decimal(one.score, 3), Value(summary->title), Value(evidence)});
    }
  }
  out.finish();
}

void tell_left_out(const Context& context, std::size_t groups) {
  if (groups > 0) context.say(fmt::format("{} left out, see --limit", counted(static_cast<std::int64_t>(groups), "group")));
}

bool confirm(const Context& context, std::int64_t duplicates, std::size_t groups) {
  const std::string what = fmt::format("{} into {}", counted(duplicates, "duplicate"), groups);
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0)
    throw Error(Exit::kUsage, fmt::format("nobody is there to be asked whether to merge {}", what), "look first, then say --yes");
  context.warn(fmt::format("Merge {}? ckm undo takes it back. [y/N]", what));
  std::string answer;
  return std::getline(std::cin, answer) && (answer == "y" || answer == "Y" || answer == "yes");
}

// Without those whose answers somebody has to settle first.
DuplicateGroup settled(Context& context, const DuplicateGroup& group) {
  DuplicateGroup out;
  const store::Item& kept = group.all.front().item;
  for (const Duplicate& one : group.all) {
    const std::string differ = one.item == kept ? std::string() : answers(context.store(), kept, one.item);
    if (differ.empty()) {
      out.all.push_back(one);
      continue;
    }
    const std::string ref = store::item_ref(context.store(), one.item);
    context.say(fmt::format("note: {} stays, for its answer is another ({}); once that is settled: ckm rm {} --into {}", ref,
                            differ, ref, store::item_ref(context.store(), kept)));
  }
  return out;
}

void merge_group(Context& context, const DuplicateGroup& group, store::ChangeWriter& change, ChangedRows& rows) {
  store::Store& store = context.store();
  const store::Item& kept = group.all.front().item;
  std::optional<Merging> merging;
  if (model::info(kept.kind).article) merging.emplace(context, store::item_ref(store, kept));
  for (std::size_t i = 1; i < group.all.size(); ++i) {
    const store::Item& item = group.all[i].item;
    const std::string ref = store::item_ref(store, item);
    if (merging) {
      store::need_may_change(store, item, context.actor);
      rows.add(ref, item.kind, "removed");
      merging->merge(item, change);
    } else if (store::add_link(store, item, "duplicate-of", kept, context.actor, change)) {
      rows.add(ref, item.kind, "changed");
    }
  }
  if (!merging) return;
  merging->finish(rows, change);
  context.say(merging->told());
}

Exit merge(Context& context, const Options& options, const std::vector<DuplicateGroup>& found) {
  std::vector<DuplicateGroup> groups;
  std::int64_t duplicates = 0;
  std::size_t left_out = 0;
  for (const DuplicateGroup& each : found) {
    if (options.limit > 0 && std::ssize(groups) == options.limit) {
      ++left_out;
      continue;
    }
    DuplicateGroup group = settled(context, each);
    if (group.all.size() < 2) continue;
    duplicates += static_cast<std::int64_t>(group.all.size()) - 1;
    groups.push_back(std::move(group));
  }
  tell_left_out(context, left_out);
  if (duplicates == 0) return Exit::kNo;
  if (!options.yes) {
    print_groups(context, groups);
    if (!confirm(context, duplicates, groups.size())) {
      context.say("nothing was merged");
      return Exit::kNo;
    }
  }
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  for (const DuplicateGroup& group : groups) {
    for (const Duplicate& one : group.all) {
      if (!store::read_times(store, one.item))
        throw Error(Exit::kConflict, "something was removed meanwhile", "look again, and say it once more");
    }
  }
  store::ChangeWriter change(store, context.author(options.message));
  ChangedRows rows(context);
  for (const DuplicateGroup& group : groups) merge_group(context, group, change, rows);
  change.seal();
  index_now(context);
  transaction.commit();
  rows.finish();
  return Exit::kDone;
}

Exit dups(Context& context, const Options& options) {
  store::Store& store = context.store();
  DuplicateSearch search;
  search.threshold = need_threshold(options.threshold);
  std::vector<DuplicateGroup> groups;
  std::size_t texts = 0;
  {
    std::optional<store::Snapshot> snapshot(std::in_place, store.db());
    std::optional<search::Selection> where;
    if (!options.where.empty()) search.where = &where.emplace(store, need_exact_where(store, options.where));
    for (const model::KindInfo& kind : model::kKinds) {
      if (!kind.searchable || (!options.kind.empty() && kind.name != options.kind)) continue;
      if (search.where != nullptr && !search.where->wants(kind.kind)) continue;
      search.kind = kind.kind;
      ProgressLine progress(fmt::format("comparing {}", kind.plural), "texts", !context.quiet);
      search.progress = [&](std::size_t done, std::size_t all) { progress.show(static_cast<std::int64_t>(done), done, all); };
      FoundDuplicates found = find_duplicates(store, search);
      texts += found.texts;
      if (found.left_out > 0)
        context.say(
            fmt::format("of {} {} of {} different texts were compared with the others; of the oldest {} only the same texts "
                        "are found",
                        kind.plural, found.compared, found.compared + found.left_out, found.left_out));
      std::ranges::move(found.groups, std::back_inserter(groups));
    }
  }
  std::ranges::stable_sort(groups, std::greater(), [](const DuplicateGroup& group) { return group.all.size(); });
  if (options.merge) {
    if (groups.empty()) context.say(fmt::format("no duplicates among {}", counted(static_cast<std::int64_t>(texts), "text")));
    return merge(context, options, groups);
  }
  const std::size_t all = groups.size();
  const std::size_t most = options.limit > 0 ? static_cast<std::size_t>(options.limit) : kMostPrinted;
  if (all > most) groups.resize(most);
  print_groups(context, groups);
  context.say(groups.empty() ? fmt::format("no duplicates among {}", counted(static_cast<std::int64_t>(texts), "text"))
                             : fmt::format("{} among {}", counted(static_cast<std::int64_t>(all), "group"),
                                           counted(static_cast<std::int64_t>(texts), "text")));
  tell_left_out(context, all - groups.size());
  return groups.empty() ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_dups(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "--kind",
            .into = &options->kind,
            .value = "KIND",
            .summary = "of one kind only; else of each",
            .choices = model::searchable_kinds()});
  args.add({.name = "--threshold",
            .into = &options->threshold,
            .value = "SCORE",
            .summary = "how much alike they have to be, from 0.5 to 1 (0.85); 1: the same texts",
            .filled = true});
  args.add({.name = "--where", .into = &options->where, .value = "QUERY", .summary = "only among what a query lets through"});
  args.add({.name = "--merge",
            .into = &options->merge,
            .summary = "merge the articles of each group into its first one, and link tickets with theirs"});
  args.add({.name = "--limit", .into = &options->limit, .summary = "at most so many groups (20; all with --merge)", .least = 1});
  args.add({.name = "--yes", .into = &options->yes, .summary = "without being asked"});
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
  return {[options] { return options->merge ? Access::kWrite : Access::kRead; },
          [options](Context& context) { return dups(context, *options); }};
}

}  // namespace ckm::cli
