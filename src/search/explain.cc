#include "search/explain.hh"

#include <algorithm>
#include <unordered_map>

#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::size_t kCharacterBytes = 4;

// 0 where the document is not in the list.
std::uint8_t impact_of(index::PostingCursor& list, std::uint32_t doc) {
  const auto& skips = list.skips();
  const auto block = std::ranges::lower_bound(skips, doc, {}, &index::Skip::last_doc);
  if (block == skips.end()) return 0;
  const index::Block& postings = list.block(static_cast<std::size_t>(block - skips.begin()));
  const auto end = postings.docs.begin() + static_cast<std::ptrdiff_t>(postings.size);
  const auto at = std::lower_bound(postings.docs.begin(), end, doc);
  return at != end && *at == doc ? postings.impacts[static_cast<std::size_t>(at - postings.docs.begin())] : std::uint8_t{0};
}

using Counts = std::unordered_map<std::string, std::uint32_t>;

Counts count(std::string_view text, text::Stemmer& stemmer) {
  Counts counts;
  text::TokenStream tokens(text, stemmer);
  for (text::Token token; tokens.next(token);) ++counts[std::string(token.term)];
  return counts;
}

std::uint32_t occurrences(const Counts& counts, const Plan::List& list) {
  if (!list.unit->lists) {
    const auto found = counts.find(list.term);
    return found != counts.end() ? found->second : 0;
  }
  std::uint32_t sum = 0;
  for (const auto& [term, n] : counts) sum += term.starts_with(list.unit->folded) ? n : 0;
  return sum;
}

std::string why(const Plan& plan, const Plan::List& list) {
  const auto inside = [&](const std::vector<Unit>& units) {
    return !units.empty() && list.unit >= units.data() && list.unit < units.data() + units.size();
  };
  if (inside(plan.compounds())) return "part or name";
  if (!list.unit->extra) return {};
  for (const Alternative& alternative : plan.alternatives()) {
    for (const std::string& forms : alternative.terms) {
      if ((" " + forms + " ").find(" " + list.term + " ") != std::string::npos) return alternative.why;
    }
  }
  return list.unit->latin || list.term.size() <= kCharacterBytes ? "text" : "pair";
}

}  // namespace

std::vector<TermShare> explain(const Plan& plan, std::uint32_t doc, const store::SearchText& text, text::Stemmer& stemmer) {
  std::vector<TermShare> shares;
  const Counts question = count(text.question, stemmer);
  const Counts answer = count(text.answer, stemmer);
  const auto& segments = plan.corpus().segments();
  for (std::size_t number = 0; number < segments.size(); ++number) {
    const store::SegmentRow& row = segments[number]->row;
    if (doc < row.first_doc || doc > row.last_doc || (row.dead > 0 && segments[number]->dead.contains(doc))) continue;
    for (Plan::List& list : plan.lists(number)) {
      const std::uint8_t impact = impact_of(list.cursor, doc);
      if (impact == 0) continue;
      shares.push_back({list.unit->folded, list.term, why(plan, list),
                        static_cast<double>(list.weight) / static_cast<double>(index::kWeightTotal), impact,
                        occurrences(question, list), occurrences(answer, list)});
    }
  }
  std::ranges::stable_sort(shares, std::ranges::greater(), &TermShare::share);
  return shares;
}

}  // namespace ckm::search
