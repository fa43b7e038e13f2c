#include "cli/category_rows.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "base/toml.hh"
#include "cli/printer.hh"
#include "model/category.hh"
#include "store/categories.hh"
#include "store/category_edits.hh"
#include "store/category_list.hh"

namespace ckm::cli {
namespace {

std::int64_t steps(std::string_view path) { return path.empty() ? 0 : std::ranges::count(path, '/') + 1; }

void print_toml(std::vector<store::ListedCategory> all) {
  // The order of rules is theirs: the first that fires decides.
  std::ranges::stable_sort(all, {}, &store::ListedCategory::position);
  std::string out;
  for (const store::ListedCategory& one : all) {
    out += fmt::format("{}[category.{}]\n", out.empty() ? "" : "\n", toml::text(Value(one.path)));
    if (!one.title.empty()) out += fmt::format("title = {}\n", toml::text(Value(one.title)));
    if (!one.description.empty()) out += fmt::format("description = {}\n", toml::text(Value(one.description)));
    if (!one.owner.empty()) out += fmt::format("owner = {}\n", toml::text(Value(one.owner)));
    if (one.review_days) out += fmt::format("review_days = {}\n", *one.review_days);
    if (one.rule.object() == nullptr) continue;
    for (const auto& [name, list] : *one.rule.object()) out += fmt::format("{} = {}\n", name, toml::text(list));
  }
  std::fwrite(out.data(), 1, out.size(), stdout);
}

}  // namespace

Exit print_categories(Context& context, const CategoryListing& listing) {
  store::Store& store = context.store();
  std::string top;
  if (!listing.path.empty()) top = store::category_path(store, store::need_known_category(store, listing.path));
  if (top != listing.path) context.say(fmt::format("'{}' is '{}' now", listing.path, top));
  std::vector<store::ListedCategory> all = store::list_categories(store);
  const std::int64_t above = steps(top);
  std::erase_if(all, [&](const store::ListedCategory& one) {
    return (!top.empty() && !model::within(one.path, top)) || (listing.depth > 0 && steps(one.path) > above + listing.depth);
  });
  if (listing.toml) {
    print_toml(std::move(all));
    return Exit::kDone;
  }
  using Use = Column::Use;
  const bool table = context.format == Format::kTable;
  Printer out(context, "categories",
              {{"category", Use::kId},
               {"title", Use::kText},
               {"owner"},
               {"review_days", Use::kNumber},
               {"rule"},
               {"articles", Use::kNumber},
               {"tickets", Use::kNumber},
               {"all_articles", Use::kNumber},
               {"all_tickets", Use::kNumber},
               {"description", Use::kHidden}});
  const std::int64_t first = above == 0 ? 1 : above;
  for (const store::ListedCategory& one : all) {
    const std::size_t indent = 2 * static_cast<std::size_t>(steps(one.path) - first);
    std::string shown = one.path;
    if (table && one.path != top) shown = std::string(indent, ' ') + one.path.substr(one.path.rfind('/') + 1);
    out.row({Value(std::move(shown)), Value(one.title), Value(one.owner), one.review_days ? Value(*one.review_days) : Value(),
             table ? Value(one.rule.is_null() ? "" : "yes") : Value(!one.rule.is_null()), Value(one.articles), Value(one.tickets),
             Value(one.all_articles), Value(one.all_tickets), Value(one.description)});
  }
  out.finish();
  if (all.empty()) context.say("there are no categories; add one with: ckm category add PATH");
  return Exit::kDone;
}

}  // namespace ckm::cli
