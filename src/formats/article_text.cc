#include "formats/article_text.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "formats/article_fields.hh"

namespace ckm::formats {
namespace {

using namespace article_fields;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.append("\\").push_back(c);
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else out.push_back(c);
  }
  return out + "\"";
}

std::string key(std::string_view name) {
  const bool bare = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  return bare ? std::string(name) : quoted(name);
}

std::string written(Time time) { return time % kDay == 0 ? format_day(time) : format_time(time); }

std::string front_matter(const Article& article, bool blanks, bool title, const std::vector<std::string>& learned) {
  std::string out = fmt::format("kind = \"{}\"\n", model::info(article.kind).name);
  const auto list = [&](const ListRow& row) {
    const std::vector<std::string>& texts = article.*row.field;
    std::vector<std::string> all;
    for (const std::string& text : texts) all.push_back(quoted(text));
    if (row.field != &Article::phrasings || (all.empty() && learned.empty())) {
      out += fmt::format("{} = [{}]\n", row.name, fmt::join(all, ", "));
      return;
    }
    out += fmt::format("{} = [\n", row.name);
    for (const std::string& text : all) out += fmt::format("  {},\n", text);
    if (!learned.empty()) out += "  # Customers asked so, which is internal; a line becomes a phrasing without its #:\n";
    for (const std::string& text : learned) out += fmt::format("  # {},\n", quoted(text));
    out += "]\n";
  };
  for (const TextRow& row : kTexts) {
    if (!(article.*row.field).empty() || (blanks && row.blank))
      out += fmt::format("{} = {}\n", row.name, quoted(article.*row.field));
    if (row.field == &Article::category && (!article.tags.empty() || blanks)) list(kLists[0]);
  }
  if (!article.phrasings.empty() || !learned.empty() || (blanks && article.kind == model::Kind::kFaq)) list(kLists[1]);
  for (const TimeRow& row : kTimes) {
    if (article.*row.field) out += fmt::format("{} = {}\n", row.name, written(*(article.*row.field)));
  }
  if (title) out += fmt::format("title = {}\n", quoted(article.title));
  if (!article.story.context.empty()) out += "\n[context]\n";
  for (const auto& [name, value] : article.story.context) out += fmt::format("{} = {}\n", key(name), quoted(value));
  return out;
}

// Lines that would be the beginning of another article or of a conflict, and with `headings` those that would be headings, are
// none.
std::string escaped(std::string_view text, bool headings) {
  std::string out;
  const std::vector<std::string_view> lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view bare = without_escapes(lines[i]);
    if (i > 0) out.push_back('\n');
    const bool border = i + 1 < lines.size() && is_loose_border(bare, lines[i + 1]);
    if ((headings && heading_of(bare)) || border || is_conflict_begin(bare)) out.push_back('\\');
    out += lines[i];
  }
  return out;
}

// What only an exported text says: by what it is known again, and what it held then.
std::string identity_lines(const Article& article, std::string_view source, const std::vector<std::string>& older) {
  std::vector<std::string> bases = {model::text_digest(article)};
  for (const std::string& base : older) {
    if (bases.size() < kMostBases && std::ranges::find(bases, base) == bases.end()) bases.push_back(base);
  }
  std::string out = fmt::format("uid = {}\nsource = {}\n", quoted(article.uid), quoted(source));
  if (article.external_id != article.uid) out += fmt::format("id = {}\n", quoted(article.external_id));
  out += fmt::format("base = {}\n", quoted(fmt::format("{}", fmt::join(bases, " "))));
  if (article.created_at) out += fmt::format("created_at = {}\n", format_time(*article.created_at));
  if (article.updated_at) out += fmt::format("updated_at = {}\n", format_time(*article.updated_at));
  return out;
}

std::string fact(std::string_view name, std::string_view value) {
  if (value.empty()) return {};
  const bool plain = value.find_first_of("\n\r") == std::string_view::npos && value.front() != ' ' && value.back() != ' ' &&
                     value.front() != '"';
  return fmt::format("\n{}- {}: {}", kIndent, name, plain ? std::string(value) : quoted(value));
}

std::string attempts_text(const std::vector<Attempt>& attempts) {
  std::string out;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const Attempt& attempt = attempts[i];
    out += fmt::format("{}{}. ", i == 0 ? "" : "\n", i + 1);
    bool first = true;
    for (const std::string_view line : lines_of(attempt.method)) {
      if (!first)
        out += line.empty() ? "\n" : fmt::format("\n{}{}", kIndent, fact_of(without_escapes(line)) != nullptr ? "\\" : "");
      out += line;
      first = false;
    }
    for (const FactRow& row : kFacts) {
      if (row.field != nullptr) out += fact(row.name, attempt.*row.field);
      else if (attempt.at) out += fact(row.name, written(*attempt.at));
    }
  }
  return out;
}

}  // namespace

namespace {

std::string text_of(const Article& article, bool blanks, const std::vector<std::string>& about, const std::string& identity,
                    const std::vector<std::string>& learned) {
  const bool in_front =
      article.title.find_first_of("\n\r") != std::string::npos || article.title.starts_with(' ') || article.title.ends_with(' ');
  std::string out = std::string(kFence) + "\n";
  for (const std::string& line : about) out += "# " + line + "\n";
  out += identity;
  out += front_matter(article, blanks, in_front, learned) + std::string(kFence) + "\n";
  if (!in_front) out += std::string(kTitle) + article.title + "\n";
  const bool is_case = article.kind == model::Kind::kCase;
  if (!article.body.empty()) out += "\n" + escaped(article.body, is_case) + "\n";
  if (!is_case) return out;
  for (const PartRow& part : kParts) {
    const std::string text =
        part.field == nullptr ? attempts_text(article.story.attempts) : escaped(article.story.*part.field, true);
    if (text.empty() && !blanks) continue;
    out += fmt::format("\n{} {}\n", kSection, part.heading);
    if (!text.empty()) out += "\n" + text + "\n";
  }
  return out;
}

}  // namespace

std::string write_article_text(const Article& article, bool blanks, const std::vector<std::string>& about,
                               const std::vector<std::string>& learned) {
  return text_of(article, blanks, about, {}, learned);
}

std::string write_exported_text(const Article& article, std::string_view source, const std::vector<std::string>& older) {
  return text_of(model::readable(article), false, {}, identity_lines(article, source, older), {});
}

}  // namespace ckm::formats
