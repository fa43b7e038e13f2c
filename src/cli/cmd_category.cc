#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "base/counted.hh"
#include "base/suggest.hh"
#include "cli/category_rows.hh"
#include "cli/changed_rows.hh"
#include "cli/declare.hh"
#include "cli/refs.hh"
#include "model/category.hh"
#include "store/categories.hh"
#include "store/category_edits.hh"
#include "store/category_list.hh"
#include "store/history.hh"

namespace ckm::cli {
namespace {

using model::Kind;

struct Options {
  std::vector<std::string> words;
  std::string title, description, owner;
  std::int64_t review_days = 0;
  std::int64_t depth = 0;
  bool toml = false;
  bool dry_run = false;
  std::string message;
};

// A path as it is typed, or as other commands name the category.
std::string need_path(std::string_view word) {
  const std::string mark = store::category_ref({});
  std::string path = model::clean_path(word.starts_with(mark) ? word.substr(mark.size()) : word);
  if (path.empty()) throw Error(Exit::kUsage, fmt::format("'{}' is no path", word), "write one such as billing/refund");
  return path;
}

void need_words(const Options& options, std::size_t n, const char* hint) {
  if (options.words.size() != n)
    throw Error(Exit::kUsage,
                fmt::format("it takes {}, not {}", counted(static_cast<std::int64_t>(n), "path"), options.words.size()), hint);
}

std::int64_t need_category(Context& context, std::string_view word) {
  const std::string path = need_path(word);
  const std::int64_t id = store::need_known_category(context.store(), path);
  if (const std::string now = store::category_path(context.store(), id); now != path)
    context.say(fmt::format("'{}' is '{}' now", path, now));
  return id;
}

// What a command does to the tree: one transaction, left as it was by a dry run.
template <typename Do>
Exit change_tree(Context& context, const Options& options, const Do& act) {
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  ChangedRows rows(context);
  store::ChangeWriter change(store, context.author(options.message));
  std::string told = act(change, rows);
  change.seal();
  if (!options.dry_run) {
    index_now(context);
    transaction.commit();
  }
  rows.finish();
  context.say(options.dry_run ? fmt::format("dry run, nothing was changed: {}", told) : told);
  return Exit::kDone;
}

Exit list(Context& context, const Options& options) {
  CategoryListing listing{options.words.empty() ? std::string() : need_path(options.words.front()), options.depth, options.toml};
  if (options.words.size() > 1) throw Error(Exit::kUsage, "list shows one branch", "name one path, or none for the whole tree");
  return print_categories(context, listing);
}

Exit add(Context& context, const Options& options) {
  need_words(options, 1, "for example: ckm category add billing/refund --title Refunds");
  const std::string path = need_path(options.words.front());
  return change_tree(context, options, [&](store::ChangeWriter& change, ChangedRows& rows) {
    store::CategoryFields fields;
    fields.title = options.title;
    fields.description = options.description;
    if (!options.owner.empty()) fields.owner = store::need_person(context.store(), options.owner);
    if (options.review_days > 0) fields.review_days = options.review_days;
    const auto before = store::find_category(context.store(), path);
    const std::string was = before ? store::category_path(context.store(), *before) : std::string();
    const std::int64_t id = store::add_category(context.store(), path, fields, change);
    const std::string now = store::category_path(context.store(), id);
    rows.add(store::category_ref(now), Kind::kCategory, "added");
    if (before && was != path) context.say(fmt::format("note: '{}' led to '{}' until now", path, was));
    return fmt::format("added {}", store::category_ref(now));
  });
}

constexpr std::array<std::string_view, 4> kFields = {"title", "description", "owner", "review_days"};

Exit set(Context& context, const Options& options) {
  std::vector<std::string> paths;
  std::vector<std::pair<std::string, std::string>> given;
  for (const std::string& word : options.words) {
    const auto sign = word.find('=');
    if (sign == std::string::npos) {
      paths.push_back(word);
      continue;
    }
    const std::string field = word.substr(0, sign);
    if (std::ranges::find(kFields, field) == kFields.end()) {
      const std::vector<std::string> known(kFields.begin(), kFields.end());
      throw Error(Exit::kUsage, fmt::format("a category has no {}", field),
                  did_you_mean(field, known,
                               "its fields are title, description, owner and review_days; its path is changed with: "
                               "ckm category move"));
    }
    if (std::ranges::find(given, field, &std::pair<std::string, std::string>::first) != given.end())
      throw Error(Exit::kUsage, fmt::format("{} is given twice", field), "give it once");
    given.emplace_back(field, word.substr(sign + 1));
  }
  if (paths.empty() || given.empty())
    throw Error(Exit::kUsage, "set takes a path and what it gets",
                "for example: ckm category set billing/refund owner=person:3 review_days=90");
  return change_tree(context, options, [&](store::ChangeWriter& change, ChangedRows& rows) {
    store::CategoryFields fields;
    for (const auto& [field, value] : given) {
      if (field == "title") fields.title = value;
      if (field == "description") fields.description = value;
      if (field == "owner") fields.owner = value.empty() ? 0 : store::need_person(context.store(), value);
      if (field != "review_days") continue;
      std::int64_t days = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), days);
      if (!value.empty() && (error != std::errc() || end != value.data() + value.size() || days < 1))
        throw Error(Exit::kUsage, fmt::format("'{}' is no number of days", value),
                    "write a number above 0, such as review_days=90, or nothing to take it back: review_days=");
      fields.review_days = days;
    }
    std::vector<std::int64_t> ids;
    for (const std::string& path : paths) ids.push_back(need_category(context, path));
    store::tell_categories(context.store(), ids, context.author());
    std::int64_t changed = 0;
    for (const std::int64_t id : ids) {
      if (!store::set_category(context.store(), id, fields, change)) continue;
      rows.add(store::category_ref(store::category_path(context.store(), id)), Kind::kCategory, "changed");
      ++changed;
    }
    return changed == 0 ? std::string("nothing to change")
                        : fmt::format("changed {}", counted(changed, "category", "categories"));
  });
}

Exit rm(Context& context, const Options& options) {
  return change_tree(context, options, [&](store::ChangeWriter& change, ChangedRows& rows) {
    std::vector<std::int64_t> ids;
    for (const std::string& path : options.words) ids.push_back(need_category(context, path));
    store::tell_categories(context.store(), ids, context.author());
    for (const std::int64_t id : ids) {
      const std::string path = store::category_path(context.store(), id);
      if (path.empty()) continue;  // Named twice.
      store::remove_category(context.store(), id, change);
      rows.add(store::category_ref(path), Kind::kCategory, "removed");
    }
    return fmt::format("removed {}", counted(static_cast<std::int64_t>(ids.size()), "category", "categories"));
  });
}

void list_moved(ChangedRows& rows, const store::MovedPaths& moved) {
  for (const auto& [from, to] : moved) rows.add(store::category_ref(to), Kind::kCategory, "changed");
}

Exit move(Context& context, const Options& options) {
  need_words(options, 2, "for example: ckm category move billing/refund money/refund");
  const std::string to = need_path(options.words[1]);
  return change_tree(context, options, [&](store::ChangeWriter& change, ChangedRows& rows) -> std::string {
    const std::int64_t id = need_category(context, options.words[0]);
    store::tell_categories(context.store(), {id}, context.author());
    const store::MovedPaths moved = store::move_category(context.store(), id, to, change);
    list_moved(rows, moved);
    if (moved.empty()) return "nothing to change: it is there";
    const std::size_t below = moved.size() - 1;
    return fmt::format("moved {} to {}{}; the old path leads there", moved.front().first, moved.front().second,
                       below == 0 ? std::string()
                                  : fmt::format(", with {}", counted(static_cast<std::int64_t>(below), "category below it",
                                                                     "categories below it")));
  });
}

Exit merge(Context& context, const Options& options) {
  need_words(options, 2, "for example: ckm category merge shipping/late shipping/delay");
  return change_tree(context, options, [&](store::ChangeWriter& change, ChangedRows& rows) {
    const std::int64_t from = need_category(context, options.words[0]);
    const std::int64_t into = need_category(context, options.words[1]);
    store::tell_categories(context.store(), {from, into}, context.author());
    const store::MergedCategories done = store::merge_categories(context.store(), from, into, change);
    for (const auto& [gone, other] : done.merged) {
      rows.add(store::category_ref(gone), Kind::kCategory, "removed");
      rows.add(store::category_ref(other), Kind::kCategory, "changed");
    }
    list_moved(rows, done.moved);
    for (const std::string& path : done.rules) context.say(fmt::format("note: {} has the rule of what is gone now", path));
    std::string parts;
    const auto part = [&](std::int64_t n, std::string_view one, std::string_view many) {
      if (n > 0) parts += fmt::format("{}{}", parts.empty() ? ": " : ", ", counted(n, one, many));
    };
    part(done.use.articles, "article", "articles");
    part(done.use.tickets, "ticket", "tickets");
    part(done.use.labels, "label", "labels");
    part(done.use.predictions, "prediction", "predictions");
    part(static_cast<std::int64_t>(done.merged.size()) - 1, "category below it merged", "categories below it merged");
    part(static_cast<std::int64_t>(done.moved.size()), "category below it moved", "categories below it moved");
    return fmt::format("merged {} into {}{}", done.merged.front().first, done.merged.front().second, parts);
  });
}

void add_dry_run(Args& args, const std::shared_ptr<Options>& options) {
  args.add({.name = "--dry-run", .into = &options->dry_run, .summary = "only tell what would change"});
}

void add_message(Args& args, const std::shared_ptr<Options>& options) {
  args.add({.name = "--message", .letter = 'm', .into = &options->message, .summary = "why, for the history"});
}

template <Exit (*go)(Context&, const Options&)>
Run run_of(const std::shared_ptr<Options>& options, Access access = Access::kWrite) {
  return {[access] { return access; }, [options](Context& context) { return go(context, *options); }};
}

Run declare_tree_list(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "PATH", .into = &options->words, .summary = "only this branch"});
  args.add({.name = "--depth", .into = &options->depth, .summary = "only so many steps down", .least = 1});
  args.add({.name = "--toml", .into = &options->toml, .summary = "with rules, as a file that import and classify read"});
  return run_of<list>(options, Access::kRead);
}

Run declare_tree_add(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "PATH", .into = &options->words, .summary = "such as billing/refund", .needed = true});
  args.add({.name = "--title", .into = &options->title, .summary = "what people are shown"});
  args.add({.name = "--description", .into = &options->description, .summary = "what belongs there"});
  args.add(
      {.name = "--owner", .into = &options->owner, .value = "PERSON", .summary = "who answers for its articles", .filled = true});
  args.add({.name = "--review-days", .into = &options->review_days, .summary = "how often they are to be checked", .least = 1});
  add_message(args, options);
  return run_of<add>(options);
}

Run declare_tree_set(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "PATH FIELD=VALUE",
            .into = &options->words,
            .summary = "paths, and what they get; an empty value takes it back",
            .needed = true,
            .fields = {kFields.begin(), kFields.end()}});
  add_message(args, options);
  return run_of<set>(options);
}

Run declare_tree_rm(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "PATH", .into = &options->words, .summary = "categories with nothing in them", .needed = true});
  add_message(args, options);
  return run_of<rm>(options);
}

Run declare_tree_move(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "PATH NEW", .into = &options->words, .summary = "a branch, and its new path", .needed = true});
  add_dry_run(args, options);
  add_message(args, options);
  return run_of<move>(options);
}

Run declare_tree_merge(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "FROM INTO", .into = &options->words, .summary = "a branch that is to go, and what gets it", .needed = true});
  add_dry_run(args, options);
  add_message(args, options);
  return run_of<merge>(options);
}

}  // namespace

Run declare_category(Args& args) {
  static constexpr std::array kSubcommands = {
      Subcommand{"list", "Print the tree with what is in it", declare_tree_list},
      Subcommand{"add", "Add a category", declare_tree_add},
      Subcommand{"set", "Change what is said of categories", declare_tree_set},
      Subcommand{"move", "Give a branch another path", declare_tree_move},
      Subcommand{"merge", "Put all of a branch into another one", declare_tree_merge},
      Subcommand{"rm", "Remove categories with nothing in them", declare_tree_rm},
  };
  return declare_subcommands(args, kSubcommands);
}

}  // namespace ckm::cli
