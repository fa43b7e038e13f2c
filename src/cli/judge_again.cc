#include "cli/judge_again.hh"

#include "cli/judging.hh"
#include "model/ref.hh"
#include "store/items.hh"

namespace ckm::cli {

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

}  // namespace ckm::cli
