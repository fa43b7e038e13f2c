#include "formats/article_conflict.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "formats/article_fields.hh"
#include "formats/article_text.hh"

namespace ckm::formats {
namespace {

using Lines = std::vector<std::string_view>;

std::string_view bare(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// One line of both sides: what each says behind its name, empty where it does not have it.
struct Both {
  std::string_view begin;
  std::string_view ours = {};
  std::string_view theirs = {};
};

// What a conflict that begins at a line becomes.
struct Settled {
  std::vector<std::string> lines;
  std::size_t end = 0;  // Behind it.
};

std::string both_bases(const Both& base) {
  std::string out(base.ours.substr(0, base.ours.find('"')));
  std::string_view rest = base.theirs.substr(0, base.theirs.find('"'));
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    if (out.find(one) == std::string::npos) out += fmt::format("{}{}", out.empty() ? "" : " ", one);
  }
  return fmt::format("{}{}\"", base.begin, out);
}

std::optional<Settled> settle(const Lines& lines, std::size_t at) {
  Both base{"base = \""};
  Both created{"created_at = "};
  Both updated{"updated_at = "};
  std::string_view Both::*side = &Both::ours;
  for (std::size_t i = at + 1; i < lines.size(); ++i) {
    const std::string_view line = bare(lines[i]);
    if (article_fields::is_conflict_mark(line, '|')) {  // What both were before.
      while (i + 1 < lines.size() && !article_fields::is_conflict_mark(lines[i + 1], '=')) ++i;
      continue;
    }
    if (article_fields::is_conflict_mark(line, '=') && side == &Both::ours) {
      side = &Both::theirs;
      continue;
    }
    if (article_fields::is_conflict_mark(line, '>') && side == &Both::theirs) {
      Settled out{{}, i + 1};
      if (!base.ours.empty() || !base.theirs.empty()) out.lines.push_back(both_bases(base));
      const auto times = [&](const Both& both, bool later) {
        if (both.ours.empty() && both.theirs.empty()) return;
        const auto [first, last] = std::minmax(both.ours, both.theirs);  // As they are written, times sort as texts.
        out.lines.push_back(fmt::format("{}{}", both.begin, later || first.empty() ? last : first));
      };
      times(created, false);
      times(updated, true);
      if (lines[at].ends_with('\r'))
        for (std::string& settled : out.lines) settled.push_back('\r');
      return out;
    }
    Both* const known = line.starts_with(base.begin)      ? &base
                        : line.starts_with(created.begin) ? &created
                        : line.starts_with(updated.begin) ? &updated
                                                          : nullptr;
    if (known == nullptr) return std::nullopt;
    known->*side = line.substr(known->begin.size());
  }
  return std::nullopt;
}

}  // namespace

std::string settle_conflicts(std::string text) {
  if (find_conflict(text) == 0) return text;
  const Lines lines = article_fields::lines_of(text);
  std::string out;
  bool front = false;
  for (std::size_t i = 0; i < lines.size();) {
    const std::string_view line = bare(lines[i]);
    if (i + 1 < lines.size() && article_fields::is_border(line, lines[i + 1])) front = true;
    else if (line == article_fields::kFence) front = false;
    if (front && article_fields::is_conflict_begin(line)) {
      const auto settled = settle(lines, i);
      if (!settled) return text;
      for (const std::string& one : settled->lines) out += one + "\n";
      i = settled->end;
      continue;
    }
    out += lines[i++];
    if (i < lines.size()) out.push_back('\n');
  }
  return find_conflict(out) == 0 ? out : text;
}

}  // namespace ckm::formats
