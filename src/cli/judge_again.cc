#include "cli/judge_again.hh"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>

#include "base/counted.hh"
#include "base/error.hh"
#include "cli/judging.hh"
#include "cli/refs.hh"
#include "model/ref.hh"
#include "store/categories.hh"
#include "store/items.hh"
#include "store/predictions.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kBatch = 5'000;  // Whose texts are in memory.

}  // namespace

void judge_again(Context& context, const std::vector<std::string>& refs) {
  store::Store& store = context.store();
  if (refs.empty() || store::judged_with(store).empty()) return;
  std::vector<store::Item> items;
  for (const std::string& word : refs) {
    const auto ref = model::parse_ref(word);
    const auto item = ref ? store::find_item(store, *ref) : std::nullopt;
    if (item && (item->kind == model::Kind::kTicket || item->kind == model::Kind::kFaq)) items.push_back(*item);
  }
  Judges judges(store, context.settings.number("classify.least"));
  Judges::Sum sum;
  judges.judge(items, sum);
}

std::string judge_parted(Context& context, const std::vector<std::string>& paths) {
  store::Store& store = context.store();
  std::vector<store::Item> items;
  for (const std::string& path : paths) {
    const auto category = store::find_category(store, path);
    if (category) std::ranges::copy(store::queued_in(store, *category), std::back_inserter(items));
  }
  if (items.empty()) return {};
  const std::string of = fmt::format("{} that rules and models said to be in {}",
                                     counted(static_cast<std::int64_t>(items.size()), "item"), first_few(paths));
  Judges judges(store, context.settings.number("classify.least"));
  try {
    judges.load();
  } catch (const Error& error) {
    return fmt::format("note: {} are judged by the next ckm classify apply: {}; {}", of, error.what(), error.hint());
  }
  Judges::Sum sum;
  const std::span<const store::Item> all(items);
  for (std::size_t done = 0; done < all.size(); done += kBatch) {
    const auto batch = all.subspan(done, std::min(kBatch, all.size() - done));
    judges.judge({batch.begin(), batch.end()}, sum);
  }
  for (const store::Item& item : items) store::unqueue_judging(store, item);
  return fmt::format("judged {} again: {} changed", of, sum.changed);
}

}  // namespace ckm::cli
