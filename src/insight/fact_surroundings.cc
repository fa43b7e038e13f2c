#include "insight/fact_surroundings.hh"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/language.hh"

namespace ckm::insight {
namespace {

using Words = std::initializer_list<std::string_view>;

bool stands_before(const FactText& text, std::size_t begin, Words words) {
  while (begin > 0 && (text.at(begin - 1) == ' ' || text.at(begin - 1) == '*')) --begin;
  return std::ranges::any_of(words, [&](std::string_view word) {
    return text.before(begin).ends_with(word) && (!is_letter(word.front()) || text.border(begin - word.size()));
  });
}

bool stands_behind(const FactText& text, std::size_t end, Words words) {
  while (text.at(end) == ' ' || text.at(end) == '*') ++end;
  return std::ranges::any_of(words, [&](std::string_view word) {
    return text.has(end, word) && (!is_letter(word.front()) || text.border(end + word.size()));
  });
}

// Whether a clause ends there: at a sign that parts, of which a dot or colon has a blank behind.
bool ends_clause(const FactText& text, std::size_t at) {
  switch (text.at(at)) {
    case '\n':
    case ',':
    case ';':
    case '!':
    case '?':
    case '|':
    case '(':
    case ')': return true;
    case '.': return at + 1 >= text.size() || text.at(at + 1) == ' ' || text.at(at + 1) == '\n';
    default: break;
  }
  return text.behind(at, {"，", "。", "；", "、", "？", "！", "（", "）"}) > at;
}

// Words of a stretch, each with a mark.
void add_words(const FactText& text, std::size_t begin, std::size_t end, char mark, std::vector<std::string>& out) {
  constexpr std::size_t kMost = 6;
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty() && !text::is_function_word(word, text::Language::kNone)) words.push_back(mark + singular(word));
    word.clear();
  };
  for (std::size_t at = begin; at < end;) {
    const utf8::Decoded next = utf8::decode(text.text().data() + at, text.text().data() + end);
    const std::string_view character = text.from(at).substr(0, next.length);
    const text::CharClass what = text::char_class(next.code);
    const bool letter = what == text::CharClass::kWord || what == text::CharClass::kMark;
    if (!letter) finish();
    if (what != text::CharClass::kOther) word += character;
    if (!letter) finish();
    at += next.length;
  }
  finish();
  // The nearest ones.
  if (words.size() > kMost && mark == '<') words.erase(words.begin(), words.end() - kMost);
  if (words.size() > kMost) words.resize(kMost);
  for (std::string& one : words) {
    if (std::ranges::find(out, one) == out.end()) out.push_back(std::move(one));
  }
}

}  // namespace

Fact::Bound bound_of(const FactText& text, std::size_t begin, std::size_t end) {
  const bool least =
      stands_before(text, begin,
                    {"at least", "a minimum of", "minimum", "min", "min.", "more than", "over", "not less than", "mindestens",
                     "ab", "mehr als", "至少", "最少", "不少于", "不低于", "超过", "au moins", "al menos"}) ||
      stands_behind(text, end, {"or more",  "or later",  "or longer", "or newer", "and newer", "or higher",  "and higher",
                                "or above", "and above", "and later", "minimum",  "oder mehr", "oder höher", "以上",
                                "及以上",   "或以上",    "及更高",    "或更高",   "起",        "+"});
  if (least) return Fact::Bound::kLeast;
  const bool most =
      stands_before(text, begin, {"up to",     "at most",   "a maximum of",  "maximum",      "max",           "max.",
                                  "within",    "less than", "under",         "no more than", "not more than", "bis zu",
                                  "höchstens", "maximal",   "innerhalb von", "innerhalb",    "binnen",        "最多",
                                  "至多",      "最长",      "不超过",        "不多于",       "au plus",       "como máximo"}) ||
      stands_behind(text, end, {"or less", "or fewer", "at most", "maximum", "oder weniger", "以内", "之内", "内", "以下"});
  return most ? Fact::Bound::kMost : Fact::Bound::kNone;
}

std::vector<std::string> beside(const FactText& text, std::size_t least, std::size_t begin, std::size_t end, std::size_t most) {
  std::size_t from = begin;
  while (from > least && !ends_clause(text, from - 1)) {
    // A sign of several bytes ends at one of them.
    if (from >= 3 && from - 3 >= least && ends_clause(text, from - 3)) break;
    --from;
  }
  std::size_t to = end;
  while (to < most && !ends_clause(text, to)) ++to;
  std::vector<std::string> out;
  add_words(text, from, begin, '<', out);
  add_words(text, end, to, '>', out);
  return out;
}

std::string singular(std::string_view word) {
  std::string out(word);
  if (out.size() > 4 && out.ends_with("ies")) out.replace(out.size() - 3, 3, "y");
  else if (out.size() > 4 && (out.ends_with("xes") || out.ends_with("ches") || out.ends_with("shes"))) out.resize(out.size() - 2);
  else if (out.size() > 3 && out.ends_with('s') && !out.ends_with("ss")) out.pop_back();
  return out;
}

}  // namespace ckm::insight
