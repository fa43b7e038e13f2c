// Trees of texts: what is exported and imported again is the same, and what is edited there is what changes.
#include "cli/export_tree.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "cli/importer.hh"
#include "formats/article_text.hh"
#include "formats/tree_name.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "unit/rounds.hh"
#include "unit/store/temp_store.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;
using model::Article;
using store::below;
using store::Random;
using store::TempFolder;

const std::string& one_of(Random& random, const std::vector<std::string>& texts) { return texts[below(random, texts.size())]; }

const std::vector<std::string> kTitles = {"How long does it take?",
                                          "how long does it take",
                                          "退款多久到账？",
                                          "發票抬頭可以改嗎",
                                          "?",
                                          "…",
                                          "CON",
                                          "nul.md",
                                          "a/b\\c:d*e?f\"g<h>i|j",
                                          "line one\nline two",
                                          " leading and trailing ",
                                          "...",
                                          "שלום עולם \u202E evil",
                                          "🙂🙂",
                                          "e\u0301cole ÉCOLE",
                                          "\u0301mark first",
                                          "tab\there",
                                          "+++",
                                          "uid = \"x\"",
                                          "# not a heading",
                                          "\r"};
const std::vector<std::string> kPieces = {"Text.",
                                          "\n",
                                          "\n\n",
                                          "+++",
                                          "\n+++\nuid = \"0123\"\n",
                                          "\n\\+++\nuid = \"0123\"\n",
                                          "+++\nuid = \"0123\"",
                                          "+++\r\nuid = \"0123\"",
                                          "## Cause",
                                          "\n## Other\n",
                                          "\n---\n",
                                          "\r\n",
                                          "  ",
                                          "\t",
                                          "退款",
                                          "\u202E",
                                          "\x1B[0m",
                                          "\\",
                                          "1. x\n   - who: y",
                                          "\xEF\xBB\xBF",
                                          "`code`"};

std::string hostile(Random& random) {
  std::string out;
  for (std::size_t n = below(random, 7); n > 0; --n) out += one_of(random, kPieces);
  return out;
}

std::string title_of(Random& random) {
  std::string title = one_of(random, kTitles);
  if (below(random, 8) == 0) {
    for (int i = 0; i < 40; ++i) title += one_of(random, {"very long ", "很長的標題", "👩‍👩‍👧"});
  }
  return title.find_first_not_of(" \t\r\n") == std::string::npos ? "x" + title : title;
}

Article random_article(Random& random) {
  Article article;
  article.kind = std::vector{model::Kind::kFaq, model::Kind::kCase, model::Kind::kDocument}[below(random, 3)];
  article.title = title_of(random);
  article.body = hostile(random);
  article.category = one_of(random, {"", "", "billing", "billing/refund", "Billing/CON", "a?b/. x .", "分類/退款", "a\u202Eb"});
  article.language = one_of(random, {"", "zh-Hant", "as the source said"});
  article.product = one_of(random, {"", "shop \"x\"\n"});
  article.phase = one_of(random, {"", "sale"});
  article.confidence = one_of(random, {"wip", "validated", "archived"});
  article.audience = one_of(random, {"internal", "public"});
  for (std::size_t n = below(random, 3); n > 0; --n) article.tags.push_back(hostile(random) + "t");
  for (std::size_t n = below(random, 3); n > 0; --n) article.phrasings.push_back(hostile(random) + "p");
  if (below(random, 3) == 0) article.valid_to = static_cast<Time>(below(random, 4'000'000'000));
  if (below(random, 3) == 0) article.created_at = static_cast<Time>(below(random, 4'000'000'000));
  if (below(random, 3) == 0) article.extra = Value::Object{{"column", "kept"}};
  if (article.kind != model::Kind::kCase) return article;
  article.story.situation = hostile(random);
  article.story.next_time = hostile(random);
  for (std::size_t n = below(random, 3); n > 0; --n) {
    model::Attempt& attempt = article.story.attempts.emplace_back();
    attempt.method = below(random, 8) == 0 ? "" : "tried " + hostile(random);
    attempt.who = hostile(random);
    attempt.outcome = one_of(random, {"", "worked", "failed"});
    if (attempt.method.empty() && attempt.who.empty()) attempt.who = "Ann";
  }
  if (below(random, 2) == 0) article.story.context = {{"channel", "phone"}, {"顧客 \"tier\"", hostile(random) + "c"}};
  return article;
}

std::string told(Article article) {
  article.updated_at.reset();
  return json::dump(model::to_value(article));
}

class World {
 public:
  World() { context.emplace(open("one.ckm")); }

  Context open(const std::string& name) const {
    set_now(1'770'000'000);
    set_seed(1);
    Context made;
    made.db = folder.file(name);
    made.opened.emplace(store::Store::create(made.db));
    made.opened->db().exec("PRAGMA synchronous = OFF");
    made.quiet = true;
    made.actor = "ann";
    made.command = "import";
    return made;
  }
  store::Store& store() { return context->store(); }
  [[nodiscard]] std::string tree(const std::string& name = "kb") const { return folder.file(name); }

  void fill(Random& random, std::size_t count) {
    store::Transaction transaction(store().db());
    store::ImportRun run(store(), {"desk", model::Kind::kFaq, "jsonl", "x", {}}, context->author(), false);
    const std::size_t imported = below(random, count + 1);
    for (std::size_t i = 0; i < imported; ++i) {
      Article article = random_article(random);
      article.external_id = "id " + std::to_string(i) + one_of(random, {"", "/x", "退"});
      run.put(std::move(article));
    }
    run.finish();
    store::ChangeWriter change(store(), context->author());
    for (std::size_t i = imported; i < count; ++i) store::add_article(store(), random_article(random), change);
    store::for_each_item(store(), model::Kind::kFaq, [&](std::int64_t id) {
      if (below(random, 5) == 0) store::edit_label(store(), {model::Kind::kFaq, id}, "said/by a person", "ann", change);
      return true;
    });
    change.seal();
    transaction.commit();
  }

  void export_to(const std::string& path) { export_to(*context, path); }
  static void export_to(Context& from, const std::string& path) {
    std::optional<search::Selection> all;
    const store::Snapshot snapshot(from.store().db());
    export_tree(from, {path, "", ""}, all);
  }
  Imported import(const std::string& path) { return import(*context, path); }
  static Imported import(Context& into, const std::string& path) {
    Imported found;
    ImportOptions options;
    import_input(into, path, options, nullptr, [&](const Imported& imported) { found = imported; });
    return found;
  }
  // Every article as JSON without the time of its update, by its uid, and what a person said of its category.
  std::map<std::string, std::string> articles() {
    std::map<std::string, std::string> out;
    for (const model::Kind kind : {model::Kind::kFaq, model::Kind::kCase, model::Kind::kDocument}) {
      store::for_each_item(store(), kind, [&](std::int64_t id) {
        const auto stored = store::read_article(store(), id);
        out.emplace(stored->article.uid, told(stored->article) + store::person_label(store(), {kind, id}));
        return true;
      });
    }
    return out;
  }

  TempFolder folder;
  std::optional<Context> context;
};

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::map<std::string, std::string> files(const std::string& tree) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(tree)) {
    if (entry.is_regular_file()) out.emplace(entry.path().lexically_relative(tree).generic_string(), read(entry.path()));
  }
  return out;
}

void edit_field(Article& article, std::string_view field) {
  if (field == "title") article.title += " edited";
  if (field == "body") article.body += "\nedited";
  if (field == "product") article.product += "edited";
  if (field == "tags") article.tags.emplace_back("edited");
  if (field == "phrasings") article.phrasings.emplace_back("edited");
}

void check_counts(const Imported& imported, std::int64_t added, std::int64_t changed, std::int64_t unchanged) {
  CHECK(imported.counts.added == added);
  CHECK(imported.counts.changed == changed);
  CHECK(imported.counts.unchanged == unchanged);
  CHECK(imported.counts.rejected == 0);
  CHECK(imported.kept.empty());
}

}  // namespace

TEST_CASE("a tree: exported and imported again changes nothing, and into an empty store gives the same tree") {
  for (int round = 0; round < rounds(30); ++round) {
    CAPTURE(round);
    Random random(static_cast<std::uint64_t>(round));
    World world;
    const std::size_t count = 1 + below(random, 40);
    world.fill(random, count);
    const auto before = world.articles();
    world.export_to(world.tree());
    const auto tree = files(world.tree());
    CHECK(tree.size() == count + 1);
    std::set<std::string> keys;
    for (const auto& [path, text] : tree) CHECK(keys.insert(formats::tree_key(path)).second);
    check_counts(world.import(world.tree()), 0, 0, static_cast<std::int64_t>(count));
    CHECK(world.articles() == before);
    world.export_to(world.tree());
    CHECK(files(world.tree()) == tree);

    Context other = world.open("two.ckm");
    check_counts(World::import(other, world.tree()), static_cast<std::int64_t>(count), 0, 0);
    World::export_to(other, world.tree("again"));
    CHECK(files(world.tree("again")) == tree);
    check_counts(World::import(other, world.tree()), 0, 0, static_cast<std::int64_t>(count));
  }
}

TEST_CASE("a tree: as many articles change as files were edited, and in the fields that were edited") {
  for (int round = 0; round < rounds(30); ++round) {
    CAPTURE(round);
    Random random(1000 + static_cast<std::uint64_t>(round));
    World world;
    const std::size_t count = 1 + below(random, 30);
    world.fill(random, count);
    auto expected = world.articles();
    world.export_to(world.tree());
    std::int64_t edited = 0;
    for (const auto& [path, text] : files(world.tree())) {
      if (path.starts_with('.') || below(random, 4) != 0) continue;
      formats::ArticleText one = formats::read_any_article_text(text, model::Kind::kFaq, path);
      const std::string field = one_of(random, {"title", "body", "tags", "product", "phrasings"});
      edit_field(one.article, field);
      std::string again = formats::write_exported_text(one.article, one.source);
      const std::size_t at = again.find("base = \"") + 8;
      again.replace(at, one.base.size(), one.base);  // That stays what it was.
      write(fs::path(world.tree()) / path, again);
      const std::int64_t id = store::find_article_by_uid(world.store(), one.article.uid);
      Article edit = model::readable(store::read_article(world.store(), id)->article);
      edit_field(edit, field);
      expected[edit.uid] = told(edit) + store::person_label(world.store(), {edit.kind, id});
      ++edited;
    }
    if (edited > 0) CHECK_THROWS_AS(world.export_to(world.tree()), Error);
    check_counts(world.import(world.tree()), 0, edited, static_cast<std::int64_t>(count) - edited);
    CHECK(world.articles() == expected);
    world.export_to(world.tree());
    check_counts(world.import(world.tree()), 0, 0, static_cast<std::int64_t>(count));
  }
}

TEST_CASE("a tree: names are safe, and those of one article") {
  Random random(7);
  for (int i = 0; i < rounds(3000); ++i) {
    Article article;
    article.title = title_of(random);
    article.uid = random_uid();
    const std::string name = formats::tree_name(article);
    CAPTURE(name);
    CHECK(name.size() <= formats::kLongestName);
    CHECK(name.find_first_of("/\\:*?\"<>|\n\r\t ") == std::string::npos);
    CHECK(!utf8::first_invalid(name));
    CHECK(name.ends_with("-" + article.uid.substr(0, 8) + ".md"));
    CHECK(name.front() != '-');
    CHECK(name.front() != '.');
  }
  const auto named = [](const char* title) {
    Article article;
    article.title = title;
    article.uid = "0123456789abcdef0123456789abcdef";
    return formats::tree_name(article);
  };
  CHECK(named("How long does a refund take?") == "how-long-does-a-refund-take-01234567.md");
  CHECK(named("發票抬頭，可以改嗎？") == "發票抬頭-可以改嗎-01234567.md");
  CHECK(named("???") == "faq-01234567.md");
  CHECK(named("E\u0301cole") == named("éCOLE"));
  CHECK(formats::tree_folder("billing/Refund now") == "billing/Refund now");
  CHECK(formats::tree_folder("a:b?/..hidden. /con/NUL.x/退款") == "a-b-/hidden/con_/NUL.x_/退款");
  CHECK(formats::tree_folder("lpt1/com10/...") == "lpt1_/com10/-");
  CHECK(formats::tree_folder("E\u0301") == "É");
}

TEST_CASE("a tree: what was changed on both sides is merged, and the store wins where it is the same field") {
  World world;
  Article article;
  article.title = "Why?";
  article.body = "Because.";
  {
    store::Transaction transaction(world.store().db());
    store::ChangeWriter change(world.store(), world.context->author());
    store::add_article(world.store(), article, change);
    change.seal();
    transaction.commit();
  }
  world.export_to(world.tree());
  const std::string path = files(world.tree()).rbegin()->first;
  const std::string text = read(fs::path(world.tree()) / path);
  const auto edit_here = [&](const std::string& body) {
    store::Transaction transaction(world.store().db());
    store::ChangeWriter change(world.store(), world.context->author());
    Article now = store::read_article(world.store(), 1)->article;
    now.body = body;
    store::edit_article(world.store(), 1, now, change);
    change.seal();
    transaction.commit();
  };
  edit_here("Because so.");
  // A file that nobody edited takes nothing back.
  check_counts(world.import(world.tree()), 0, 0, 1);
  // Another field of both.
  std::string edited = text;
  edited.replace(edited.find("# Why?"), 6, "# Why not?");
  write(fs::path(world.tree()) / path, edited);
  check_counts(world.import(world.tree()), 0, 1, 0);
  CHECK(store::read_article(world.store(), 1)->article.title == "Why not?");
  CHECK(store::read_article(world.store(), 1)->article.body == "Because so.");
  // The same field.
  edited.replace(edited.find("Because."), 8, "For nothing.");
  write(fs::path(world.tree()) / path, edited);
  const Imported conflict = world.import(world.tree());
  CHECK(conflict.counts.changed == 0);
  REQUIRE(conflict.kept.size() == 1);
  CHECK(conflict.kept[0].fields == std::vector<std::string>{"body"});
  CHECK(conflict.kept[0].text);
  CHECK(store::read_article(world.store(), 1)->article.body == "Because so.");
  CHECK_THROWS_AS(world.export_to(world.tree()), Error);
  // A base that nobody knows: whatever differs stays.
  std::string unknown = edited;
  unknown.replace(unknown.find("base = \"") + 8, 4, "ffff");
  write(fs::path(world.tree()) / path, unknown);
  CHECK(world.import(world.tree()).kept[0].fields == std::vector<std::string>{"body"});
}

}  // namespace ckm::cli
