#include "cli/export_tree.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/bytes.hh"
#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "cli/export_item.hh"
#include "cli/progress.hh"
#include "cli/tree_folder.hh"
#include "cli/tree_text.hh"
#include "formats/article_text.hh"
#include "formats/import_articles.hh"
#include "formats/tree_name.hh"
#include "store/articles.hh"
#include "store/items.hh"
#include "store/tickets.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kMostTold = 20;

// A file that the store has all of.
struct Taken {
  std::string path;
  std::vector<std::string> uids;
};

// Of a uid or a path, in little room.
std::uint64_t number_of(std::string_view text) {
  const ContentHash hash = content_hash(text);
  return BytesIn(bytes_of(hash)).get(8);
}

// What stands in the folder before an export.
class Survey {
 public:
  Survey(store::Store& store, const TreeFolder& folder, model::Kind kind, bool for_readers) {
    store::LazyGraph graph(store);
    folder.for_each([&](const std::string& path) {
      if (formats::is_tree_readme(path)) return;
      TreeFile file = look_at_tree_file(store, graph, folder.full(path), path, kind, for_readers);
      switch (file.is) {
        case TreeFileIs::kTaken:
          for (std::size_t i = 0; i < file.uids.size(); ++i) {
            if (!file.bases[i].empty())
              bases.try_emplace(number_of(file.uids[i]), fmt::format("{}", fmt::join(file.bases[i], " ")));
          }
          free.emplace(formats::tree_key(path), Taken{path, std::move(file.uids)});
          break;
        case TreeFileIs::kEdited: edited.push_back(path); break;
        case TreeFileIs::kUnknown: unknown.push_back(path); break;
        case TreeFileIs::kOther: ++others; break;
        case TreeFileIs::kAbout: break;
        case TreeFileIs::kUnreadable:
          folder.need_readable(path);
          unreadable.push_back(path);
          break;
      }
    });
  }

  // What the text of an article says it was, by number_of() its uid.
  std::unordered_map<std::uint64_t, std::string> bases;
  // Files that nothing is lost with: by what a file system takes for the same name.
  std::unordered_multimap<std::string, Taken> free;
  std::vector<std::string> edited;      // By people, and not imported since.
  std::vector<std::string> unknown;     // Of articles that the store has never had.
  std::vector<std::string> unreadable;  // By an import too.
  std::int64_t others = 0;              // Texts that no export wrote.
};

// Names of files for a message.
std::string some_of(std::vector<std::string> files) {
  std::sort(files.begin(), files.end());
  const bool more = files.size() > kMostTold;
  if (more) files.resize(kMostTold);
  for (std::string& file : files) file = utf8::one_line(file);
  return fmt::format("{}{}", fmt::join(files, ", "), more ? ", …" : "");
}

[[noreturn]] void refuse(const std::string& folder, const std::vector<std::string>& files, std::string_view what,
                         bool for_readers) {
  const auto count = static_cast<std::int64_t>(files.size());
  throw Error(
      Exit::kConflict,
      fmt::format("{} of {} {} {}, so nothing was exported: {}", counted(count, "file"), folder, count == 1 ? "holds" : "hold",
                  what, some_of(files)),
      for_readers
          ? "do the same with ckm edit REF, then delete these files, and export again"
          : fmt::format("take it in with: ckm import {}; what that refuses goes over what is here with: ckm edit REF --file "
                        "FILE; or delete what is not wanted, and export again",
                        folder));
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
    const auto was = survey_.bases.find(number_of(edited.uid));
    const std::string text = formats::write_exported_text(
        edited, identity.source, was == survey_.bases.end() ? std::vector<std::string>() : formats::split_bases(was->second));
    const Claim claimed = claim(path, edited.uid);
    const bool ours = claimed != Claim::kNo;
    at_place_[number_of(edited.uid)] = claimed == Claim::kItsOwn;
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

  // Whether a file that stood elsewhere goes: its articles were removed, or stand where they belong now. What the export does not
  // hold stays, and so does what is beside its article as a copy; of several one is what was moved.
  bool may_go(store::Store& store, const Taken& file) {
    for (const std::string& uid : file.uids) {
      const auto at = at_place_.find(number_of(uid));
      if (at == at_place_.end() ? store::find_article_by_uid(store, uid) != 0 : at->second) return false;
    }
    for (const std::string& uid : file.uids) {
      if (const auto at = at_place_.find(number_of(uid)); at != at_place_.end()) at->second = true;
    }
    return true;
  }

  std::int64_t count = 0;
  std::int64_t written = 0;

 private:
  enum class Claim : std::uint8_t { kNo, kOther, kItsOwn };
  std::string path_of(const model::Article& article) {
    const std::string folder = formats::tree_folder(article.category);
    const std::string before = folder.empty() ? "" : folder + "/";
    std::string path = before + formats::tree_name(article);
    if (!take(path)) take(path = before + formats::tree_name(article, article.uid.size()));
    return path;
  }
  // Whether no other one has that path, whatever its case.
  bool take(const std::string& path) { return taken_.insert(number_of(formats::tree_key(path))).second; }
  // Whether the file that is there may be written over, and is that of the article; it is one that stays then.
  Claim claim(const std::string& path, const std::string& uid) {
    const auto [begin, end] = survey_.free.equal_range(formats::tree_key(path));
    std::error_code ignored;
    for (auto at = begin; at != end; ++at) {
      const Taken& there = at->second;
      if (there.path != path && !std::filesystem::equivalent(folder_.full(there.path), folder_.full(path), ignored)) continue;
      const bool own = std::ranges::find(there.uids, uid) != there.uids.end();
      survey_.free.erase(at);
      return own ? Claim::kItsOwn : Claim::kOther;
    }
    return Claim::kNo;
  }

  TreeFolder& folder_;
  Survey& survey_;
  std::unordered_set<std::uint64_t> taken_;
  std::unordered_map<std::uint64_t, bool> at_place_;  // By uid: whether its file was where it belongs.
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
  std::string of = options.as_of.empty() ? "" : fmt::format("as-of = {}\n", options.as_of);
  if (!options.chain.script.empty()) of += fmt::format("script = {}\n", options.chain.script);
  if (context.audience != model::Audience::kInternal)
    of += fmt::format("audience = {}\n", model::audience_name(context.audience));
  TreeFolder folder(options.folder,
                    fmt::format("{}kind = {}\nwhere = {}", of, utf8::one_line(options.kind), utf8::one_line(options.where)));
  const bool for_readers = !formats::tree_readers(options.folder).empty();
  Survey survey(store, folder, formats::tree_kind(options.folder), for_readers);
  if (!survey.edited.empty()) refuse(options.folder, survey.edited, "what was edited and not imported", for_readers);
  if (!survey.unknown.empty()) refuse(options.folder, survey.unknown, "articles that this store never had", for_readers);
  TreeWriter out(folder, survey);
  ExportChain chain(context, options.chain, out);
  {
    ProgressLine progress("exporting", "articles", !context.quiet);
    for (const model::Kind kind : kinds_of(options, selection)) {
      store::for_each_item(store, kind, [&](std::int64_t id) {
        if (selection && !selection->holds({kind, id})) return true;
        export_item(store, {kind, id}, chain.front());
        progress.show(out.count, 0, 0);
        return interrupted() == 0;
      });
      stop_if_interrupted();
    }
  }
  std::vector<Taken> rest;
  for (auto& [key, file] : survey.free) rest.push_back(std::move(file));
  std::ranges::sort(rest, {}, &Taken::path);
  std::int64_t removed = 0;
  std::vector<std::string> left;
  for (const Taken& file : rest) {
    if (!out.may_go(store, file)) {
      left.push_back(file.path);
      continue;
    }
    folder.remove(file.path);
    ++removed;
  }
  context.say(fmt::format("{} in {}: {} written, {} removed, {} as they were", counted(out.count, "article"), options.folder,
                          out.written, removed, out.count - out.written));
  if (survey.others > 0)
    context.say(fmt::format("{} {} left alone: no export wrote {}, and ckm import takes {} in",
                            counted(survey.others, "other file"), survey.others == 1 ? "is" : "are",
                            survey.others == 1 ? "it" : "them", survey.others == 1 ? "it" : "them"));
  if (!left.empty())
    context.say(fmt::format("{} left alone, copies or of articles that this export does not hold: {}",
                            left.size() == 1 ? "1 file is" : fmt::format("{} files are", left.size()), some_of(left)));
  if (!survey.unreadable.empty())
    context.say(fmt::format("{} left alone, for nothing can be read in {}: {}",
                            survey.unreadable.size() == 1 ? "1 file is" : fmt::format("{} files are", survey.unreadable.size()),
                            survey.unreadable.size() == 1 ? "it" : "them", some_of(survey.unreadable)));
  return Exit::kDone;
}

}  // namespace ckm::cli
