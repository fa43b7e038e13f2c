#include "search/prefix.hh"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/utf8.hh"
#include "search/phrase.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

// No stem is less of its word than this.
constexpr std::size_t kLeastStem = 3;
constexpr double kLeastStemShare = 0.4;
// Documents whose text is looked at.
constexpr std::uint64_t kMostRead = 500;

// What the stem of a word may be that begins with `front` and whose stem does not.
std::vector<std::string> stems_of(const std::string& front, const Corpus& corpus, Stemmers& stemmers) {
  std::set<std::string> bases = {front};
  for (int i = 0; i < text::kLanguageCount; ++i) {
    const auto language = static_cast<text::Language>(i);
    if ((corpus.languages() & language_bit(language)) != 0) bases.emplace(stemmers.of(language).stem(front));
  }
  std::set<std::string> stems;
  for (const std::string& base : bases) {
    stems.insert(base);
    std::vector<std::size_t> ends;
    for (std::size_t at = 0; at < base.size(); ends.push_back(at))
      at += utf8::decode(base.data() + at, base.data() + base.size()).length;
    const auto least = std::max(kLeastStem, static_cast<std::size_t>(kLeastStemShare * static_cast<double>(ends.size())));
    for (std::size_t n = least; n < ends.size(); ++n) {
      const std::string stem = base.substr(0, ends[n - 1]);
      stems.insert(stem);
      stems.insert(stem + "i");  // English: happy has happi.
    }
  }
  std::vector<std::string> out;
  std::ranges::copy_if(stems, std::back_inserter(out), [&](const std::string& stem) { return !stem.starts_with(front); });
  return out;
}

// The most of what each document of a segment has.
class Impacts {
 public:
  explicit Impacts(const Corpus::Segment& segment)
      : segment_(segment),
        first_(static_cast<std::uint32_t>(segment.row.first_doc)),
        most_(static_cast<std::size_t>(segment.row.last_doc - segment.row.first_doc) + 1) {}

  void add(index::PostingCursor list) {
    for (std::size_t number = 0; number < list.skips().size(); ++number) {
      const index::Block& block = list.block(number);
      for (std::size_t i = 0; i < block.size; ++i) {
        if (block.docs[i] < first_ || block.docs[i] - first_ >= most_.size())
          index::damaged("a document lies outside of its segment");
        std::uint8_t& impact = most_[block.docs[i] - first_];
        impact = std::max(impact, block.impacts[i]);
      }
    }
  }
  // Those that count.
  template <typename Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < most_.size(); ++i) {
      const std::uint32_t doc = first_ + static_cast<std::uint32_t>(i);
      if (most_[i] > 0 && (segment_.row.dead == 0 || !segment_.dead.contains(doc))) visit(index::Posting{doc, most_[i]});
    }
  }

 private:
  const Corpus::Segment& segment_;
  std::uint32_t first_;
  std::vector<std::uint8_t> most_;
};

}  // namespace

PrefixTerms::PrefixTerms(std::string_view front, Corpus& corpus, Stemmers& stemmers)
    : front_(front), lists_(std::make_shared<UnionLists>()) {
  for (const auto& segment : corpus.segments()) {
    Impacts impacts(*segment);
    index::TermCursor terms(segment->blobs);
    for (bool any = terms.seek(front_); any && terms.term().starts_with(front_); any = terms.next())
      impacts.add(index::PostingCursor(segment->blobs, terms.entry()));
    std::vector<index::Posting>& list = lists_->emplace_back();
    impacts.for_each([&](const index::Posting& posting) {
      list.push_back(posting);
      documents_.add(posting.doc);
    });
  }
  gather(corpus, stems_of(front_, corpus, stemmers), stemmers);
}

// What has one of these stems has such a word or not, which its text tells.
void PrefixTerms::gather(Corpus& corpus, const std::vector<std::string>& stems, Stemmers& stemmers) {
  index::DocSet may = Phrase::documents(corpus, stems);
  may -= documents_;
  if (may.count() > kMostRead) {
    others_ = std::move(may);
    return;
  }
  index::DocSet have;
  may.for_each([&](std::uint32_t doc) {
    const auto text = store::read_search_text(corpus.store(), {corpus.kind(), doc});
    if (text && (in(text->question, stemmers) || in(text->answer, stemmers))) have.add(doc);
  });
  if (have.empty()) return;
  documents_ |= have;
  for (std::size_t number = 0; number < lists_->size(); ++number) {
    Corpus::Segment& segment = *corpus.segments()[number];
    Impacts impacts(segment);
    for (const std::string& stem : stems) {
      if (const auto entry = index::find_term(segment.blobs, stem)) impacts.add(index::PostingCursor(segment.blobs, *entry));
    }
    std::vector<index::Posting>& list = (*lists_)[number];
    impacts.for_each([&](const index::Posting& posting) {
      if (have.contains(posting.doc)) list.push_back(posting);
    });
    std::ranges::sort(list, {}, &index::Posting::doc);
  }
}

bool PrefixTerms::in(std::string_view text, Stemmers& stemmers) const {
  text::TokenStream tokens(text, stemmers.of(text::Language::kNone));
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kPair && token.folded.starts_with(front_)) return true;
  }
  return false;
}

Unit PrefixTerms::unit(Corpus& corpus) const {
  Unit unit;
  unit.folded = front_;
  unit.terms = {front_ + "*"};  // No word has the sign.
  unit.latin = true;
  unit.lists = lists_;
  unit.idf = corpus.idf(unit, static_cast<std::int64_t>(documents_.count()));
  return unit;
}

}  // namespace ckm::search
