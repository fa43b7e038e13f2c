#include "search/near_terms.hh"

#include <algorithm>
#include <map>

#include "base/utf8.hh"

namespace ckm::search {
namespace {

using Row = std::vector<std::size_t>;

// The next row of the table of distances: of what is compared with `word`, behind the characters `before` and `now`.
Row next_row(std::u32string_view word, const Row* two_before, const Row& last, char32_t before, char32_t now) {
  Row row(word.size() + 1);
  row[0] = last[0] + 1;
  for (std::size_t i = 1; i <= word.size(); ++i) {
    row[i] = std::min({row[i - 1] + 1, last[i] + 1, last[i - 1] + (word[i - 1] == now ? 0 : 1)});
    if (two_before != nullptr && i > 1 && word[i - 1] == before && word[i - 2] == now)
      row[i] = std::min(row[i], (*two_before)[i - 2] + 1);
  }
  return row;
}

Row first_row(std::u32string_view word) {
  Row row(word.size() + 1);
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = i;
  return row;
}

// The rows of one word against the front of a term, as far as two terms begin alike.
class Comparison {
 public:
  explicit Comparison(std::u32string_view word) : word_(word), rows_{first_row(word)} {}
  // Goes back to the first so many characters.
  void keep(std::size_t characters) {
    rows_.resize(characters + 1);
    read_.resize(characters);
  }
  void add(char32_t c) {
    const bool two = rows_.size() > 1;
    rows_.push_back(next_row(word_, two ? &rows_[rows_.size() - 2] : nullptr, rows_.back(), two ? read_.back() : 0, c));
    read_ += c;
  }
  [[nodiscard]] std::size_t edits() const { return rows_.back().back(); }
  // What any longer term has at least. A swap may go on from the row before.
  [[nodiscard]] std::size_t least() const {
    std::size_t least = *std::ranges::min_element(rows_.back());
    if (rows_.size() > 1) least = std::min(least, *std::ranges::min_element(rows_[rows_.size() - 2]) + 1);
    return least;
  }

 private:
  std::u32string_view word_;
  std::vector<Row> rows_;
  std::u32string read_;
};

// Characters that stand for themselves lie here, first bytes E3 to ED and what is behind them in UTF-8 does not.
constexpr std::string_view kFirstIdeograph = "\xE3";
constexpr std::string_view kBehindHangul = "\xEE";

struct Front {
  std::vector<char32_t> characters;
  std::vector<std::size_t> ends;  // In bytes.
};

class Walk {
 public:
  Walk(const std::vector<std::u32string>& words, std::size_t most) : most_(most) {
    for (const std::u32string& word : words) comparisons_.emplace_back(word);
  }

  // How many edits the term is away; where it and all that go on from some front of it are too far, the size of that front in
  // bytes is in `dead_end`, else 0.
  std::size_t compare(std::string_view term, std::size_t& dead_end) {
    std::size_t at = 0;
    std::size_t same = 0;
    while (same < front_.ends.size() && front_.ends[same] <= term.size() &&
           term.substr(at, front_.ends[same] - at) == std::string_view(last_).substr(at, front_.ends[same] - at)) {
      at = front_.ends[same++];
    }
    front_.characters.resize(same);
    front_.ends.resize(same);
    for (Comparison& comparison : comparisons_) comparison.keep(same);
    last_ = term;
    dead_end = 0;
    while (at < term.size()) {
      const auto c = utf8::decode(term.data() + at, term.data() + term.size());
      at += c.length;
      front_.characters.push_back(c.code);
      front_.ends.push_back(at);
      std::size_t least = SIZE_MAX;
      for (Comparison& comparison : comparisons_) {
        comparison.add(c.code);
        least = std::min(least, comparison.least());
      }
      if (least > most_) {
        dead_end = at;
        return least;
      }
    }
    std::size_t edits = SIZE_MAX;
    for (const Comparison& comparison : comparisons_) edits = std::min(edits, comparison.edits());
    return edits;
  }

 private:
  std::size_t most_;
  std::vector<Comparison> comparisons_;
  Front front_;
  std::string last_;
};

// The least text that is greater than all that begin with the front.
std::string behind(std::string_view front) {
  std::string out(front);
  out.back() = static_cast<char>(static_cast<unsigned char>(out.back()) + 1);
  return out;
}

}  // namespace

std::size_t edits_between(std::u32string_view a, std::u32string_view b, std::size_t most) {
  Comparison comparison(a);
  for (const char32_t c : b) comparison.add(c);
  return std::min(comparison.edits(), most + 1);
}

std::vector<NearTerm> near_terms(Corpus& corpus, const std::vector<std::u32string>& words, std::size_t most, bool same_start,
                                 std::size_t most_blocks) {
  std::map<std::string, NearTerm> found;
  std::string start;
  if (!words.empty() && !words.front().empty()) utf8::append(start, words.front().front());
  std::size_t blocks = 0;
  for (const auto& segment : corpus.segments()) {
    index::TermCursor terms(segment->blobs);
    Walk walk(words, most);
    bool any = terms.seek(same_start ? start : "!");
    while (any && blocks + terms.blocks() < most_blocks) {
      if (same_start && !terms.term().starts_with(start)) break;
      if (terms.term() >= kFirstIdeograph && terms.term() < kBehindHangul) {
        any = terms.seek(kBehindHangul);
        continue;
      }
      std::size_t dead_end = 0;
      const std::size_t edits = walk.compare(terms.term(), dead_end);
      if (dead_end > 0) {
        any = terms.seek(behind(std::string_view(terms.term()).substr(0, dead_end)));
        continue;
      }
      if (edits <= most) {
        NearTerm& near = found.try_emplace(terms.term(), NearTerm{terms.term(), edits, 0}).first->second;
        near.documents += static_cast<std::int64_t>(terms.count());
      }
      any = terms.next();
    }
    blocks += terms.blocks();
  }
  std::vector<NearTerm> out;
  for (auto& [term, near] : found) out.push_back(std::move(near));
  return out;
}

}  // namespace ckm::search
