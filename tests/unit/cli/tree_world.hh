// Trees of texts of random articles, and stores beside them, for the tests of what writes and reads such trees.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.hh"
#include "base/json.hh"
#include "cli/export_tree.hh"
#include "cli/importer.hh"
#include "formats/article_text.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/labels.hh"
#include "unit/store/temp_store.hh"

namespace ckm::cli::trees {

namespace fs = std::filesystem;
using model::Article;
using store::below;
using store::Random;
using store::TempFolder;

inline const std::string& one_of(Random& random, const std::vector<std::string>& texts) {
  return texts[below(random, texts.size())];
}

inline const std::vector<std::string> kTitles = {"How long does it take?",
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
inline const std::vector<std::string> kPieces = {"Text.",
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

inline std::string hostile(Random& random) {
  std::string out;
  for (std::size_t n = below(random, 7); n > 0; --n) out += one_of(random, kPieces);
  return out;
}

inline std::string title_of(Random& random) {
  std::string title = one_of(random, kTitles);
  if (below(random, 8) == 0) {
    for (int i = 0; i < 40; ++i) title += one_of(random, {"very long ", "很長的標題", "👩‍👩‍👧"});
  }
  return title.find_first_not_of(" \t\r\n") == std::string::npos ? "x" + title : title;
}

inline Article random_article(Random& random) {
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

inline std::string told(Article article) {
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

inline std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

inline std::map<std::string, std::string> files(const std::string& tree) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(tree)) {
    if (entry.is_regular_file()) out.emplace(entry.path().lexically_relative(tree).generic_string(), read(entry.path()));
  }
  return out;
}

}  // namespace ckm::cli::trees
