#include "cli/tree_update.hh"

#include <doctest/doctest.h>

#include "unit/cli/tree_world.hh"
#include "unit/rounds.hh"

namespace ckm::cli {
namespace {

using namespace trees;

// Texts of a tree, without its mark.
std::vector<std::string> texts_of(const std::string& tree) {
  std::vector<std::string> out;
  for (const auto& [path, text] : files(tree)) {
    if (!path.starts_with('.')) out.push_back(path);
  }
  return out;
}

void insert_line(const fs::path& path, const std::string& line) {
  std::string text = read(path);
  text.insert(text.find("confidence = "), line + "\n");
  write(path, text);
}

// An import as the command does it.
void import_and_bring(World& world, const std::string& path) {
  TreeUpdate update(path, std::nullopt);
  world.import(path);
  update.bring(*world.context);
}

}  // namespace

TEST_CASE("TreeUpdate: what an import took is as an export would write it, and nothing else is touched") {
  for (int round = 0; round < rounds(20); ++round) {
    CAPTURE(round);
    Random random(3000 + static_cast<std::uint64_t>(round));
    World world;
    world.fill(random, 1 + below(random, 20));
    world.export_to(world.tree());
    for (const std::string& path : texts_of(world.tree())) {
      if (below(random, 3) == 0) insert_line(fs::path(world.tree()) / path, "review_by = 2027-01-01");
    }
    if (below(random, 2) == 0) write(fs::path(world.tree()) / "new/新.md", "# New\n\nText.\n");
    write(fs::path(world.tree()) / "LICENSE.md", "# Free\n");
    import_and_bring(world, world.tree());
    const auto brought = files(world.tree());
    CHECK(brought.at("LICENSE.md") == "# Free\n");
    world.export_to(world.tree());
    CHECK(files(world.tree()) == brought);
    // Once more there is nothing to bring.
    import_and_bring(world, world.tree());
    CHECK(files(world.tree()) == brought);
  }
}

TEST_CASE("TreeUpdate: a file that changed meanwhile, one that was not taken and one of no tree stay as they are") {
  Random random(7);
  World world;
  world.fill(random, 6);
  world.export_to(world.tree());
  const auto paths = texts_of(world.tree());
  const fs::path root(world.tree());
  REQUIRE(paths.size() == 6);
  const std::string exported = read(root / paths[5]);
  for (const std::string& path : {paths[0], paths[1], paths[2], paths[5]}) insert_line(root / path, "review_by = 2027-01-01");
  insert_line(root / paths[3], "nothing = 1");
  fs::create_directories(world.folder.file("alone"));
  fs::copy_file(root / paths[1], world.folder.file("alone/one.md"));
  const std::string alone = read(world.folder.file("alone/one.md"));
  import_and_bring(world, world.folder.file("alone"));
  CHECK(read(world.folder.file("alone/one.md")) == alone);
  TreeUpdate update(world.tree(), std::nullopt);
  world.import(world.tree());
  insert_line(root / paths[0], "valid_to = 2028-01-01");  // Not imported yet.
  write(root / paths[5], exported);                       // Somebody took an older one back.
  const auto before = files(world.tree());
  update.bring(*world.context);
  const auto after = files(world.tree());
  CHECK(after.at(paths[0]) == before.at(paths[0]));
  CHECK(after.at(paths[3]) == before.at(paths[3]));
  CHECK(after.at(paths[4]) == before.at(paths[4]));
  CHECK(after.at(paths[5]) == exported);
  for (const std::string& path : {paths[1], paths[2]}) {
    CHECK(after.at(path) != before.at(path));
    const auto was = formats::read_any_article_text(before.at(path), model::Kind::kFaq, "x");
    const auto is = formats::read_any_article_text(after.at(path), model::Kind::kFaq, "x");
    REQUIRE(is.bases.size() == was.bases.size() + 1);
    CHECK(is.bases[0] == model::text_digest(is.article));
    CHECK(is.bases[1] == was.bases[0]);
  }
}

TEST_CASE("TreeUpdate: a folder of what articles were at some time is left alone") {
  Random random(8);
  World world;
  world.fill(random, 3);
  std::optional<search::Selection> all;
  {
    const store::Snapshot snapshot(world.store().db());
    export_tree(*world.context, {world.tree(), "", "", "2026-01-01T00:00:00Z"}, all);
  }
  CHECK_THROWS_AS(world.export_to(world.tree()), Error);
  insert_line(fs::path(world.tree()) / texts_of(world.tree()).front(), "review_by = 2027-01-01");
  const auto before = files(world.tree());
  import_and_bring(world, world.tree());
  CHECK(files(world.tree()) == before);
}

}  // namespace ckm::cli
