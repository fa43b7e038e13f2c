#include "cli/export_tree.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "cli/export_item.hh"
#include "cli/progress.hh"
#include "cli/tree_folder.hh"
#include "formats/article_stream.hh"
#include "formats/article_text.hh"
#include "formats/import_articles.hh"
#include "formats/tree_name.hh"
#include "store/articles.hh"
#include "store/history.hh"
#include "store/items.hh"
#include "store/labels.hh"
#include "store/person_edits.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMostTold = 20;

// What stands in the folder before an export.
class Survey {
 public:
  Survey(store::Store& store, const TreeFolder& folder) : store_(store), folder_(folder) {
    folder.for_each([&](const std::string& path) { take(path); });
  }

  // Files that nothing is lost with: by what a file system takes for the same name.
  std::unordered_multimap<std::string, std::string> free;
  std::vector<std::string> edited;   // By people, and not imported since.
  std::vector<std::string> unknown;  // Of articles that the store has never had.
  std::int64_t others = 0;           // Texts that no export wrote.

 private:
  enum class Is { kFree, kEdited, kUnknown, kOther };

  void take(const std::string& path) {
    switch (look(path)) {
      case Is::kFree: free.emplace(formats::tree_key(path), path); break;
      case Is::kEdited: edited.push_back(path); break;
      case Is::kUnknown: unknown.push_back(path); break;
      case Is::kOther: ++others; break;
    }
  }

  Is look(const std::string& path) {
    FileSource file(folder_.full(path));
    formats::ArticleStream texts(file, path);
    Is is = Is::kFree;  // As what is empty is.
    std::string text;
    while (is == Is::kFree && texts.next(text)) is = look_at(text, path);
    return is;
  }

  Is look_at(const std::string& text, const std::string& path) {
    const bool exported = formats::is_exported_text(text);
    std::optional<formats::ArticleText> read;
    try {
      read = formats::read_tree_text(text, path);
    } catch (const Error&) {  // An import tells what is wrong with it.
      return exported ? Is::kEdited : text.find_first_not_of(" \t\r\n") == std::string::npos ? Is::kFree : Is::kOther;
    }
    const std::int64_t id = store::find_article_by_uid(store_, read->article.uid);
    const bool as_exported = model::text_digest(read->article) == read->base;
    if (id == 0) {
      const bool known = !store::versions_of(store_, read->article.uid).empty();
      if (!exported && !known) return Is::kOther;
      return !known ? Is::kUnknown : as_exported ? Is::kFree : Is::kEdited;
    }
    if (as_exported) return Is::kFree;
    const auto stored = store::read_article(store_, id);
    const model::Article shown = store::shown_article(stored->article, store::person_label(store_, {stored->article.kind, id}));
    return model::text_digest(read->article) == model::text_digest(shown) ? Is::kFree : Is::kEdited;
  }

  store::Store& store_;
  const TreeFolder& folder_;
};

[[noreturn]] void refuse(const std::string& folder, std::vector<std::string> files, std::string_view what) {
  std::sort(files.begin(), files.end());
  const auto count = static_cast<std::int64_t>(files.size());
  if (files.size() > kMostTold) files.resize(kMostTold);
  for (std::string& file : files) file = utf8::one_line(file);
  throw Error(
      Exit::kConflict,
      fmt::format("{} of {} {} {}, so nothing was exported: {}{}", counted(count, "file"), folder, count == 1 ? "holds" : "hold",
                  what, fmt::join(files, ", "), static_cast<std::size_t>(count) > files.size() ? ", …" : ""),
      fmt::format("take it in with: ckm import {}; or delete what is not wanted, and export again", folder));
}

// Writes articles to where they belong.
class TreeWriter final : public formats::Exporter {
 public:
  TreeWriter(TreeFolder& folder, Survey& survey) : folder_(folder), survey_(survey) {}

  void ticket(const formats::Identity&, const model::Ticket&) override {}
  void article(const formats::Identity& identity, const model::Article& article) override {
    const model::Article edited = formats::edited_form(identity, article);
    const std::string path = path_of(edited);
    ++count;
    const std::string text = formats::write_exported_text(edited, identity.source);
    const bool ours = claim(path);
    if (folder_.holds(path, text)) return;
    std::error_code ignored;
    if (!ours && std::filesystem::exists(folder_.full(path), ignored)) {
      throw Error(Exit::kConflict, fmt::format("{} is in the way: no export wrote it", folder_.full(path)),
                  "give it another name, and export again");
    }
    folder_.write(path, text);
    ++written;
  }
  void finish() override {}

  std::int64_t count = 0;
  std::int64_t written = 0;

 private:
  std::string path_of(const model::Article& article) {
    const std::string folder = formats::tree_folder(article.category);
    const std::string before = folder.empty() ? "" : folder + "/";
    std::string path = before + formats::tree_name(article);
    if (!take(path)) take(path = before + formats::tree_name(article, article.uid.size()));
    return path;
  }
  // Whether no other one has that path, whatever its case.
  bool take(const std::string& path) {
    const ContentHash hash = content_hash(formats::tree_key(path));
    std::uint64_t key = 0;
    std::memcpy(&key, hash.data(), sizeof key);
    return taken_.insert(key).second;
  }
  // Whether the file that is there may be written over; it is one that stays then.
  bool claim(const std::string& path) {
    const auto [begin, end] = survey_.free.equal_range(formats::tree_key(path));
    std::error_code ignored;
    for (auto at = begin; at != end; ++at) {
      if (at->second != path && !std::filesystem::equivalent(folder_.full(at->second), folder_.full(path), ignored)) continue;
      survey_.free.erase(at);
      return true;
    }
    return false;
  }

  TreeFolder& folder_;
  Survey& survey_;
  std::unordered_set<std::uint64_t> taken_;
};

std::vector<model::Kind> kinds_of(const TreeOptions& options, const std::optional<search::Selection>& selection) {
  std::vector<model::Kind> kinds;
  for (const model::KindInfo& kind : model::kKinds) {
    if (!kind.article || (!options.kind.empty() && kind.name != options.kind)) continue;
    if (!selection || selection->wants(kind.kind)) kinds.push_back(kind.kind);
  }
  return kinds;
}

// Tells of tickets, and whether there is anything to export.
bool look_first(Context& context, const TreeOptions& options, std::optional<search::Selection>& selection) {
  store::Store& store = context.store();
  const auto any = [&](model::Kind kind) {
    bool found = false;
    store::for_each_item(store, kind, [&](std::int64_t id) { return !(found = !selection || selection->holds({kind, id})); });
    return found;
  };
  const std::vector<model::Kind> kinds = kinds_of(options, selection);
  const bool tickets =
      options.kind.empty() && (!selection || selection->wants(model::Kind::kTicket)) && any(model::Kind::kTicket);
  if (tickets) context.say("note: a folder holds articles only; tickets are exported as jsonl, or as md to a file");
  return std::ranges::any_of(kinds, any);
}

}  // namespace

bool names_folder(const std::string& output) {
  if (output.empty() || output == "-") return false;
  std::error_code error;
  const std::filesystem::path path(output);
  if (output.ends_with('/') || std::filesystem::is_directory(path, error)) return true;
  return !std::filesystem::exists(std::filesystem::symlink_status(path, error)) &&
         path.filename().native().find('.') == std::string::npos;
}

Exit export_tree(Context& context, const TreeOptions& options, std::optional<search::Selection>& selection) {
  if (options.kind == model::info(model::Kind::kTicket).name) {
    throw Error(Exit::kUsage, "a folder holds articles only", "name a file for tickets, or export them --as jsonl");
  }
  store::Store& store = context.store();
  if (!look_first(context, options, selection)) {
    context.say(fmt::format("nothing to export; {} is as it was", options.folder));
    return Exit::kNo;
  }
  TreeFolder folder(options.folder,
                    fmt::format("kind = {}\nwhere = {}", utf8::one_line(options.kind), utf8::one_line(options.where)));
  Survey survey(store, folder);
  if (!survey.edited.empty()) refuse(options.folder, survey.edited, "what was edited and not imported");
  if (!survey.unknown.empty()) refuse(options.folder, survey.unknown, "articles that this store never had");
  TreeWriter out(folder, survey);
  {
    ProgressLine progress("exporting", "articles", !context.quiet);
    for (const model::Kind kind : kinds_of(options, selection)) {
      store::for_each_item(store, kind, [&](std::int64_t id) {
        if (selection && !selection->holds({kind, id})) return true;
        export_item(store, {kind, id}, out);
        progress.show(out.count, 0, 0);
        return interrupted() == 0;
      });
      if (interrupted() != 0) throw Interrupted();
    }
  }
  const auto removed = static_cast<std::int64_t>(survey.free.size());
  for (const auto& [key, path] : survey.free) folder.remove(path);
  context.say(fmt::format("{} in {}: {} written, {} removed, {} as they were", counted(out.count, "article"), options.folder,
                          out.written, removed, out.count - out.written));
  if (survey.others > 0)
    context.say(fmt::format("{} {} left alone: no export wrote {}, and ckm import takes {} in",
                            counted(survey.others, "other file"), survey.others == 1 ? "is" : "are",
                            survey.others == 1 ? "it" : "them", survey.others == 1 ? "it" : "them"));
  return Exit::kDone;
}

}  // namespace ckm::cli
