#include "site/theme.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "base/error.hh"
#include "base/toml.hh"
#include "model/category.hh"
#include "site/labels.hh"

namespace ckm::site {
namespace {

constexpr double kReadable = 4.5;  // WCAG 2.2, 1.4.3.

// Names in kColours.
struct Pair {
  std::string_view front;
  std::string_view behind;
};
constexpr std::array<Pair, 8> kRead = {{{"text", "background"},
                                        {"text", "surface"},
                                        {"muted", "background"},
                                        {"muted", "surface"},
                                        {"accent", "background"},
                                        {"accent", "surface"},
                                        {"on_accent", "accent"},
                                        {"text", "mark"}}};

std::size_t column_of(std::string_view name) {
  const auto* const at = std::ranges::find(kColours, name, &ColourRow::name);
  return static_cast<std::size_t>(at - kColours.begin());
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), [](char c) { return hex_digit(c) >= 0; });
}

// Relative luminance.
double luminance(std::string_view colour) {
  const auto part = [&](std::size_t at) {
    const double share = (hex_digit(colour[at]) * 16 + hex_digit(colour[at + 1])) / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

class Reader {
 public:
  explicit Reader(std::string_view name) : name_(name) {}

  [[noreturn]] void refuse(const Value& at, const std::string& what, const std::string& hint) const {
    throw Error(Exit::kUsage, fmt::format("{}:{}:{}: {}", name_, at.line, at.column, what), hint);
  }
  std::string text(const Value& value, std::string_view what) const {
    const std::string* const found = value.string();
    if (found == nullptr)
      refuse(value, fmt::format("{} is no text", what), fmt::format("write it in quotes: {} = \"...\"", what));
    return *found;
  }
  bool truth(const Value& value, std::string_view what) const {
    const bool* const found = value.boolean();
    if (found == nullptr) refuse(value, fmt::format("{} is neither true nor false", what), fmt::format("write: {} = true", what));
    return *found;
  }
  std::vector<std::string> texts(const Value& value, std::string_view what) const {
    if (value.array() == nullptr)
      refuse(value, fmt::format("{} is no list", what), fmt::format("write: {} = [\"one\", \"two\"]", what));
    std::vector<std::string> out;
    for (const Value& element : *value.array()) out.push_back(text(element, what));
    return out;
  }
  void colours(const Value& table, std::string_view of, std::array<std::string, kColours.size()>& into) const {
    if (table.object() == nullptr)
      refuse(table, fmt::format("{} is no table", of), fmt::format("write [{}] above its lines", of));
    for (const auto& [name, value] : *table.object()) {
      if (name == "dark" && of == "colours") continue;
      const std::size_t at = column_of(name);
      if (at == kColours.size())
        refuse(value, fmt::format("there is no colour {}", name), fmt::format("the colours are {}", names()));
      const std::string colour = text(value, name);
      if (!is_colour(colour)) refuse(value, fmt::format("{} is no colour", colour), "write it as #rrggbb, such as #1a56c4");
      into[at] = colour;
    }
  }

 private:
  static std::string names() {
    std::vector<std::string_view> names;
    for (const ColourRow& row : kColours) names.push_back(row.name);
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string name_;
};

std::string address(const Reader& reader, const Value& value) {
  std::string url = reader.text(value, "url");
  const bool plain = std::ranges::all_of(url, [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>'; });
  if (!plain || (!url.starts_with("https://") && !url.starts_with("http://")) || url.find_first_of("?#") != std::string::npos)
    reader.refuse(value, "url is no address of a site", "write it as https://help.example.com/");
  if (!url.ends_with('/')) url.push_back('/');
  return url;
}

void append_colours(std::string& css, const std::array<std::string, kColours.size()>& colours, std::string_view indent) {
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    std::string name(kColours[i].name);
    std::ranges::replace(name, '_', '-');
    css += fmt::format("{}--{}: {};\n", indent, name, colours[i]);
  }
}

}  // namespace

Theme plain_theme() {
  Theme theme;
  for (std::size_t i = 0; i < kColours.size(); ++i) {
    theme.light[i] = kColours[i].light;
    theme.dark[i] = kColours[i].dark;
  }
  return theme;
}

Theme read_theme(std::string_view toml, std::string_view name) {
  const Value table = toml::parse(toml, name);
  const Reader reader(name);
  Theme theme = plain_theme();
  constexpr std::array<std::string_view, 10> kNames = {"title", "tagline", "language",   "url",          "logo",
                                                       "css",   "footer",  "categories", "descriptions", "colours"};
  for (const auto& [key, value] : *table.object()) {
    if (key == "title") theme.title = reader.text(value, key);
    else if (key == "tagline") theme.tagline = reader.text(value, key);
    else if (key == "logo") theme.logo = reader.text(value, key);
    else if (key == "css") theme.css = reader.text(value, key);
    else if (key == "footer") theme.footer = reader.text(value, key);
    else if (key == "descriptions") theme.descriptions = reader.truth(value, key);
    else if (key == "url") theme.url = address(reader, value);
    else if (key == "categories") {
      for (const std::string& path : reader.texts(value, key)) theme.categories.push_back(model::clean_path(path));
    } else if (key == "language") {
      theme.language = reader.text(value, key);
      if (std::ranges::find(kLanguages, theme.language) == kLanguages.end())
        reader.refuse(value, fmt::format("there are no labels in {}", theme.language),
                      fmt::format("the languages are {}", fmt::join(kLanguages, ", ")));
    } else if (key == "colours") {
      reader.colours(value, "colours", theme.light);
      if (const Value* const dark = value.find("dark")) reader.colours(*dark, "colours.dark", theme.dark);
    } else {
      reader.refuse(value, fmt::format("a theme has no {}", key), fmt::format("it has {}", fmt::join(kNames, ", ")));
    }
  }
  return theme;
}

double contrast(std::string_view one, std::string_view other) {
  const double a = luminance(one);
  const double b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

std::vector<std::string> contrast_faults(const Theme& theme) {
  std::vector<std::string> faults;
  const auto check = [&](const std::array<std::string, kColours.size()>& colours, std::string_view of) {
    for (const Pair& pair : kRead) {
      const std::string& front = colours[column_of(pair.front)];
      const std::string& behind = colours[column_of(pair.behind)];
      const double ratio = contrast(front, behind);
      if (ratio < kReadable)
        faults.push_back(fmt::format("{} {} on {} {}{} is hard to read: contrast {:.1f}, needed {:.1f}", pair.front, front,
                                     pair.behind, behind, of, std::floor(ratio * 10) / 10, kReadable));
    }
  };
  check(theme.light, "");
  check(theme.dark, " in the dark");
  return faults;
}

std::string theme_css(const Theme& theme) {
  std::string css = "/* The colours of the theme. Written by ckm export --as html. */\n:root {\n  color-scheme: light dark;\n";
  append_colours(css, theme.light, "  ");
  css += "}\n@media (prefers-color-scheme: dark) {\n  :root {\n";
  append_colours(css, theme.dark, "    ");
  css += "  }\n}\n";
  return css;
}

}  // namespace ckm::site
