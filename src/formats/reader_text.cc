#include "formats/reader_text.hh"

#include <string_view>

#include "formats/markdown.hh"

namespace ckm::formats {
namespace {

void chapter(std::string& out, std::string_view heading, std::string_view text) {
  if (text.empty()) return;
  if (!out.empty()) out += "\n\n";
  out.append("## ").append(heading).append("\n\n").append(text);
}

}  // namespace

std::string reader_text(const model::Article& article) {
  std::string out = article.body;
  if (article.kind != model::Kind::kCase) return out;
  const model::CaseStory& story = article.story;
  chapter(out, "Situation", story.situation);
  chapter(out, "Cause", story.cause);
  std::string tried;
  for (const model::Attempt& attempt : story.attempts) {
    tried.append(tried.empty() ? "" : "\n").append("1. ").append(markdown_line(attempt.method));
    if (!attempt.outcome.empty()) tried.append(" (").append(attempt.outcome).append(")");
    if (!attempt.why.empty()) tried.append(": ").append(markdown_line(attempt.why));
  }
  chapter(out, "Methods tried", tried);
  chapter(out, "Result", story.result);
  chapter(out, "Next time", story.next_time);
  return out;
}

}  // namespace ckm::formats
