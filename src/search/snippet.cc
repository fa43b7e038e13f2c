#include "search/snippet.hh"

#include <algorithm>

#include "base/utf8.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::string_view kEllipsis = "…";
// How far before the first match a stretch begins, in columns, so that it is read in context; at most a third of it.
constexpr std::size_t kLead = 20;
constexpr std::size_t kLeadShare = 3;
// Narrower ones have no room for … beside a letter.
constexpr std::size_t kLeastCutColumns = 4;
constexpr std::size_t kMostScanned = 64 * 1024;

// The byte offset of a column, on a character's border.
std::size_t offset_of(std::string_view text, std::size_t from, std::size_t columns) {
  std::size_t at = from;
  std::size_t width = 0;
  while (at < text.size()) {
    const auto c = utf8::decode(text.data() + at, text.data() + text.size());
    width += static_cast<std::size_t>(utf8::width(c.code));
    if (width > columns) break;
    at += c.length;
  }
  return at;
}

// Cut to columns from a byte offset, … where something is left out, marks moved along and joined where they touch.
Marked cut(std::string_view text, std::size_t begin, std::size_t columns, const std::vector<Highlighter::Match>& matches) {
  Marked out;
  std::size_t room = columns;
  const bool shows_cuts = columns >= kLeastCutColumns;
  if (begin > 0 && shows_cuts) {
    out.text = kEllipsis;
    --room;
  }
  std::size_t end = offset_of(text, begin, room);
  const bool cut_off = end < text.size() && shows_cuts;
  if (cut_off) end = offset_of(text, begin, room - 1);
  const std::size_t shift = out.text.size();
  out.text += text.substr(begin, end - begin);
  if (cut_off) out.text += kEllipsis;
  for (const Highlighter::Match& match : matches) {
    if (match.begin < begin || match.end > end) continue;
    const std::pair<std::size_t, std::size_t> mark{match.begin - begin + shift, match.end - begin + shift};
    if (!out.marks.empty() && out.marks.back().second >= mark.first)
      out.marks.back().second = std::max(out.marks.back().second, mark.second);
    else out.marks.push_back(mark);
  }
  return out;
}

}  // namespace

std::vector<Highlighter::Match> Highlighter::find(std::string_view text, text::Stemmer& stemmer) const {
  std::vector<Match> matches;
  text::TokenStream tokens(text, stemmer);
  text::Token token;
  while (tokens.next(token)) {
    if (token.lane == text::Lane::kPair && !pairs_) continue;
    if (const auto found = weights_.find(std::string(token.term)); found != weights_.end()) {
      matches.push_back({token.begin, token.end, 0, found->second, &found->first});
      continue;
    }
    for (const auto& [front, weight] : fronts_) {
      if (token.folded.starts_with(front) || token.term.starts_with(front)) {
        matches.push_back({token.begin, token.end, 0, weight, &front});
        break;
      }
    }
  }
  // A name comes behind its words.
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) { return a.begin < b.begin; });
  std::size_t measured = 0;
  std::size_t column = 0;
  for (Match& match : matches) {
    column += utf8::display_width(text.substr(measured, match.begin - measured));
    measured = match.begin;
    match.column = column;
  }
  return matches;
}

Highlighter::Highlighter(const std::vector<Unit>& query, const std::vector<Unit>& compounds) {
  for (const std::vector<Unit>* units : {&query, &compounds}) {
    for (const Unit& unit : *units) {
      pairs_ |= unit.extra;
      if (unit.lists) {
        fronts_.emplace_back(unit.folded, unit.idf);
        continue;
      }
      for (const std::string& term : unit.terms) weights_[term] = std::max(weights_[term], unit.idf);
    }
  }
}

Marked Highlighter::mark(std::string_view text, text::Stemmer& stemmer, std::size_t columns) const {
  const std::string line = utf8::one_line(text);
  return cut(line, 0, columns, find(line, stemmer));
}

Marked Highlighter::best(std::string_view text, text::Stemmer& stemmer, std::size_t columns) const {
  std::size_t scanned = std::min(text.size(), kMostScanned);
  while (scanned < text.size() && (static_cast<unsigned char>(text[scanned]) & 0xC0) == 0x80) ++scanned;
  const std::string line = utf8::one_line(text.substr(0, scanned));
  const std::vector<Match> matches = find(line, stemmer);
  // The stretch whose different terms weigh most; among equals the first.
  const std::size_t lead = std::min(kLead, columns / kLeadShare);
  const std::size_t reach = columns - lead;
  std::unordered_map<const std::string*, std::size_t> inside;  // How often each term stands in [i, end).
  double weight = 0;
  double most = 0;
  std::size_t start = 0;
  std::size_t end = 0;
  for (std::size_t i = 0; i < matches.size(); ++i) {
    for (; end < matches.size() && matches[end].column < matches[i].column + reach; ++end) {
      if (++inside[matches[end].term] == 1) weight += matches[end].weight;
    }
    if (weight > most * 1.0001) {
      most = weight;
      start = i;
    }
    if (i == end) ++end;  // Nothing is within reach.
    else if (--inside[matches[i].term] == 0) weight -= matches[i].weight;
  }
  if (matches.empty()) return cut(line, 0, columns, matches);
  const Match& first = matches[start];
  const std::size_t width = utf8::display_width(line.substr(first.begin, first.end - first.begin));
  if (first.column + lead < columns && first.column + width < columns) return cut(line, 0, columns, matches);
  // Both … and half of a wide character take room, too.
  const std::size_t before = std::min({first.column, lead, columns - std::min(columns, width + 3)});
  return cut(line, offset_of(line, 0, first.column - before), columns, matches);
}

}  // namespace ckm::search
