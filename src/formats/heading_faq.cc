#include "formats/heading_faq.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hh"
#include "formats/record.hh"
#include "text/fold.hh"
#include "text/markdown_headings.hh"
#include "text/question.hh"

namespace ckm::formats {
namespace {

using text::MarkdownHeading;

constexpr std::size_t kLevels = 7;  // From 1.
constexpr std::size_t kMostSlug = 120;

class Finder {
 public:
  explicit Finder(std::string_view markdown) : markdown_(markdown), headings_(text::markdown_headings(markdown)) {
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      asks_.push_back(text::is_question(headings_[i].text));
      has_text_.push_back(!trimmed(between(headings_[i].end, begin_of(i + 1))).empty());
    }
  }

  HeadingFaq find() {
    choose();
    HeadingFaq faq;
    std::vector<std::size_t> above;
    std::size_t told = 0;  // What lies before it is in an answer or a heading.
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const MarkdownHeading& heading = headings_[i];
      if (heading.begin >= told) faq.left_out |= !trimmed(between(told, heading.begin)).empty();
      while (!above.empty() && headings_[above.back()].level >= heading.level) above.pop_back();
      if (chosen_[i]) {
        std::size_t next = i + 1;
        while (next < headings_.size() && !chosen_[next] && headings_[next].level > heading.level) ++next;
        const std::string_view answer = trimmed_lines(between(heading.end, begin_of(next)));
        told = begin_of(next);
        if (!answer.empty()) {
          faq.questions.push_back({std::string(trimmed(heading.text)), answer, {}, heading.begin});
          faq.asking += asks_[i] ? 1 : 0;
          for (const std::size_t outer : above) faq.questions.back().above.push_back(headings_[outer].text);
        } else {
          faq.left_out = true;
        }
      }
      told = std::max(told, heading.end);
      above.push_back(i);
    }
    faq.left_out |= told < markdown_.size() && !trimmed(markdown_.substr(told)).empty();
    return faq;
  }

 private:
  [[nodiscard]] std::size_t begin_of(std::size_t i) const { return i < headings_.size() ? headings_[i].begin : markdown_.size(); }
  [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
    return begin < end ? markdown_.substr(begin, end - begin) : std::string_view();
  }

  // Without blank lines around it: the indent of the first line may be code's.
  static std::string_view trimmed_lines(std::string_view text) {
    const std::string_view inner = trimmed(text);
    if (inner.empty()) return inner;
    const auto begin = static_cast<std::size_t>(inner.data() - text.data());
    const std::size_t line = text.substr(0, begin).find_last_of("\r\n");
    const std::size_t from = line == std::string_view::npos ? 0 : line + 1;
    return text.substr(from, begin + inner.size() - from);
  }

  void choose() {
    std::array<std::size_t, kLevels> asking{};
    std::array<std::size_t, kLevels> with_text{};
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      const auto level = static_cast<std::size_t>(headings_[i].level);
      asking[level] += asks_[i] ? 1 : 0;
      with_text[level] += has_text_[i] ? 1 : 0;
    }
    std::size_t level = 0;
    const auto most = std::ranges::max_element(asking);
    if (*most > 0) level = static_cast<std::size_t>(most - asking.begin());
    for (std::size_t i = kLevels; level == 0 && --i > 0;) level = with_text[i] > 1 ? i : 0;
    for (std::size_t i = 0; i < headings_.size(); ++i)
      chosen_.push_back(asks_[i] || (has_text_[i] && headings_[i].level == static_cast<int>(level)));
    // One with nothing but questions below it is the title of a chapter.
    for (std::size_t i = 0; i + 1 < headings_.size(); ++i) {
      if (chosen_[i] && !has_text_[i] && headings_[i + 1].level > headings_[i].level && chosen_[i + 1]) chosen_[i] = false;
    }
  }

  std::string_view markdown_;
  std::vector<MarkdownHeading> headings_;
  std::vector<bool> asks_;
  std::vector<bool> has_text_;
  std::vector<bool> chosen_;
};

}  // namespace

HeadingFaq find_heading_faq(std::string_view markdown) { return Finder(markdown).find(); }

std::string Slugs::make(std::string_view heading) {
  const std::string folded = text::fold(heading);
  std::string slug;
  bool apart = false;
  const char* const end = folded.data() + folded.size();
  for (const char* at = folded.data(); at < end && slug.size() < kMostSlug;) {
    const utf8::Decoded c = utf8::decode(at, end);
    if (text::char_class(c.code) == text::CharClass::kOther) {
      apart = !slug.empty();
    } else {
      if (std::exchange(apart, false)) slug += '-';
      slug.append(at, c.length);
    }
    at += c.length;
  }
  if (slug.empty()) slug = "heading";
  std::size_t& times = made_[slug];
  std::string unique = slug;
  while (++times > 1) {
    unique = fmt::format("{}-{}", slug, times);
    if (made_.try_emplace(unique, 1).second) break;
  }
  return unique;
}

}  // namespace ckm::formats
