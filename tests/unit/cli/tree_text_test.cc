#include "cli/tree_text.hh"

#include <doctest/doctest.h>

#include "unit/cli/tree_world.hh"
#include "unit/rounds.hh"

namespace ckm::cli {
namespace {

using namespace trees;

// Bodies that look like what stands around them.
const std::vector<std::string> kBodies = {"退款要三天。",
                                          "---\ntitle: no\n---\nText",
                                          "+++\nkind = \"faq\"\n+++\n# Other?\n\nBody",
                                          "one\r\ntwo\r\n",
                                          "blanks behind   \n\n\n",
                                          "\n\n  before",
                                          "---",
                                          "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c",
                                          "+++\nuid = \"0123456789abcdef0123456789abcdef\"\n+++\n# 三",
                                          "\\+++\nuid = \"1\"",
                                          "# Heading\n\n## Cause\n\n1. x\n   - who: y",
                                          "\xEF\xBB\xBFmark",
                                          "\r"};

struct TextWorld : World {
  std::int64_t add(const Article& article) {
    store::Transaction transaction(store().db());
    store::ChangeWriter change(store(), context->author());
    const std::int64_t id = store::add_article(store(), article, change).id;
    change.seal();
    transaction.commit();
    return id;
  }
  void edit(std::int64_t id, const Article& article) {
    store::Transaction transaction(store().db());
    store::ChangeWriter change(store(), context->author());
    store::edit_article(store(), id, article, change);
    change.seal();
    transaction.commit();
  }
  TreeFile look(const std::string& text, const std::string& path = "a/file.md") {
    const std::string file = folder.file("looked.md");
    write(file, text);
    store::LazyGraph graph(store());
    return look_at_tree_file(store(), graph, file, path, model::Kind::kDocument);
  }
};

}  // namespace

TEST_CASE("tree_text: is read as the same article, whatever it holds, and is taken") {
  Random random(5);
  TextWorld world;
  for (int round = 0; round < rounds(150); ++round) {
    CAPTURE(round);
    Article article = random_article(random);
    article.body = one_of(random, kBodies) + (below(random, 2) == 0 ? one_of(random, kBodies) : "");
    article.language = one_of(random, {"", "zh-Hant", "en"});
    const std::int64_t id = world.add(article);
    const TreeText text = tree_text(world.store(), id, {"0123", "4567"});
    const TreeFile file = world.look(text.text);
    CHECK(file.is == TreeFileIs::kTaken);
    CHECK(!file.edited);
    CHECK(file.uids == std::vector<std::string>{text.article.uid});
    CHECK(file.bases == std::vector<std::vector<std::string>>{{model::text_digest(text.article), "0123", "4567"}});
    const Article read = formats::read_any_article_text(text.text, model::Kind::kDocument, "x").article;
    const Article is = model::readable(store::read_article(world.store(), id)->article);
    CHECK(read.title == is.title);
    CHECK(read.body == is.body);
    CHECK(read.tags == is.tags);
    CHECK(read.phrasings == is.phrasings);
    CHECK(model::text_digest(read) == model::text_digest(is));
    // What is edited in it is not taken, until the store says it too.
    const std::size_t at = text.text.find("confidence = ");
    std::string edited = text.text;
    edited.insert(at, "review_by = 2027-01-01\n");
    CHECK(world.look(edited).is == TreeFileIs::kEdited);
    CHECK(world.look(edited).edited);
    Article said = store::read_article(world.store(), id)->article;
    said.review_by = parse_time("2027-01-01");
    world.edit(id, said);
    CHECK(world.look(edited).is == TreeFileIs::kTaken);
    CHECK(world.look(text.text).is == TreeFileIs::kTaken);  // An older one.
  }
}

TEST_CASE("tree_text: no more of what it was than there is room for, and none twice") {
  TextWorld world;
  Article article;
  article.title = "Why?";
  const std::int64_t id = world.add(article);
  const std::string now = model::text_digest(store::read_article(world.store(), id)->article);
  const TreeText text = tree_text(world.store(), id, {"1", now, "2", "1", "3", "4", "5", "6", "7", "8", "9"});
  CHECK(world.look(text.text).bases.front() == std::vector<std::string>{now, "1", "2", "3", "4", "5", "6", "7"});
}

TEST_CASE("look_at_tree_file: what is no text of the store") {
  TextWorld world;
  TextWorld other;
  Article article;
  article.title = "Why?";
  article.body = "So.";
  const std::string known = tree_text(world.store(), world.add(article), {}).text;
  set_seed(99);
  article.body = "Thus.";
  const std::string unknown = tree_text(other.store(), other.add(article), {}).text;
  CHECK(world.look(known).is == TreeFileIs::kTaken);
  CHECK(world.look(unknown).is == TreeFileIs::kUnknown);
  CHECK(world.look(known + unknown).is == TreeFileIs::kUnknown);
  CHECK(world.look(known + known).uids.size() == 2);
  CHECK(world.look("# New\n\nText.\n").is == TreeFileIs::kOther);
  CHECK(world.look("---\ntitle: By others\n---\nText.\n").is == TreeFileIs::kOther);
  CHECK(world.look("").is == TreeFileIs::kUnreadable);
  CHECK(world.look(" \n\n").is == TreeFileIs::kUnreadable);
  CHECK(world.look("# About\n", "a/README.md").is == TreeFileIs::kAbout);
  CHECK(world.look(known, "a/README.md").is == TreeFileIs::kTaken);
  std::string broken = known;
  broken.insert(broken.find("kind = "), "nothing = 1\n");
  CHECK(world.look(broken).is == TreeFileIs::kEdited);
  // Git's conflict in a line that nobody writes is none.
  std::string conflict = known;
  const std::size_t at = conflict.find("base = ");
  const std::size_t end = conflict.find('\n', at) + 1;
  const std::string line = conflict.substr(at, end - at);
  conflict.replace(at, end - at, "<<<<<<< HEAD\n" + line + "=======\nbase = \"0123\"\n>>>>>>> theirs\n");
  CHECK(world.look(conflict).is == TreeFileIs::kTaken);
  CHECK(world.look(conflict).bases.front().size() == 2);
  conflict.replace(conflict.find("So."), 3, "<<<<<<< HEAD\nSo.\n=======\nNo.\n>>>>>>> theirs");
  CHECK(world.look(conflict).is == TreeFileIs::kEdited);
}

}  // namespace ckm::cli
