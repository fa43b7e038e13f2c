#include "cli/export_site.hh"

#include <fmt/format.h>

#include <filesystem>
#include <unordered_set>

#include "base/counted.hh"
#include "cli/input.hh"
#include "cli/progress.hh"
#include "cli/site_articles.hh"
#include "cli/stale.hh"
#include "cli/tree_folder.hh"
#include "model/kind.hh"
#include "site/build.hh"

namespace ckm::cli {
namespace {

namespace fs = std::filesystem;

constexpr FolderMark kMark = {".ckm-site", "# The pages in this folder are written by ckm export --as html.",
                              [](const std::string& path) { return site::is_built(path); }};

constexpr std::size_t kMostFile = std::size_t{4} << 20U;

std::string whole_file(const std::string& path) {
  Input input(path);
  PeekSource whole(input.bytes());
  std::string bytes(whole.peek(kMostFile));
  if (bytes.size() == kMostFile)
    throw Error(Exit::kInput, fmt::format("{} is too long for a theme", path), "name one below 4 MiB");
  return bytes;
}

// A file that a theme names, from the theme's folder.
std::string beside(const std::string& theme, const std::string& name) {
  return whole_file((fs::path(theme).parent_path() / name).string());
}

site::Theme read_theme(Context& context, const std::string& path, site::ThemeFiles& files) {
  if (path.empty()) return site::plain_theme();
  site::Theme theme = site::read_theme(whole_file(path), path);
  if (!theme.logo.empty()) {
    if (!site::is_logo_name(theme.logo))
      throw Error(Exit::kUsage, fmt::format("{} is no picture that a page shows", theme.logo),
                  "take an .svg, .png, .jpg or .webp");
    files.logo = beside(path, theme.logo);
  }
  if (!theme.css.empty()) files.css = beside(path, theme.css);
  for (const std::string& fault : site::contrast_faults(theme)) context.warn(fmt::format("{}: {}", path, fault));
  return theme;
}

}  // namespace

Exit export_site(Context& context, const SiteOptions& options, std::optional<search::Selection>& selection) {
  if (options.folder.empty() || options.folder == "-")
    throw Error(Exit::kUsage, "a site is a folder of pages", "write: ckm export --as html --output FOLDER");
  if (options.kind == model::info(model::Kind::kTicket).name)
    throw Error(Exit::kUsage, "a site holds articles only", "leave out --kind, or name faq, case or document");
  std::error_code ignored;
  if (fs::exists(options.folder, ignored) && !fs::is_directory(options.folder, ignored))
    throw Error(Exit::kConflict, fmt::format("{} is a file, and a site is a folder", options.folder), "name a folder");
  context.spare_store(options.folder);
  site::ThemeFiles files;
  site::Theme theme = read_theme(context, options.theme, files);
  std::int64_t written = 0;
  std::int64_t same = 0;
  std::int64_t removed = 0;
  SiteArticles all;
  {
    ProgressLine progress("exporting", "steps", !context.quiet);
    const auto seen = [&](std::int64_t count) { progress.show(count, 0, 0); };
    all = gather_site(context, options.kind, options.chain, selection, std::move(theme), seen);
    if (!all.site.articles.empty()) {
      TreeFolder folder(options.folder, "", kMark);
      std::unordered_set<std::string> pages;
      site::build(all.site, files, [&](const std::string& path, std::string_view bytes) {
        pages.insert(path);
        const bool holds = folder.holds(path, bytes);
        if (!holds) folder.write(path, bytes);
        ++(holds ? same : written);
        seen(written + same);
      });
      std::vector<std::string> gone;
      folder.for_each([&](const std::string& path) {
        if (!pages.contains(path)) gone.push_back(path);
      });
      for (const std::string& path : gone) folder.remove(path);
      removed = static_cast<std::int64_t>(gone.size());
    }
  }
  tell_stale(context);
  std::string left;
  if (all.left > 0) {
    left =
        fmt::format("{} not here: ckm audience list --hidden says why",
                    counted(all.left, "article that is meant for its readers is", "articles that are meant for its readers are"));
  }
  if (all.site.articles.empty()) {
    context.say(fmt::format("nothing to publish; {} is as it was", options.folder));
    context.say(left.empty() ? "ckm set REF audience=public makes an article public" : left);
    return Exit::kNo;
  }
  if (!left.empty()) context.say(left);
  if (all.site.theme.url.empty())
    context.say("note: without url in a --theme there is no sitemap.xml: that needs whole addresses");
  context.say(fmt::format("{} in {}: {} written, {} removed, {} as they were",
                          counted(static_cast<std::int64_t>(all.site.articles.size()), "article"), options.folder,
                          counted(written, "file"), removed, same));
  return Exit::kDone;
}

}  // namespace ckm::cli
