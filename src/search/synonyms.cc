#include "search/synonyms.hh"

#include <algorithm>
#include <iterator>

namespace ckm::search {
namespace {

#include "synonym_table.inc"

bool same(const Unit& query, const Unit& entry) {
  if (entry.joined && !query.joined) return false;
  if (query.folded == entry.folded) return true;
  if (!query.latin || !entry.latin) return false;
  return std::ranges::find_first_of(query.terms, entry.terms) != query.terms.end();
}

void keep_longest(Synonyms::Match& best, std::size_t units, const Synonym& synonym) {
  if (units < best.units) return;
  if (units > best.units) best = {units, {}};
  const bool known = std::ranges::any_of(best.synonyms, [&](const Synonym& s) { return s.to == synonym.to; });
  if (!known) best.synonyms.push_back(synonym);
}

// Of rows ascending by key, those whose key is that of the first so many units.
template <typename Row>
void look_up(std::span<const Row> rows, std::span<const Unit> units, Synonyms::Match& best) {
  std::string key;
  for (std::size_t i = 0; i < units.size() && !rows.empty(); ++i) {
    if (i > 0 && !units[i].joined) key += ' ';
    key += units[i].folded;
    const auto prefix = [&](const Row& row) { return std::string_view(row.key).substr(0, key.size()); };
    const auto from = std::ranges::lower_bound(rows, std::string_view(key), {}, prefix);
    const auto to = std::ranges::upper_bound(from, rows.end(), std::string_view(key), {}, prefix);
    rows = {from, to};
    for (const Row& row : rows) {
      if (row.key.size() != key.size()) break;
      if (!row.latin) keep_longest(best, i + 1, {row.to, row.why});
    }
  }
}

}  // namespace

std::span<const ShippedSynonym> shipped_synonyms() { return {kShipped, kShippedCount}; }

void Synonyms::add(std::string_view toml, std::string_view name) {
  std::vector<SynonymRow> rows = read_synonyms(toml, name);
  std::ranges::move(rows, std::back_inserter(own_));
  std::ranges::stable_sort(own_, {}, &SynonymRow::key);
}

bool Synonyms::tells_of(std::string_view one, std::string_view other) const {
  const auto finds = [](const auto& rows, const std::string& key, const std::string& other_key) {
    for (auto row =
             std::ranges::lower_bound(rows, std::string_view(key), {}, [](const auto& r) { return std::string_view(r.key); });
         row != std::ranges::end(rows) && row->key == key; ++row) {
      if (row->to.empty() || synonym_key(row->to) == other_key) return true;
    }
    return false;
  };
  const std::string key = synonym_key(one), other_key = synonym_key(other);
  return finds(shipped_synonyms(), key, other_key) || finds(shipped_synonyms(), other_key, key) || finds(own_, key, other_key) ||
         finds(own_, other_key, key);
}

Synonyms::Latin::Latin(const Synonyms& synonyms, std::span<const Unit> query, const Corpus& corpus, Stemmers& stemmers) {
  // A word begins with the same byte in all its forms.
  const auto begins_some = [&](std::string_view key) {
    return std::ranges::any_of(query, [&](const Unit& unit) { return unit.folded.front() == key.front(); });
  };
  if (std::ranges::none_of(query, &Unit::latin)) return;
  const auto add = [&](std::string_view key, const Synonym& synonym) {
    if (!begins_some(key)) return;
    if (entries_.empty() || entries_.back().key != key) entries_.push_back({split_units(key, corpus, stemmers), key, synonym});
    else entries_.push_back({entries_.back().units, key, synonym});
  };
  for (const ShippedSynonym& row : shipped_synonyms()) {
    if (row.latin) add(row.key, {row.to, row.why});
  }
  for (const SynonymRow& row : synonyms.own_) {
    if (row.latin) add(row.key, {row.to, row.why});
  }
}

Synonyms::Match Synonyms::longest(std::span<const Unit> units, const Latin& latin) const {
  Match best;
  look_up(shipped_synonyms(), units, best);
  look_up(std::span<const SynonymRow>(own_), units, best);
  for (const Latin::Entry& entry : latin.entries_) {
    if (entry.units.size() > units.size()) continue;
    if (std::ranges::equal(units.first(entry.units.size()), entry.units, same))
      keep_longest(best, entry.units.size(), entry.synonym);
  }
  // A word to be kept stands for nothing.
  if (std::ranges::any_of(best.synonyms, [](const Synonym& s) { return s.to.empty(); })) best.synonyms.clear();
  return best;
}

}  // namespace ckm::search
