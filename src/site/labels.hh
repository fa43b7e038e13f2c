// The words of a site's own, in the languages that it can speak.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::site {

inline constexpr std::array<std::string_view, 3> kLanguages = {"en", "zh-Hans", "zh-Hant"};

enum class Label : std::uint8_t {
  kHelp,     // The title of a site that has none.
  kTagline,  // Under it.
  kSkip,     // A link past what stands on every page.
  kHome,
  kSearch,  // The button, and what the box is called.
  kAsk,     // In the empty box.
  kCategories,
  kMostUsed,
  kNewest,
  kArticles,  // "12 articles": {} is the number.
  kArticle,   // The same for one.
  kOther,     // The category of what is in none.
  kRelated,
  kInLanguages,  // "In other languages"
  kAlsoAsked,
  kReviewed,  // "Last reviewed"
  kChanged,   // "Last changed"
  kSituation,
  kCause,
  kTried,
  kResult,
  kNextTime,
  kWorked,
  kFailed,
  kPartly,
  kUnknown,     // Nobody said how it ended.
  kWhy,         // Why it was tried.
  kNeedScript,  // Searching needs JavaScript.
  kBrowse,      // What to do without it.
  kResults,     // "12 results": {} is the number.
  kResult1,
  kNothing,   // Nothing was found for {}.
  kTryOther,  // What to do then.
  kMeant,     // Instead of a word that nothing has: "Showing results for {}".
  kMore,      // A button for further results.
  kLoading,
  kLoadFailed,
  kKeys,         // How to move in the results.
  kBreadcrumbs,  // What the row of links above a title is called.
  kComma,        // Between names.
  kSubcategories,
  kCount,
};

class Labels {
 public:
  // One of kLanguages; English for any other.
  explicit Labels(std::string_view language);
  [[nodiscard]] std::string_view operator[](Label label) const;
  // With {} replaced.
  [[nodiscard]] std::string with(Label label, std::string_view value) const;
  // "12 articles", "1 article".
  [[nodiscard]] std::string articles(std::size_t count) const;
  // A day as people write it: 5 March 2026, 2026年3月5日. `day`: 2026-03-05.
  [[nodiscard]] std::string day(std::string_view day) const;
  [[nodiscard]] std::string_view language() const;

 private:
  std::size_t column_;
};

// What a language is called in itself: English, 简体中文; the tag where it is another one.
std::string language_name(std::string_view tag);

}  // namespace ckm::site
