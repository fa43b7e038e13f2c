#include "search/unite.hh"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/fold.hh"

namespace ckm::search {
namespace {

// Without what makes two spellings of it equal.
std::string key_of(std::string_view text) {
  constexpr std::string_view kSigns = "?!. \t\r\n";
  constexpr std::string_view kStop = "\xE3\x80\x82";  // 。
  std::string folded = text::fold(text);
  for (;;) {
    if (folded.ends_with(kStop)) folded.resize(folded.size() - kStop.size());
    else if (!folded.empty() && kSigns.find(folded.back()) != std::string_view::npos) folded.pop_back();
    else break;
  }
  std::string key;
  for (const char c : folded) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) key += c;
    else if (!key.empty() && key.back() != ' ') key += ' ';
  }
  return key;
}

// Adds what it does not have yet, and returns how many that were.
std::int64_t add_new(std::vector<std::string>& list, std::set<std::string>& met, const std::vector<std::string>& more) {
  std::int64_t added = 0;
  for (const std::string& text : more) {
    std::string key = key_of(text);
    if (!met.insert(key.empty() ? text : std::move(key)).second) continue;
    list.push_back(text);
    ++added;
  }
  return added;
}

}  // namespace

bool is_asked(const model::Article& article, std::string_view text) {
  const std::string key = key_of(text);
  const auto same = [&](const std::string& one) { return key_of(one) == key; };
  return same(article.title) || std::ranges::any_of(article.phrasings, same);
}

Uniting::Uniting(model::Article article) : article_(std::move(article)) {
  std::vector<std::string> ignored;
  std::vector<std::string> known = article_.phrasings;
  known.push_back(article_.title);
  add_new(ignored, asked_, known);
  add_new(ignored, tags_, article_.tags);
}

Uniting::Got Uniting::add(const model::Article& duplicate) {
  const auto width = [](const model::Article& one) { return std::ranges::find(model::kAudiences, one.audience); };
  if (width(duplicate) < width(article_)) return {.narrower = true};
  std::vector<std::string> more = duplicate.phrasings;
  more.insert(more.begin(), duplicate.title);
  return {.phrasings = add_new(article_.phrasings, asked_, more), .tags = add_new(article_.tags, tags_, duplicate.tags)};
}

}  // namespace ckm::search
