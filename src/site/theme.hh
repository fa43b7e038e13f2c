// How a site looks and speaks: the theme's TOML file (ckm-export(1), "The theme").
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ckm::site {

// One of the colours that the style sheet takes, by its name in TOML, for light and dark.
struct ColourRow {
  std::string_view name;
  std::string_view light;
  std::string_view dark;
  std::string_view summary;
};
inline constexpr std::array<ColourRow, 8> kColours = {{
    {"background", "#ffffff", "#14171c", "behind everything"},
    {"surface", "#f4f6f9", "#1d2229", "cards, code, the head of the home page"},
    {"text", "#1c2430", "#e6e9ee", "what is read"},
    {"muted", "#566171", "#a3adba", "what stands beside it"},
    {"accent", "#1a56c4", "#8ab4ff", "links, and the button"},
    {"on_accent", "#ffffff", "#0d1b33", "what stands on the button"},
    {"line", "#d5dbe3", "#353d48", "lines between things"},
    {"mark", "#ffe9a8", "#5c4a10", "behind words that were searched for"},
}};

struct Theme {
  std::string title;     // Empty: what a help centre is called in its language.
  std::string tagline;   // The same.
  std::string language;  // Of the labels; empty: what most articles are in.
  std::string url;       // Where the site is going to be, with / at its end; empty: nobody says.
  std::string logo;      // Files, by their paths from the theme's folder; empty: none.
  std::string css;
  std::string footer;                   // Markdown.
  bool descriptions = false;            // Whether what is said of categories is for readers too.
  std::vector<std::string> categories;  // Paths, in the order in which the home page has them; others follow.
  // As kColours; each #rrggbb.
  std::array<std::string, kColours.size()> light;
  std::array<std::string, kColours.size()> dark;
};

// One without a file.
Theme plain_theme();

// Throws Error{kUsage} naming file, line and column for a name or value that is wrong, Error{kInput} for what is no TOML.
Theme read_theme(std::string_view toml, std::string_view name);

// The contrast of two colours #rrggbb by WCAG 2.2: 1 to 21.
double contrast(std::string_view one, std::string_view other);

// Pairs of colours that are read against each other and are not far enough apart for WCAG's level AA, in words.
std::vector<std::string> contrast_faults(const Theme& theme);

// The colours as a style sheet: custom properties such as --accent, for light and dark.
std::string theme_css(const Theme& theme);

}  // namespace ckm::site
