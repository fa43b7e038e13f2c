#include "cli/refs.hh"

#include <iostream>

#include "search/indexer.hh"
#include "store/redirects.hh"

namespace ckm::cli {
namespace {

constexpr std::int64_t kBatch = 4'096;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::vector<std::string> read_words(const std::vector<std::string>& words) {
  std::vector<std::string> all;
  for (const std::string& word : words) {
    if (word != "-") {
      all.push_back(word);
      continue;
    }
    std::string line;
    for (bool first = true; std::getline(std::cin, line); first = false) {
      if (first && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
      if (line.find_first_not_of(" \t\r") != std::string::npos) all.push_back(line);
    }
  }
  return all;
}

store::Item need_item(Context& context, std::string_view text) {
  const auto ref = model::parse_ref(text);
  const auto followed = ref && model::info(ref->kind).searchable ? store::follow(context.store(), *ref) : std::nullopt;
  if (!followed) return store::need_item(context.store(), text);  // Throws.
  if (!followed->merges.empty()) context.say(store::merge_text(context.store(), text, followed->merges));
  return followed->item;
}

std::vector<store::Item> need_items(Context& context, const std::vector<std::string>& refs) {
  std::vector<store::Item> items;
  for (const std::string& ref : refs) items.push_back(need_item(context, ref));
  return items;
}

void index_now(Context& context) {
  search::Indexer indexer(context.store(), context.settings.index());
  while (indexer.step(kBatch) > 0) {
  }
}

}  // namespace ckm::cli
