#include "cli/promote.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/counted.hh"
#include "base/utf8.hh"
#include "cli/refs.hh"
#include "search/unite.hh"
#include "store/articles.hh"
#include "store/edits.hh"
#include "store/governance.hh"
#include "store/learned.hh"

namespace ckm::cli {
namespace {

const store::Wording& need_wording(store::Store& store, const std::string& ref, const std::vector<store::Wording>& all,
                                   const std::string& word) {
  const auto parsed = model::parse_ref(word);
  const auto ticket = parsed ? store::find_item(store, *parsed) : std::nullopt;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (word == fmt::format("{}", i + 1) || (ticket && all[i].ticket == *ticket)) return all[i];
  }
  throw Error(Exit::kNotFound, fmt::format("{} learned no wording {}", ref, word),
              all.empty() ? fmt::format("it learns one with: ckm use {} --ticket REF --solved", ref)
                          : fmt::format("it has {}, or name a ticket: ckm show {}",
                                        all.size() == 1 ? "1" : fmt::format("1 to {}", all.size()), ref));
}

}  // namespace

Exit promote(Context& context, const std::string& word, const std::vector<std::string>& wordings, const std::string& message) {
  store::Store& store = context.store();
  store::Transaction transaction(store.db());
  const store::Item item = need_item(context, word);
  const std::string ref = store::item_ref(store, item);
  if (!model::info(item.kind).article)
    throw Error(Exit::kUsage, fmt::format("{} is no article", ref), "name a FAQ, a case or a document");
  store::need_may_change(store, item, context.actor);
  const std::vector<store::Wording> all = store::wordings_of(store, item.id);
  model::Article article = store::read_article(store, item.id)->article;
  std::int64_t added = 0;
  for (const std::string& one : wordings) {
    std::string text = utf8::one_line(need_wording(store, ref, all, one).text);
    if (search::is_asked(article, text)) continue;
    article.phrasings.push_back(std::move(text));
    ++added;
  }
  const std::string audience = article.audience;
  store::ChangeWriter change(store, context.author(message));
  store::edit_article(store, item.id, std::move(article), change);
  change.seal();
  index_now(context);
  transaction.commit();
  if (added == 0) {
    context.say("nothing to change: it is asked so already");
    return Exit::kDone;
  }
  context.say(
      fmt::format("{} has {} more: ckm diff {} shows {}", ref, counted(added, "phrasing"), ref, added == 1 ? "it" : "them"));
  if (audience != model::kAudiences.front())
    context.say(fmt::format("{} is {}, and so are these words of customers now: see that they name nobody", ref, audience));
  return Exit::kDone;
}

}  // namespace ckm::cli
