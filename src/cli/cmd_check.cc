#include <fmt/format.h>

#include <map>
#include <memory>
#include <set>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/time.hh"
#include "base/utf8.hh"
#include "cli/declare.hh"
#include "cli/history_names.hh"
#include "cli/printer.hh"
#include "cli/progress.hh"
#include "cli/refs.hh"
#include "insight/conflicts.hh"
#include "insight/content.hh"
#include "insight/references.hh"
#include "search/index_check.hh"
#include "search/repeats.hh"
#include "search/same_question.hh"
#include "store/articles.hh"
#include "store/chain.hh"
#include "store/link_ends.hh"
#include "store/links.hh"
#include "store/redirects.hh"
#include "store/reviews.hh"
#include "store/wipe.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kSample = 200;  // Documents of a kind that are compared with the index.

struct Options {
  std::vector<std::string> refs;
  bool due = false;
  bool conflicts = false;
  bool integrity = false;
  bool waiting = false;
  std::string until;
};

// What a check found.
struct Row {
  std::string ref;
  std::string rule;
  std::string place;
  std::string what;
  std::optional<Time> since = std::nullopt;
  std::string owner = {};
};

class Rows {
 public:
  explicit Rows(Context& context)
      : ids_(context.format == Format::kIds),
        out_(context, "check",
             {{"ref", Column::Use::kId},
              {"rule"},
              {"place"},
              {"what"},
              {"since", Column::Use::kHidden},
              {"owner", Column::Use::kHidden}}) {}

  void add(const Row& row) {
    ++found_;
    if (ids_ && !named_.insert(row.ref).second) return;
    out_.row({Value(row.ref), Value(row.rule), Value(row.place), Value(row.what),
              row.since ? Value(format_time(*row.since)) : Value(), Value(row.owner)});
  }
  std::int64_t finish() {
    out_.finish();
    return found_;
  }

 private:
  bool ids_;
  Printer out_;
  std::set<std::string> named_;  // References, once each where others read them.
  std::int64_t found_ = 0;
};

// The articles that are to be checked: those that were named, or all.
class Articles {
 public:
  Articles(Context& context, const std::vector<std::string>& refs) : context_(context), items_(need_items(context, refs)) {
    for (const store::Item& item : items_) {
      if (!model::info(item.kind).article)
        throw Error(Exit::kUsage, fmt::format("{} is no article", store::item_ref(context.store(), item)),
                    "name FAQ, cases and documents");
    }
    // Named twice is named once.
    std::erase_if(items_, [&](const store::Item& item) { return !chosen_.insert({item.kind, item.id}).second; });
  }

  [[nodiscard]] bool all() const { return items_.empty(); }
  [[nodiscard]] bool has(const store::Item& item) const { return items_.empty() || chosen_.contains({item.kind, item.id}); }

  template <class Visit>
  void for_each(const std::string& what, const Visit& visit) const {
    ProgressLine progress(what, "articles", !context_.quiet);
    std::int64_t n = 0;
    const auto one = [&](const store::Item& item) {
      stop_if_interrupted();
      if (const auto stored = store::read_article(context_.store(), item.id)) visit(item, *stored);
      progress.show(++n, 0, 0);
    };
    for (const store::Item& item : items_) one(item);
    if (!items_.empty()) return;
    for (const model::KindInfo& row : model::kKinds) {
      if (!row.article) continue;
      store::for_each_item(context_.store(), row.kind, [&](std::int64_t id) {
        one({row.kind, id});
        return true;
      });
    }
  }

 private:
  Context& context_;
  std::vector<store::Item> items_;
  std::set<std::pair<model::Kind, std::int64_t>> chosen_;
};

void check_content(Context& context, const Articles& articles, Rows& rows) {
  const insight::ContentLimits limits = context.settings.content();
  search::Repeats repeats(context.store(), articles.all());
  articles.for_each("checking", [&](const store::Item& item, const store::StoredArticle& stored) {
    const model::Article& article = stored.article;
    const auto add = [&](const insight::Finding& found) {
      rows.add({stored.ref, found.rule, insight::to_text(found.place), found.what});
    };
    insight::check_content(article, limits, add);
    if (insight::is_checked(article, limits, "link")) {
      for (const insight::Mention& mention : insight::mentions_in(article)) {
        const auto followed = store::follow(context.store(), mention.ref);
        if (!followed) add({"link", mention.place, fmt::format("{} is not there", mention.text)});
        else if (!followed->merges.empty())
          add({"link", mention.place, store::merge_text(context.store(), mention.text, followed->merges)});
      }
    }
    if (insight::is_checked(article, limits, "repeated")) {
      if (const auto other = repeats.find(item, article))
        add({"repeated", {"title", 0, 0}, fmt::format("{} asks the same", store::item_ref(context.store(), *other))});
    }
  });
}

// What an article relies on: in its text, and by links that say so.
std::vector<store::Item> cited_by(store::Store& store, const store::Item& item, const model::Article& article) {
  std::vector<store::Item> cited;
  for (const insight::Mention& mention : insight::mentions_in(article)) {
    if (const auto there = store::follow(store, mention.ref)) cited.push_back(there->item);
  }
  for (const store::Linked& link : store::links_of(store, item)) {
    if (link.outwards && (link.relation == "related" || link.relation == "derived-from")) cited.push_back(link.item);
  }
  std::erase_if(cited, [&](const store::Item& other) { return other == item || !model::info(other.kind).article; });
  return cited;
}

void check_due(Context& context, const Articles& articles, Time until, Rows& rows) {
  store::Store& store = context.store();
  store::for_each_due(store, until, [&](const store::Due& due) {
    if (!articles.has(due.item)) return;
    const bool past = *due.since <= now();
    const std::string_view what = due.why == "review" ? "to be checked" : "it does not hold any more";
    rows.add({store::item_ref(store, due.item), due.why, "",
              fmt::format("{} {} {}{}", what, past ? "since" : "by", format_day(*due.since),
                          due.owner.empty() ? "" : ", by " + due.owner),
              due.since, due.owner});
  });
  articles.for_each("looking for what is cited", [&](const store::Item& item, const store::StoredArticle& stored) {
    if (stored.article.confidence == "archived") return;
    std::set<std::int64_t> told;
    for (const store::Item& other : cited_by(store, item, stored.article)) {
      const auto cited = store::read_article(store, other.id);
      const bool archived = cited->article.confidence == "archived";
      const bool expired = cited->article.valid_to && *cited->article.valid_to <= until;
      if ((!archived && !expired) || !told.insert(other.id).second) continue;
      rows.add({stored.ref, "cites", "",
                fmt::format("it cites {}, which {}", cited->ref,
                            archived ? "is archived" : "expired on " + format_day(*cited->article.valid_to)),
                expired ? cited->article.valid_to : std::nullopt});
    }
  });
}

// The facts of articles that were read, for many ask the same as the same ones.
class Answers {
 public:
  explicit Answers(store::Store& store) : store_(store) {}

  struct Answer {
    store::StoredArticle stored;
    std::vector<insight::Fact> facts;
  };
  // Null where it is not validated, or gone.
  std::shared_ptr<const Answer> read(std::int64_t id) {
    if (const auto known = known_.find(id); known != known_.end()) return known->second;
    auto stored = store::read_article(store_, id);
    if (!stored || stored->article.confidence != "validated") return nullptr;
    if (known_.size() >= kMost) known_.clear();
    std::vector<insight::Fact> facts = insight::facts_in(stored->article.body);
    return known_[id] = std::make_shared<Answer>(std::move(*stored), std::move(facts));
  }

 private:
  static constexpr std::size_t kMost = 500;
  store::Store& store_;
  std::map<std::int64_t, std::shared_ptr<const Answer>> known_;
};

// Where two validated articles that answer the same question, or are variants of each other, can't both be right.
void check_conflicts(Context& context, const Articles& articles, Rows& rows) {
  store::Store& store = context.store();
  search::SameQuestions questions(store);
  Answers answers(store);
  std::set<std::pair<std::int64_t, std::int64_t>> compared;
  std::int64_t cut = 0;
  articles.for_each("comparing", [&](const store::Item& item, const store::StoredArticle& stored) {
    const model::Article& article = stored.article;
    if (article.confidence != "validated" || article.kind == model::Kind::kCase) return;
    std::optional<std::vector<insight::Fact>> facts;
    const auto compare = [&](const store::Item& other) {
      if (!compared.insert(std::minmax(item.id, other.id)).second) return;
      const auto with = answers.read(other.id);
      // Questions of other numbers are other questions.
      if (!with || insight::ask_otherwise(article.title, with->stored.article.title)) return;
      if (!facts) facts = insight::facts_in(article.body);
      for (const insight::Contradiction& one : insight::contradictions(*facts, with->facts)) {
        const insight::Place here = insight::place_of("body", article.body, one.left.at);
        const insight::Place there = insight::place_of("body", with->stored.article.body, one.right.at);
        rows.add(
            {stored.ref, "conflict", insight::to_text(here),
             fmt::format("'{}', but {} at {}: '{}'", one.left.text, with->stored.ref, insight::to_text(there), one.right.text)});
      }
    };
    const bool all = questions.for_each(item, [&](const store::Item& other, std::string_view ours, std::string_view theirs) {
      if (!insight::ask_otherwise(ours, theirs)) compare(other);
    });
    if (!all) ++cut;
    for (const store::Linked& link : store::links_of(store, item)) {
      if (link.relation == "variant-of" || link.relation == "duplicate-of") compare(link.item);
    }
  });
  if (cut > 0)
    context.say(fmt::format("{} with more than {} others that ask the same: not all of those were compared",
                            counted(cut, "article", "articles"), search::SameQuestions::kMost));
}

void check_integrity(Context& context, Rows& rows) {
  store::Store& store = context.store();
  const auto report = [&](const store::ChainFault& fault) { rows.add({fault.name, "integrity", "", fault.what}); };
  const auto counting = [&](const char* what, const char* unit, const auto& verify) {
    ProgressLine progress(what, unit, !context.quiet);
    verify(store, report, [&](std::int64_t done, std::int64_t all) {
      progress.show(done, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all));
    });
  };
  store::verify_file(store, report);
  if (store::is_unwiped(store))
    rows.add({"the file", "integrity", "", "its pages may still hold what was forgotten; finish with: ckm forget"});
  counting("verifying the history", "changes", store::verify_chain);
  counting("comparing with the history", "articles", store::verify_articles);
  const search::IndexReport index = search::check_index(store, kSample);
  for (const std::string& problem : index.problems)
    rows.add({"the index", "integrity", "", problem + "; mend it with: ckm index --rebuild"});
}

// What imports said of things that are not here.
void check_waiting(Context& context, Rows& rows) {
  for (const store::Untied which : {store::Untied::kLinks, store::Untied::kUses}) {
    store::for_each_untied(context.store(), which, [&](const store::UntiedLink& link) {
      stop_if_interrupted();
      if (link.from_end && link.to_end) return;
      rows.add({fmt::format("run:{}", link.run), "waiting", "",
                fmt::format("{} {} {}: {}", utf8::one_line(link.from), link.relation, utf8::one_line(link.to),
                            store::waiting_link(link).what)});
    });
  }
}

Exit check(Context& context, const Options& options) {
  if (!options.until.empty() && !options.due)
    throw Error(Exit::kUsage, "--until goes with --due", "for example: ckm check --due --until 2027-01");
  if (options.waiting && !options.refs.empty())
    throw Error(Exit::kUsage, "--waiting is of all imports", "leave the references out");
  const Time until = options.until.empty() ? now() : need_moment("--until", options.until);
  const store::Snapshot snapshot(context.store().db());
  const std::vector<std::string> refs = read_words(options.refs);
  if (!options.refs.empty() && refs.empty()) return Exit::kDone;
  const Articles articles(context, refs);
  Rows rows(context);
  if (options.due) check_due(context, articles, until, rows);
  if (options.conflicts) check_conflicts(context, articles, rows);
  if (options.waiting) check_waiting(context, rows);
  if (!options.due && !options.conflicts && !options.waiting) check_content(context, articles, rows);
  if (options.integrity) check_integrity(context, rows);
  const std::int64_t found = rows.finish();
  if (found > 0) {
    context.say(counted(found, "thing to mend", "things to mend"));
  } else {
    if (options.due) context.say("nothing is due");
    if (options.conflicts) context.say("nothing contradicts");
    if (options.waiting) context.say("nothing waits");
    if (!options.due && !options.conflicts && !options.waiting) context.say("all is well");
  }
  return found > 0 ? Exit::kNo : Exit::kDone;
}

}  // namespace

Run declare_check(Args& args) {
  const auto options = std::make_shared<Options>();
  args.add({.name = "REF", .into = &options->refs, .summary = "only these articles; - reads references from standard input"});
  args.add({.name = "--due", .into = &options->due, .summary = "what is to be checked, has expired, or cites what has"});
  args.add({.name = "--until",
            .into = &options->until,
            .value = "DAY",
            .summary = "with --due: what is due by then (now)",
            .filled = true});
  args.add({.name = "--conflicts",
            .into = &options->conflicts,
            .summary = "validated articles that answer the same question with other numbers, dates or links"});
  args.add({.name = "--integrity", .into = &options->integrity, .summary = "the file, its history and its index, too"});
  args.add({.name = "--waiting",
            .into = &options->waiting,
            .summary = "links and uses that imports said of tickets or articles that are not here"});
  return {[] { return Access::kRead; }, [options](Context& context) { return check(context, *options); }};
}

}  // namespace ckm::cli
