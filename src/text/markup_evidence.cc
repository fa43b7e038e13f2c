#include "text/markup_evidence.hh"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "text/markup_code.hh"

namespace ckm::text {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

// Calls visit(offset, tag) for each tag outside of code, until it says false.
template <typename Visit>
void each_tag(std::string_view text, const Visit& visit) {
  MarkupCode code(text);
  for (std::size_t at = text.find_first_of("<`~"); at != std::string_view::npos; at = text.find_first_of("<`~", at)) {
    if (text[at] != '<') {
      at = code.behind(at);
      continue;
    }
    const auto found = tag(text, at);
    if (found && !visit(at, *found)) return;
    at = found ? found->end : at + 1;
  }
}

constexpr std::array<std::string_view, 15> kBehindTag = {"。", "，", "、", "：", "；", "？",   "！",  "）",
                                                         "”",  "’",  "」", "』", "》", "标签", "標籤"};
constexpr std::array<std::string_view, 10> kBeforeTag = {"，", "、", "：", "（", "“", "‘", "「", "『", "标签", "標籤"};

bool begins_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.starts_with(one); });
}
bool ends_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.ends_with(one); });
}

// Whether the tag stands in its line like a word: how people write about one.
bool like_word(std::string_view text, std::size_t at, const Tag& found) {
  if (found.attributes || found.end == text.size()) return false;
  const std::string_view behind = text.substr(found.end);
  const bool ends = behind[0] == ' ' || std::string_view(".,;:!?)\"'").find(behind[0]) != std::string_view::npos ||
                    begins_with_one(behind, kBehindTag);
  if (!ends) return false;
  const std::string_view before = text.substr(0, at);
  if (at == 0 || before.back() == '\n') return behind[0] == ' ' && behind.size() > 1 && behind[1] != '\n' && behind[1] != '<';
  constexpr std::string_view kOpening = " \t(\"'";
  return kOpening.find(before.back()) != std::string_view::npos || ends_with_one(before, kBeforeTag);
}

// Whether the text has a word that people write about markup with.
bool names_markup(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords = {"html",   "xml",     "css",       "tag",
                                                      "markup", "element", "attribute", "javascript"};
  constexpr std::array<std::string_view, 5> kHanWords = {"标签", "標籤", "元素", "网页代码", "網頁代碼"};
  constexpr std::size_t kLookedAt = 65'536;
  std::string lower(text.substr(0, kLookedAt));
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const auto is_word = [&](std::string_view word) {
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      std::size_t end = at + word.size();
      if (end < lower.size() && lower[end] == 's') ++end;
      if ((at == 0 || !letter(lower[at - 1])) && (end == lower.size() || !letter(lower[end]))) return true;
    }
    return false;
  };
  return std::ranges::any_of(kWords, is_word) ||
         std::ranges::any_of(kHanWords, [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

}  // namespace

MarkupEvidence::MarkupEvidence(std::string_view text) : text_(text) {
  look_at_elements();
  is_markup_ = !speaks_of_markup();
}

void MarkupEvidence::look_at_elements() {
  std::size_t paragraphs = 0;
  each_tag(text_, [&](std::size_t, const Tag& found) {
    if (found.closing && element(found.name)) closed_.insert(found.name);
    paragraphs += found.name == "p" && !found.closing && !found.self_closing && !found.attributes ? 1 : 0;
    return true;
  });
  paragraphs_ = paragraphs > 1;
}

bool MarkupEvidence::left_over(std::size_t at, const Tag& found) const {
  if (!element(found.name)) return false;
  if (found.name == "br" || found.name == "o:p") return true;
  if (found.closing || found.attributes) return true;
  const bool behind_name = at > 0 && (letter(text_[at - 1]) || digit(text_[at - 1]) || text_[at - 1] == '_');
  if (closed_.contains(found.name)) return !behind_name || found.name.size() > 1;
  // Within what is closed, HTML needs no end tags of these.
  if (found.name == "li" && (closed_.contains("ul") || closed_.contains("ol"))) return true;
  if ((found.name == "tr" || found.name == "td" || found.name == "th") && closed_.contains("table")) return true;
  if (found.name == "p" && paragraphs_) return true;
  if (behind_name) return found.self_closing && found.name == "hr";
  return found.name == "p" || found.name == "li" || found.name == "hr" || found.name == "div" || found.name == "tr" ||
         found.name == "td";
}

// All its tags stand in it like words, or it says so and none of them breaks a line. Several line breaks never do.
bool MarkupEvidence::speaks_of_markup() const {
  bool words = true;
  bool lines = false;
  std::size_t breaks = 0;
  each_tag(text_, [&](std::size_t at, const Tag& found) {
    if (!left_over(at, found)) return true;
    breaks += found.name == "br" ? 1 : 0;
    lines |= breaks_line(found.name);
    words &= like_word(text_, at, found);
    return breaks <= 1 && (!lines || words);
  });
  if (breaks > 1 || (lines && !words)) return false;
  return words || names_markup(text_);
}

}  // namespace ckm::text
