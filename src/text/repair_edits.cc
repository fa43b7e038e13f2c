#include "text/repair_edits.hh"

#include <algorithm>

namespace ckm::text {

// Walks the old spans and the changes in the order of the old text; those that overlap become one span.
void Edits::apply(const std::vector<Change>& changes) {
  if (changes.empty()) return;
  std::string made;
  made.reserve(text_.size());
  std::vector<Span> spans;
  spans.reserve(spans_.size() + changes.size());
  std::size_t at = 0;       // All before it in the old text is in `made`.
  std::size_t raw_gap = 0;  // Where the last old span ends in the raw text,
  std::size_t gap = 0;      // and in the old text: from there to the next span both run in step.
  const auto copy_to = [&](std::size_t to) {
    made.append(text_, at, to - at);
    at = to;
  };
  auto span = spans_.begin();
  auto change = changes.begin();
  while (span != spans_.end() || change != changes.end()) {
    const bool span_first = change == changes.end() || (span != spans_.end() && span->begin <= change->begin);
    const std::size_t begin = span_first ? span->begin : change->begin;
    std::size_t end = begin;
    copy_to(begin);
    Span merged{span_first ? span->raw_begin : raw_gap + (begin - gap), 0, made.size(), 0, {}};
    const auto take_span = [&] {
      end = std::max(end, span->end);
      gap = span->end;
      raw_gap = span->raw_end;
      if (merged.rule.empty()) merged.rule = span->rule;
      ++span;
    };
    const auto take_change = [&] {
      end = std::max(end, change->end);
      copy_to(change->begin);
      made.append(change->after);
      at = change->end;
      merged.rule = change->rule;
      ++change;
    };
    span_first ? take_span() : take_change();
    for (bool more = true; more;) {
      more = false;
      if (span != spans_.end() && span->begin < end) {
        take_span();
        more = true;
      }
      if (change != changes.end() && change->begin < end) {
        take_change();
        more = true;
      }
    }
    copy_to(end);
    merged.raw_end = raw_gap + (end - gap);
    merged.end = made.size();
    spans.push_back(merged);
  }
  copy_to(text_.size());
  text_ = std::move(made);
  spans_ = std::move(spans);
}

std::size_t Edits::raw_offset(std::size_t offset, std::string_view what) const {
  const auto after =
      std::upper_bound(spans_.begin(), spans_.end(), offset, [](std::size_t o, const Span& s) { return o < s.begin; });
  if (after == spans_.begin()) return offset;
  const Span& span = *std::prev(after);
  if (offset >= span.end) return span.raw_end + (offset - span.end);
  constexpr std::size_t kLongest = 512;
  const std::string_view made = std::string_view(text_).substr(span.begin, span.end - span.begin);
  const std::string_view raw = raw_.substr(span.raw_begin, span.raw_end - span.raw_begin);
  if (made.size() > kLongest || raw.size() > kLongest) return span.raw_begin;
  // The one with as many before it, if there are as many in all.
  const auto places = [&](std::string_view within) {
    std::vector<std::size_t> out;
    for (std::size_t at = within.find(what); at != std::string_view::npos; at = within.find(what, at + 1)) out.push_back(at);
    return out;
  };
  const std::vector<std::size_t> now = places(made);
  const std::vector<std::size_t> then = places(raw);
  const auto one = std::find(now.begin(), now.end(), offset - span.begin);
  if (one == now.end() || now.size() != then.size()) return span.raw_begin;
  return span.raw_begin + then[static_cast<std::size_t>(one - now.begin())];
}

std::vector<Edit> Edits::list() const {
  std::vector<Edit> out;
  for (const Span& span : spans_) {
    Edit edit{span.raw_begin, std::string(raw_.substr(span.raw_begin, span.raw_end - span.raw_begin)),
              text_.substr(span.begin, span.end - span.begin), span.rule};
    if (edit.before != edit.after) out.push_back(std::move(edit));
  }
  return out;
}

std::string undo_repair(std::string_view repaired, std::span<const Edit> edits) {
  std::string raw;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    const std::size_t same = edit.offset - raw.size();
    raw.append(repaired, at, same).append(edit.before);
    at += same + edit.after.size();
  }
  return raw.append(repaired.substr(at));
}

}  // namespace ckm::text
