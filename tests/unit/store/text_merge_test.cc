#include "store/text_merge.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "base/json.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "store/person_edits.hh"
#include "temp_store.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::store;
using model::Article;

namespace {

const std::vector<std::string> kBodies = {
    "One.", "Two.\n\n---\ntitle: no\n---", "三。\r\n四。", "+++\nuid = \"x\"\n+++", "One. ", "# Head\n", "", "\n\nOne."};

Article random_article(Random& random) {
  const auto one = [&](std::vector<std::string> texts) { return texts[below(random, texts.size())]; };
  Article article;
  article.title = one({"Why?", "為什麼？", "Why not?"});
  article.body = kBodies[below(random, kBodies.size())];
  article.product = one({"", "shop", "店"});
  article.language = one({"", "en", "zh-Hant"});
  article.phase = one({"", "sale"});
  article.confidence = one({"wip", "validated"});
  article.audience = "internal";
  article.governance = "open";
  for (std::size_t n = below(random, 3); n > 0; --n) article.tags.push_back(one({"a", "b"}));
  for (std::size_t n = below(random, 2); n > 0; --n) article.phrasings.push_back(one({"How so?", "怎麼"}));
  if (below(random, 2) == 0) article.valid_to = static_cast<Time>(1'800'000'000 + below(random, 2));
  return article;
}

// What people edit, field by field, written apart from the program's own list of them.
std::map<std::string, std::string> fields_of(const Article& article) {
  std::map<std::string, std::string> out = {{"title", article.title},
                                            {"body", article.body},
                                            {"product", article.product},
                                            {"language", article.language},
                                            {"phase", article.phase},
                                            {"confidence", article.confidence},
                                            {"audience", article.audience},
                                            {"governance", article.governance},
                                            {"category", article.category},
                                            {"tags", ""},
                                            {"phrasings", ""},
                                            {"valid_to", ""}};
  for (const std::string& tag : article.tags) out["tags"] += tag + "|";
  for (const std::string& text : article.phrasings) out["phrasings"] += text + "|";
  if (article.valid_to) out["valid_to"] = std::to_string(*article.valid_to);
  return out;
}

struct Merged {
  std::map<std::string, std::string> fields;
  std::vector<std::string> conflicts;
};

Merged merge_by_hand(const Article& base, const Article& here, const Article& text) {
  Merged out;
  auto was = fields_of(base);
  auto edited = fields_of(text);
  for (auto& [name, mine] : fields_of(here)) {
    const bool ours = mine != was[name];
    const bool theirs = edited[name] != was[name];
    out.fields[name] = theirs && !ours ? edited[name] : mine;
    if (ours && theirs && mine != edited[name]) out.conflicts.push_back(name);
  }
  std::ranges::sort(out.conflicts);
  return out;
}

// An article and what it was, the oldest first.
struct Line {
  explicit Line(Random& random, std::size_t count) {
    ChangeWriter change(*store, {"ann", "test", ""});
    versions.push_back(random_article(random));
    id = add_article(*store, versions.back(), change).id;
    change.seal();
    while (versions.size() < count) {
      Article next = random_article(random);
      if (model::text_digest(next) == model::text_digest(versions.back())) continue;
      ChangeWriter edit(*store, {"ann", "test", ""});
      edit_article(*store, id, next, edit);
      edit.seal();
      versions.push_back(std::move(next));
    }
  }
  [[nodiscard]] StoredArticle stored() { return *read_article(*store, id); }
  [[nodiscard]] Article here() {
    const StoredArticle is = stored();
    return shown_article(is.article, person_label(*store, {is.article.kind, id}));
  }
  TempStore store;
  std::int64_t id = 0;
  std::vector<Article> versions;
};

}  // namespace

TEST_CASE("merge_edited: each field as a merge by hand, whichever version the text is of and whatever else it names") {
  Random random(1);
  for (int round = 0; round < rounds(40); ++round) {
    Line line(random, 1 + below(random, 5));
    LazyGraph graph(*line.store);
    REQUIRE(fields_of(line.here()) == fields_of(line.versions.back()));
    for (int i = 0; i < 10; ++i) {
      const Article& base = line.versions[below(random, line.versions.size())];
      Article text = random_article(random);
      if (below(random, 4) == 0) text = base;
      if (below(random, 4) == 0) text.body = line.versions.back().body;
      const std::string digest = model::text_digest(base);
      const Merged by_hand = merge_by_hand(base, line.here(), text);
      for (const std::vector<std::string>& bases :
           std::vector<std::vector<std::string>>{{digest}, {"0123", digest}, {digest, "0123"}, {"4567", "0123", digest}}) {
        CAPTURE(round);
        CAPTURE(i);
        TextMerge merged = merge_edited(*line.store, graph, line.stored(), line.here(), text, bases);
        std::ranges::sort(merged.conflicts);
        CHECK(merged.conflicts == by_hand.conflicts);
        CHECK(fields_of(merged.article) == by_hand.fields);
        const bool same = fields_of(text) == fields_of(line.here());
        const bool unedited = model::text_digest(text) == bases.front();
        const bool nothing = by_hand.conflicts.empty() && by_hand.fields == fields_of(line.here());
        const TextIs is = compare_text(*line.store, graph, line.id, text, bases);
        CHECK(is == (same ? TextIs::kSame : unedited ? TextIs::kOlder : nothing ? TextIs::kSame : TextIs::kEdited));
      }
    }
  }
}

TEST_CASE("merge_edited: of a version that nobody knows every difference is a conflict, and what says the same is none") {
  Random random(2);
  for (int round = 0; round < rounds(40); ++round) {
    Line line(random, 2);
    LazyGraph graph(*line.store);
    const Article text = random_article(random);
    for (const std::vector<std::string>& bases :
         std::vector<std::vector<std::string>>{{}, {"0123"}, {model::text_digest(text)}}) {
      if (!bases.empty() && bases.front() == model::text_digest(line.versions.front())) continue;
      if (!bases.empty() && bases.front() == model::text_digest(line.versions.back())) continue;
      const TextMerge merged = merge_edited(*line.store, graph, line.stored(), line.here(), text, bases);
      std::size_t differences = 0;
      auto mine = fields_of(line.here());
      for (const auto& [name, value] : fields_of(text)) differences += mine[name] != value ? 1 : 0;
      CHECK(merged.conflicts.size() == differences);
      CHECK(fields_of(merged.article) == mine);
      CHECK(compare_text(*line.store, graph, line.id, text, bases) == (differences == 0 ? TextIs::kSame : TextIs::kEdited));
    }
  }
}

TEST_CASE("find_text_base: the newest version of a text that the history has, and none that it went back to later") {
  const auto named = [](char name) {
    Article article;
    article.title = name;
    return article;
  };
  // The history, the last of which is here; a capital is forgotten.
  const auto find = [&](std::string_view history, std::string_view text) -> std::string {
    std::vector<Version> versions;
    for (const char name : history) {
      Version& version = versions.emplace_back();
      version.forgotten = name < 'a';
      if (!version.forgotten) version.content = model::to_value(named(name));
    }
    std::vector<std::string> bases;
    for (const char name : text) bases.push_back(model::text_digest(named(name)));
    const auto base = find_text_base(versions, named(history.back()), bases);
    if (!base) return "";
    CHECK(model::text_digest(model::article_from_value(base->content)) == bases[base->place]);
    return std::string(1, text[base->place]);
  };
  CHECK(find("a", "a") == "a");
  CHECK(find("a", "b").empty());
  CHECK(find("a", "").empty());
  CHECK(find("abc", "b") == "b");
  CHECK(find("a", "ba") == "a");
  CHECK(find("ab", "ba") == "b");
  CHECK(find("abc", "ba") == "b");
  CHECK(find("abc", "xyba") == "b");
  CHECK(find("ab", "xay") == "a");
  // The text went back to a after b, which this history does not know; and one that does.
  CHECK(find("ab", "ab") == "b");
  CHECK(find("xab", "abx") == "b");
  CHECK(find("aba", "ab") == "a");
  CHECK(find("abab", "ab") == "a");
  // Two sides of which each has its own: o was before both.
  CHECK(find("oa", "aob") == "a");
  CHECK(find("ob", "aob") == "b");
  CHECK(find("o", "aob") == "o");
  CHECK(find("oabm", "maob") == "m");
  // What was forgotten is not come back to by what is older.
  CHECK(find("aBc", "xa").empty());
  CHECK(find("aBc", "a") == "a");
  CHECK(find("aBc", "ca") == "c");
}

TEST_CASE("fill_text: what a text does not say") {
  TempStore store;
  StoredArticle stored;
  stored.source = "desk";
  stored.article.category = "/billing//refund/";
  Article here;
  here.confidence = "validated";
  here.audience = "public";
  here.governance = "restricted";
  Article text;
  text.confidence = text.governance = "";
  text.audience = "internal";
  CHECK(fill_text(text, stored, here));
  CHECK(text.category == "billing/refund");
  CHECK(text.confidence == "validated");
  CHECK(text.audience == "internal");
  CHECK(text.governance == "restricted");
  text.category = "other";
  CHECK(!fill_text(text, stored, here));
  CHECK(text.category == "other");
  stored.source = std::string(model::kLocalSource);
  text.category.clear();
  CHECK(!fill_text(text, stored, here));
  CHECK(text.category.empty());
}
