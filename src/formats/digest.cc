#include "formats/digest.hh"

#include <fmt/format.h>

#include "base/counted.hh"
#include "base/utf8.hh"
#include "formats/markdown.hh"
#include "text/markdown_html.hh"

namespace ckm::formats {
namespace {

void add_articles(std::string_view heading, const std::vector<DigestArticle>& articles, std::string& out) {
  if (articles.empty()) return;
  out += fmt::format("\n## {}\n\n", heading);
  for (const DigestArticle& article : articles) {
    out += fmt::format("- {} ({}{}{})", markdown_line(article.title), markdown_line(article.ref),
                       article.category.empty() ? "" : ", ", markdown_line(article.category));
    if (!article.note.empty()) out += fmt::format(": {}", markdown_line(article.note));
    out += '\n';
  }
}

void add_counts(std::string_view heading, std::string_view unit, std::string_view units, const std::vector<DigestCount>& counts,
                std::string& out) {
  if (counts.empty()) return;
  out += fmt::format("\n## {}\n\n", heading);
  for (const DigestCount& one : counts) {
    const std::string ref = one.ref.empty() ? "" : fmt::format(" ({})", markdown_line(one.ref));
    out += fmt::format("1. {}{}: {}\n", markdown_line(one.text), ref, counted(one.count, unit, units));
  }
}

}  // namespace

std::string digest_text(const Digest& digest) {
  std::string out = fmt::format("# Knowledge from {} to {}\n\n", format_day(digest.since), format_day(digest.until));
  out += fmt::format("{} new, {} changed, {} retired.\n", digest.added.size(), digest.changed.size(), digest.retired.size());
  add_articles("New", digest.added, out);
  add_articles("Changed", digest.changed, out);
  add_articles("Retired", digest.retired, out);
  add_counts("Most used", "use", "uses", digest.used, out);
  if (digest.missed) add_counts("Most missed", "time", "times", *digest.missed, out);
  return utf8::printable(out);
}

std::string digest_page(std::string_view text) {
  constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>What became of what we know</title>
<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, "Noto Sans CJK SC", sans-serif }
li { overflow-wrap: anywhere }
</style>
</head>
<body>
<main>
)";
  return std::string(kHead).append(text::markdown_html(text, 1)).append("</main>\n</body>\n</html>\n");
}

}  // namespace ckm::formats
