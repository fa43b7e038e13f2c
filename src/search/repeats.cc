#include "search/repeats.hh"

#include <fmt/format.h>

#include <string_view>

#include "base/hash.hh"
#include "base/utf8.hh"
#include "store/articles.hh"
#include "text/fold.hh"

namespace ckm::search {
namespace {

// What a text says, whatever stands between its words.
std::string words_of(std::string_view text) {
  const std::string folded = text::fold(text);
  std::string words;
  for (std::size_t at = 0; at < folded.size();) {
    const utf8::Decoded next = utf8::decode(folded.data() + at, folded.data() + folded.size());
    const std::string_view character = std::string_view(folded).substr(at, next.length);
    if (text::char_class(next.code) != text::CharClass::kOther) words += character;
    else if (!words.empty() && words.back() != ' ') words += ' ';
    at += next.length;
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

}  // namespace

std::optional<store::Item> Repeats::find(const store::Item& item, const model::Article& article) {
  const std::string asked = words_of(article.title);
  if (asked.empty()) return std::nullopt;
  if (!all_) return find_other(item, article, asked);
  const auto hash = content_hash(fmt::format("{}\n{}\n{}", static_cast<int>(article.kind), article.language, asked));
  const auto [first, added] = met_.emplace(std::string(hash.begin(), hash.end()), item);
  return added ? std::nullopt : std::optional(first->second);
}

std::optional<store::Item> Repeats::find_other(const store::Item& item, const model::Article& article, const std::string& asked) {
  const std::string where = fmt::format("kind:{} -confidence:archived -confidence:wip", model::info(item.kind).name);
  Search search(session_, Message{article.title, where}, options_);
  for (const Candidate& candidate : search.best()) {
    if (candidate.item == item || candidate.stage != Stage::kSecond) continue;
    const auto other = store::read_article(store_, candidate.item.id);
    if (other && other->article.language == article.language && words_of(other->article.title) == asked) return candidate.item;
  }
  return std::nullopt;
}

}  // namespace ckm::search
