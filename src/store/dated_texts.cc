#include "store/dated_texts.hh"

#include "base/json.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMost = 100;
constexpr int kLooked = 1000;
constexpr int kExtra = 0;
constexpr int kTimes = 3;  // Columns behind it.

void gather(Stmt& items, std::string_view column, std::vector<DatedText>& into) {
  const std::size_t most = into.size() + kMost;
  while (into.size() < most && items.step()) {
    Value extra;
    if (!json::parse_line(items.text(kExtra), extra).reason.empty() || extra.object() == nullptr) continue;
    const Value* const member = extra.find(column);
    if (member == nullptr || member->string() == nullptr) continue;
    DatedText dated{*member->string(), {}};
    for (int i = 1; i <= kTimes; ++i) {
      if (const auto time = items.maybe_integer(kExtra + i)) dated.times.push_back(*time);
    }
    into.push_back(std::move(dated));
  }
}

}  // namespace

std::vector<DatedText> dated_texts(Store& store, std::string_view source, std::string_view column) {
  std::vector<DatedText> out;
  const std::int64_t id = store.find_source(source);
  if (id == 0) return out;
  Stmt tickets = store.db().prepare(
      "SELECT extra, created_at, updated_at, resolved_at FROM ticket WHERE source_id = ?1 AND extra IS NOT NULL AND"
      " coalesce(created_at, updated_at, resolved_at) IS NOT NULL ORDER BY id DESC LIMIT ?2");
  tickets.bind(id, kLooked);
  gather(tickets, column, out);
  Stmt articles = store.db().prepare(
      "SELECT extra, created_at, updated_at, valid_from FROM article WHERE source_id = ?1 AND extra IS NOT NULL AND"
      " coalesce(created_at, updated_at, valid_from) IS NOT NULL ORDER BY id DESC LIMIT ?2");
  articles.bind(id, kLooked);
  gather(articles, column, out);
  return out;
}

}  // namespace ckm::store
