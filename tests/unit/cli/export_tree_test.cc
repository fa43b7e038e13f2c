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
#include "unit/cli/tree_world.hh"
#include "unit/rounds.hh"

namespace ckm::cli {
namespace {

using namespace trees;

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
      again.replace(at, one.bases.front().size(), one.bases.front());  // That stays what it was.
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
