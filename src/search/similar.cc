#include "search/similar.hh"

#include <algorithm>
#include <cmath>
#include <map>

namespace ckm::search {
namespace {

constexpr std::size_t kMostFromAnswer = 24;
constexpr std::size_t kMostFromQuestion = 64;
constexpr std::size_t kMostRead = std::size_t{64} * 1024;  // Bytes of an answer.
constexpr double kAnswerShare = 0.5;

bool tells(const Unit& unit) { return !unit.function_word; }

std::vector<Unit> of_answer(std::string_view answer, Corpus& corpus, Stemmers& stemmers) {
  struct Seen {
    Unit unit;
    int count = 0;
  };
  std::map<std::vector<std::string>, Seen> seen;
  for (Unit& unit : split_units(answer.substr(0, kMostRead), corpus, stemmers)) {
    if (!tells(unit)) continue;
    Seen& known = seen[unit.terms];
    if (known.count++ == 0) known.unit = std::move(unit);
  }
  std::vector<std::pair<double, Unit>> scored;
  for (auto& [terms, known] : seen) {
    if (!corpus.has_any(terms)) continue;
    known.unit.idf = corpus.idf(known.unit);
    scored.emplace_back(known.unit.idf * (1 + std::log(known.count)), std::move(known.unit));
  }
  std::ranges::stable_sort(scored, std::ranges::greater(), [](const auto& row) { return row.first; });
  std::vector<Unit> out;
  for (auto& [score, unit] : scored) {
    if (out.size() < kMostFromAnswer) out.push_back(std::move(unit));
  }
  return out;
}

}  // namespace

std::vector<Unit> units_like(const store::SearchText& text, Corpus& corpus, Stemmers& stemmers) {
  std::vector<Unit> units = units_of(text.question.substr(0, text.question.find(store::kPartBorder)), corpus, stemmers);
  std::erase_if(units, [](const Unit& unit) { return !tells(unit); });
  if (units.size() > kMostFromQuestion) units.resize(kMostFromQuestion);
  const bool alone = units.empty();
  for (Unit& unit : of_answer(text.answer, corpus, stemmers)) {
    if (std::ranges::any_of(units, [&](const Unit& own) { return own.terms == unit.terms; })) continue;
    unit.extra = !alone;
    unit.joined = false;
    if (!alone) unit.idf *= kAnswerShare;
    units.push_back(std::move(unit));
  }
  return units;
}

}  // namespace ckm::search
