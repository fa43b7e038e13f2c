#include "text/markup_evidence.hh"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <vector>

#include "base/utf8.hh"
#include "text/byte_set.hh"
#include "text/entity.hh"
#include "text/language.hh"
#include "text/markup_code.hh"
#include "text/markup_section.hh"

namespace ckm::text {
namespace {

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool digit(char c) { return c >= '0' && c <= '9'; }

// Calls visit(offset, tag) for each tag outside of code, comments and CDATA, and aside(offset, section) for each of these, until
// one says false.
template <typename Visit, typename Aside>
void each_tag(std::string_view text, const Visit& visit, const Aside& aside) {
  MarkupCode code(text);
  MarkupSections sections(text);
  constexpr ByteSet kMarks("<`~");
  for (std::size_t at = kMarks.find(text, 0); at != std::string_view::npos; at = kMarks.find(text, at)) {
    if (text[at] != '<') {
      at = code.behind(at);
    } else if (const auto section = sections.at(at)) {
      if (!aside(at, *section)) return;
      at = section->end;
    } else if (const auto found = tag(text, at)) {
      if (!code.quoted(at, found->end) && !visit(at, *found)) return;
      at = found->end;
    } else {
      ++at;
    }
  }
}

bool pass(std::size_t, const MarkupSection&) { return true; }

constexpr std::array<std::string_view, 15> kBehindTag = {"。", "，", "、", "：", "；", "？",   "！",  "）",
                                                         "”",  "’",  "」", "』", "》", "标签", "標籤"};
constexpr std::array<std::string_view, 10> kBeforeTag = {"，", "、", "：", "（", "“", "‘", "「", "『", "标签", "標籤"};

bool begins_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.starts_with(one); });
}
bool ends_with_one(std::string_view text, std::span<const std::string_view> of) {
  return std::ranges::any_of(of, [&](std::string_view one) { return text.ends_with(one); });
}

// Whether what stands from `at` to `end` stands in its line like a word: how people write about a tag.
bool like_word(std::string_view text, std::size_t at, std::size_t end) {
  if (end == text.size()) return false;
  const std::string_view behind = text.substr(end);
  const bool ends = behind[0] == ' ' || std::string_view(".,;:!?)\"'").find(behind[0]) != std::string_view::npos ||
                    begins_with_one(behind, kBehindTag);
  if (!ends) return false;
  const std::string_view before = text.substr(0, at);
  if (at == 0 || before.back() == '\n') return behind[0] == ' ' && behind.size() > 1 && behind[1] != '\n' && behind[1] != '<';
  constexpr std::string_view kOpening = " \t(\"'";
  return kOpening.find(before.back()) != std::string_view::npos || ends_with_one(before, kBeforeTag);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

// Whether a word, or its plural in s, stands in `lower` at `at`.
bool is_word(std::string_view lower, std::size_t at, std::string_view word) {
  std::size_t end = at + word.size();
  if (end < lower.size() && lower[end] == 's') ++end;
  return (at == 0 || !letter(lower[at - 1])) && (end == lower.size() || !letter(lower[end]));
}

bool has_word(std::string_view lower, std::string_view word) {
  for (std::size_t at = lower.find(word); at != std::string_view::npos; at = lower.find(word, at + 1)) {
    if (!letter(word[0]) || is_word(lower, at, word)) return true;
  }
  return false;
}

constexpr std::size_t kLookedAt = 65'536;  // So much of a text is looked through for words.

// Words that people hardly use but of markup, and those that they say of other things, too: "Guten Tag", price tags.
constexpr std::array<std::string_view, 6> kOnlyOfMarkup = {"html", "xml", "css", "javascript", "网页代码", "網頁代碼"};
constexpr std::array<std::string_view, 7> kOfMarkupToo = {"tag", "markup", "element", "attribute", "标签", "標籤", "元素"};

// The first words of a text in small letters, apart from what stands in its tags and addresses: the page of a link is often some
// .html. But nobody has <meta> left over.
std::string said(std::string_view text) {
  text = text.substr(0, kLookedAt);
  std::string words;
  std::size_t from = 0;
  const auto skip = [&](std::size_t begin, std::size_t end) {
    words.append(text, from, begin - from).push_back(' ');
    from = end;
    return true;
  };
  each_tag(
      text,
      [&](std::size_t at, const Tag& found) { return skip(at, found.name == "meta" || found.name == "link" ? at : found.end); },
      [&](std::size_t at, const MarkupSection& section) { return !section.comment || skip(at, section.end); });
  words.append(text.substr(from));
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find_first_of(" \t\r\n", at), words.size());
    const std::string_view word = std::string_view(words).substr(at, end - at);
    if (word.find("://") == std::string_view::npos && word.find("www.") == std::string_view::npos) out += word;
    out.push_back(' ');
    at = end + 1;
  }
  std::ranges::transform(out, out.begin(), lower);
  return out;
}
constexpr std::array<std::string_view, 3> kOfComments = {"comment", "注释", "註釋"};

// Whether one of kOfMarkupToo stands beside the tag: the <b> tag, element "<p>", the <br>-Tag.
bool beside_word(std::string_view text, std::size_t at, const Tag& found) {
  constexpr std::size_t kNear = 24;
  constexpr std::size_t kMostSigns = 2;
  const std::string behind = lowered(text.substr(found.end, kNear));
  const std::size_t first = std::min({behind.find_first_not_of(" \t\"'-)"), kMostSigns, behind.size()});
  const std::string before = lowered(text.substr(at - std::min(at, kNear), std::min(at, kNear)));
  std::size_t last = before.size();
  while (last > 0 && before.size() - last < kMostSigns &&
         std::string_view(" \t\"'(:").find(before[last - 1]) != std::string_view::npos)
    --last;
  const std::string_view front = std::string_view(before).substr(0, last);
  return std::ranges::any_of(kOfMarkupToo, [&](std::string_view word) {
    if (std::string_view(behind).substr(first).starts_with(word) && (!letter(word[0]) || is_word(behind, first, word)))
      return true;
    for (const std::size_t plural : {std::size_t{0}, std::size_t{1}}) {
      if (front.size() < word.size() + plural || (plural == 1 && front.back() != 's')) continue;
      const std::size_t begin = front.size() - word.size() - plural;
      if (front.substr(begin, word.size()) == word && (!letter(word[0]) || is_word(front, begin, word))) return true;
    }
    return false;
  });
}

// Whether the tag says how what it holds looks: no example needs that.
bool says_looks(std::string_view text, std::size_t at, const Tag& found) {
  constexpr std::array<std::string_view, 5> kLooks = {"style", "color", "bgcolor", "face", "align"};
  if (found.name == "font") return true;
  if (!found.attributes) return false;
  const std::string all = lowered(text.substr(at, found.end - at));
  return std::ranges::any_of(kLooks, [&](std::string_view name) { return has_word(all, name); });
}

// Whether a comment can be nothing but left over: it is one of those that Windows and Word make, or part of a word.
bool glued(std::string_view text, std::size_t at, const MarkupSection& comment) {
  const std::string_view inside =
      comment.inside.substr(std::min(comment.inside.find_first_not_of(" \t\r\n"), comment.inside.size()));
  for (const std::string_view first : {"StartFragment", "EndFragment", "[if ", "[endif"}) {
    if (inside.starts_with(first)) return true;
  }
  const auto of_word = [](char c) { return letter(c) || digit(c) || static_cast<unsigned char>(c) >= 0x80; };
  if (like_word(text, at, comment.end)) return false;
  return (at > 0 && of_word(text[at - 1])) || (comment.end < text.size() && of_word(text[comment.end]));
}

// Whether an entity was left over in the text, outside of code.
bool has_entity(std::string_view text) {
  MarkupCode code(text);
  constexpr ByteSet kMarks("&`~");
  for (std::size_t at = kMarks.find(text, 0); at != std::string_view::npos; at = kMarks.find(text, at)) {
    if (text[at] != '&') {
      at = code.behind(at);
      continue;
    }
    const auto found = entity(text, at + 1);
    if (found && !like_code(text, at, found->end) && !code.quoted(at, found->end)) return true;
    ++at;
  }
  return false;
}

// Whether a line may end at `at` and another one begin at `end`, where blanks stand: behind the end of a sentence, else before a
// capital letter, behind a comma or a small word that has others before it and is no function word ("Ware fehlt <br> Bitte
// helfen", but not "with <br> In Word").
bool ends_line(std::string_view text, std::size_t at, std::size_t end) {
  constexpr std::array<std::string_view, 7> kSentenceEnds = {".", "!", "?", "…", "。", "！", "？"};
  const std::size_t line = text.substr(0, at).rfind('\n') + 1;
  const std::string_view before = trimmed(text.substr(line, at - line));
  const std::string_view behind = trimmed(text.substr(end));
  if (before.empty() || behind.empty() || text[at - 1] != ' ' || text[end] != ' ') return false;
  const auto next = static_cast<UChar32>(utf8::decode(behind.data(), behind.data() + behind.size()).code);
  if (ends_with_one(before, kSentenceEnds)) return u_islower(next) == 0;
  if (u_isupper(next) == 0) return false;
  if (before.back() == ',') return true;
  const std::size_t blank = before.rfind(' ');
  if (blank == std::string_view::npos) return false;
  const std::string_view word = before.substr(blank + 1);
  const char* const word_end = word.data() + word.size();
  for (const char* c = word.data(); c < word_end; c += utf8::decode(c, word_end).length) {
    if (u_islower(static_cast<UChar32>(utf8::decode(c, word_end).code)) == 0) return false;
  }
  return !is_function_word(word, Language::kNone);
}

// Whether the tags that were seen are pairs, each around something.
class Pairs {
 public:
  void see(const Tag& found) {
    constexpr std::size_t kDeepest = 256;
    if (found.self_closing || is_void(found.name)) return;
    if (!found.closing && open_.size() < kDeepest) {
      open_.push_back(found.name);
    } else if (found.closing && !open_.empty() && open_.back() == found.name) {
      open_.pop_back();
    } else {
      broken_ = true;
    }
  }
  [[nodiscard]] bool whole() const { return !broken_ && open_.empty(); }

 private:
  std::vector<std::string> open_;
  bool broken_ = false;
};

}  // namespace

MarkupEvidence::MarkupEvidence(std::string_view text) : text_(text) {
  look_at_elements();
  is_markup_ = !speaks_of_markup();
}

void MarkupEvidence::look_at_elements() {
  std::size_t paragraphs = 0;
  each_tag(
      text_,
      [&](std::size_t, const Tag& found) {
        if (found.closing && element(found.name)) closed_.insert(found.name);
        paragraphs += found.name == "p" && !found.closing && !found.self_closing && !found.attributes ? 1 : 0;
        return true;
      },
      pass);
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

// All its tags stand in it like words, or it says so and none of them breaks a line. Several line breaks never do. It says so
// with a word that is used of markup alone; or with another one that stands beside a tag, or that stands anywhere while the tags
// are no whole pairs, as they are where they were markup. A line break alone does not where one line may end and another begin.
bool MarkupEvidence::speaks_of_markup() const {
  bool words = true;
  bool lines = false;
  bool beside = false;
  bool looks = false;
  bool comments = false;
  std::size_t breaks = 0;
  std::size_t seen = 0;
  std::size_t lone = 0;  // The last tag.
  std::size_t lone_end = 0;
  Pairs pairs;
  std::set<std::string> marking;  // Elements of which the last tag to open stood as markup does.
  each_tag(
      text_,
      [&](std::size_t at, const Tag& found) {
        if (!left_over(at, found)) return true;
        const bool word = like_word(text_, at, found.end);
        ++seen;
        lone = at;
        lone_end = found.end;
        breaks += found.name == "br" ? 1 : 0;
        lines |= breaks_line(found.name);
        words &= word && !found.attributes;
        looks |= says_looks(text_, at, found);
        pairs.see(found);
        const bool hyphen = found.end < text_.size() && text_[found.end] == '-';
        const bool closes = found.closing && marking.contains(found.name);
        beside |= (word || hyphen || found.end == text_.size()) && !closes && beside_word(text_, at, found);
        if (!found.closing && word) marking.erase(found.name);
        else if (!found.closing) marking.insert(found.name);
        return breaks <= 1 && (!lines || words);
      },
      [&](std::size_t at, const MarkupSection& section) {
        if (section.comment) {
          comments |= glued(text_, at, section);
        } else {
          ++seen;
          words &= like_word(text_, at, section.end);
        }
        return breaks <= 1 && (!lines || words);
      });
  if (breaks > 1 || (lines && !words)) return false;
  const bool comments_alone = comments && seen == 0;
  const bool line = words && seen == 1 && breaks == 1 && (ends_line(text_, lone, lone_end) || has_entity(text_));
  if ((words && !comments_alone && !line) || beside) return true;
  const std::string lower = said(text_);
  const auto has = [&](std::string_view word) { return has_word(lower, word); };
  const bool of_markup = std::ranges::any_of(kOnlyOfMarkup, has);
  if (line || comments_alone) return of_markup || std::ranges::any_of(kOfMarkupToo, has) || std::ranges::any_of(kOfComments, has);
  return of_markup || (!looks && !pairs.whole() && std::ranges::any_of(kOfMarkupToo, has));
}

}  // namespace ckm::text
