#include "cli/article_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/utf8.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "formats/article_text.hh"
#include "formats/text_file.hh"
#include "model/ref.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/links.hh"

namespace ckm::cli {
namespace {

// `mended` tells how it becomes UTF-8.
void need_characters(const std::string& text, std::string_view name, const std::string& mended) {
  const auto invalid = utf8::first_invalid(text);
  const std::size_t at = invalid ? *invalid : text.find('\0');
  if (at == std::string::npos) return;
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  if (invalid) throw Error(Exit::kInput, fmt::format("{}:{}: not UTF-8", name, line), mended);
  throw Error(Exit::kInput, fmt::format("{}:{}: a NUL character", name, line), "take it out; if it is UTF-16, " + mended);
}

std::string read_text(const std::string& path) {
  FileSource file(path);
  formats::ReadOptions options;
  options.name = input_name(path);
  std::string text = formats::read_one_text(file, options);
  need_characters(text, options.name, fmt::format("turn it into UTF-8, for example with: ckm text repair {}", path));
  return text;
}

// What the line of a text says that names its version: "# faq:12, version 3", below the first line.
struct VersionLine {
  std::string_view ref;
  std::size_t first = 0, end = 0;  // Where the digits stand; equal where there is no such line.
};
VersionLine find_version(std::string_view text) {
  constexpr std::string_view kMark = "# ";
  constexpr std::string_view kVersion = ", version ";
  std::size_t at = text.find('\n');
  while (at != std::string_view::npos && text.substr(at + 1).starts_with(kMark)) {
    const std::size_t begin = at + 1 + kMark.size();
    at = text.find('\n', begin);
    const std::string_view line = text.substr(begin, at - begin);
    const std::size_t version = line.rfind(kVersion);
    if (version == std::string_view::npos) continue;
    const std::size_t first = begin + version + kVersion.size();
    const std::size_t end = std::min(text.find_first_not_of("0123456789", first), text.size());
    if (end > first && model::parse_ref(line.substr(0, version))) return {line.substr(0, version), first, end};
  }
  return {};
}

}  // namespace

model::Article read_article_file(const std::string& path, const model::Article& blank) {
  return formats::read_article_text(read_text(path), blank, input_name(path));
}

std::string version_line(std::string_view ref, std::int64_t version) { return fmt::format("{}, version {}", ref, version); }

VersionedText read_versioned_file(const std::string& path, std::string_view ref, const model::Article& blank) {
  const std::string text = read_text(path);
  VersionedText out{formats::read_article_text(text, blank, input_name(path)), std::nullopt};
  const auto [named, first, end] = find_version(text);
  if (first != end && named != ref) {
    throw Error(Exit::kConflict, fmt::format("{} is the text of {}, not of {}", input_name(path), named, ref),
                fmt::format("save it as that with: ckm edit {} --file FILE, or take out the line that names it", named));
  }
  std::int64_t version = 0;
  if (std::from_chars(text.data() + first, text.data() + end, version).ec == std::errc()) out.version = version;
  return out;
}

std::string with_version(const std::string& text, std::string_view ref, std::int64_t version) {
  const auto [named, first, end] = find_version(text);
  return first == end || named != ref ? text : text.substr(0, first) + std::to_string(version) + text.substr(end);
}

model::Article read_edited_article(const std::string& text, const model::Article& blank) {
  constexpr std::string_view kName = "the text";
  need_characters(text, kName, "save it as UTF-8");
  return formats::read_article_text(text, blank, kName);
}

void save_new_articles(Context& context, std::span<const NewArticle> all, const std::string& message) {
  for (const NewArticle& one : all) store::need_may_begin(one.article);
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  store::ChangeWriter change(store, context.author(message));
  std::vector<store::Item> made;
  for (const auto& [article, sources] : all) {
    const store::Item added = made.emplace_back(store::add_article(store, article, change));
    for (const store::Item& source : sources) {
      if (store::read_times(store, source)) store::add_link(store, added, "derived-from", source, context.actor, change);
      else context.warn(fmt::format("{} was removed meanwhile, so it is not linked", store::item_ref(store, source)));
    }
  }
  change.seal();
  index_now(context);
  transaction.commit();
  Printer out(context, "added", {{"ref", Column::Use::kId}, {"confidence"}, {"audience"}, {"title", Column::Use::kText}});
  for (std::size_t i = 0; i < all.size(); ++i) {
    const model::Article& article = all[i].article;
    out.row({Value(store::item_ref(store, made[i])), Value(article.confidence), Value(article.audience), Value(article.title)});
  }
  out.finish();
}

}  // namespace ckm::cli
