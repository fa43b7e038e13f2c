// The ranking formula over plain texts: what the index is compared with.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "index/topk.hh"
#include "oracle_rank.hh"
#include "search/blobs.hh"
#include "search/indexer.hh"
#include "store/segments.hh"
#include "text/language.hh"
#include "text/stem.hh"
#include "words.hh"

namespace ckm::search {

struct Doc {
  std::string question;
  std::string answer;
  text::Language language = text::Language::kNone;
  std::string status;  // Confidence of an article.
  std::vector<std::string> tags;
};

class Oracle {
  using Unit = oracle::Unit;

 public:
  std::map<model::Kind, std::map<std::uint32_t, Doc>> docs;

  struct Found {
    model::Kind kind;
    std::uint32_t doc;
    double score;
  };

  // All documents that have one of the query's words, best first, for the best 100 of each kind by the first stage.
  std::vector<Found> rank(store::Store& store, const std::string& query) {
    std::vector<Found> all;
    for (auto& [kind, texts] : docs) {
      if (!load(store, kind)) continue;
      const std::vector<Unit> units = units_of_text(query);
      std::vector<const Unit*> distinct;
      double ideal = 0;
      for (const Unit& unit : units) {
        if (std::any_of(distinct.begin(), distinct.end(), [&](const Unit* u) { return u->terms == unit.terms; })) continue;
        distinct.push_back(&unit);
        ideal += unit.idf;
      }
      std::vector<std::pair<std::uint32_t, std::uint32_t>> first;  // Score, document.
      const std::vector<Unit> extras = extras_of_text(query);
      for (const Unit& unit : extras) {
        if (std::any_of(distinct.begin(), distinct.end(), [&](const Unit* u) { return u->terms == unit.terms; })) continue;
        distinct.push_back(&unit);
        ideal += unit.idf;
      }
      for (const auto& [number, doc] : texts) {
        const auto impacts = impacts_of(doc);
        std::uint32_t sum = 0;
        for (const Unit* unit : distinct) {
          const auto weight = std::max(1U, static_cast<std::uint32_t>(std::floor(unit->idf / ideal * 65535)));
          for (const std::string& term : unit->terms) {
            const auto impact = impacts.find(term);
            if (impact != impacts.end()) sum += weight * impact->second;
          }
        }
        if (sum > 0) first.emplace_back(sum, number);
      }
      std::sort(first.begin(), first.end(),
                [](auto a, auto b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
      if (first.size() > 100) first.resize(100);
      for (const auto& [score, number] : first) {
        const std::vector<Unit> question = units_of_text(texts.at(number).question);
        const double total = score / (65535.0 * 255) + 0.3 * oracle::overlap(units, question) +
                             0.1 * oracle::adjacency(units, question) + (oracle::same(units, question) ? 0.05 : 0);
        all.push_back({kind, number, total});
      }
    }
    std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
      return std::tuple(-a.score, a.kind, a.doc) < std::tuple(-b.score, b.kind, b.doc);
    });
    return all;
  }

  // The impacts of every term of a document, by the formula in index/builder.hh.
  std::map<std::string, std::uint32_t> impacts_of(const Doc& doc) {
    std::map<std::string, std::pair<int, int>> counts;
    double share[2];
    const double weights[] = {settings.question_weight, settings.answer_weight};
    const double bs[] = {settings.question_b, settings.answer_b};
    const double averages[] = {lengths_.question > 0 ? lengths_.question : 1, lengths_.answer > 0 ? lengths_.answer : 1};
    for (int field = 0; field < 2; ++field) {
      const std::vector<Word> words = words_of(field == 0 ? doc.question : doc.answer);
      for (std::size_t i = 0; i < words.size(); ++i) {
        std::string term = words[i].latin ? stem(words[i].folded, doc.language) : words[i].folded;
        ++(field == 0 ? counts[term].first : counts[term].second);
        for (const std::string& extra : words[i].extras) {
          std::string stemmed = stem(extra, doc.language);
          ++(field == 0 ? counts[stemmed].first : counts[stemmed].second);
        }
        if (!words[i].joined) continue;
        term = words[i - 1].folded + words[i].folded;
        ++(field == 0 ? counts[term].first : counts[term].second);
      }
      share[field] =
          words.empty() ? 0 : weights[field] / (1 - bs[field] + bs[field] * static_cast<double>(words.size()) / averages[field]);
    }
    std::map<std::string, std::uint32_t> impacts;
    for (const auto& [term, tf] : counts) {
      const double x = share[0] * tf.first + share[1] * tf.second;
      impacts[term] = static_cast<std::uint32_t>(std::max(1L, std::lround(255 * x / (x + settings.k1))));
    }
    return impacts;
  }

  // What the index holds of a kind: its averages, languages and, with what is deleted and not yet merged, its frequencies.
  bool load(store::Store& store, model::Kind kind) {
    frequencies_.clear();
    languages_ = 0;
    dead_ = 0;
    for (const store::SegmentRow& row : store::read_segments(store, true)) {
      if (row.kind != kind) continue;
      languages_ |= row.languages;
      dead_ += row.dead;
      StoreBlobs blobs(store, row.id);
      for (index::TermCursor terms(blobs); terms.next();) frequencies_[terms.term()] += static_cast<double>(terms.entry().count);
    }
    if (frequencies_.empty()) return false;
    lengths_ = *store::read_lengths(store, kind);
    return true;
  }
  [[nodiscard]] std::int64_t dead() const { return dead_; }
  [[nodiscard]] const std::map<std::string, double>& frequencies() const { return frequencies_; }
  // The same from the texts.
  std::map<std::string, double> true_frequencies(model::Kind kind) {
    std::map<std::string, double> all;
    for (const auto& [number, doc] : docs[kind]) {
      for (const auto& [term, impact] : impacts_of(doc)) ++all[term];
      const std::vector<Word> words = words_of(doc.question + "\n" + doc.answer);
      if (std::ranges::any_of(words, &Word::latin)) ++all[std::string(index::kLetters)];
      if (!std::ranges::all_of(words, &Word::latin)) ++all[std::string(index::kCharacters)];
      if (doc.language == text::Language::kEnglish) ++all[kEnglishList];
    }
    if (!docs[kind].empty()) {
      all[std::string(index::kQuestionLengths)] = all[std::string(index::kAnswerLengths)] =
          static_cast<double>(docs[kind].size());
    }
    return all;
  }

  // The terms of a word in the kind that was loaded.
  std::vector<std::string> terms_of(const std::string& word) { return unit_of(word, words_of(word).front().latin).terms; }

  IndexSettings settings;

 private:
  std::string stem(const std::string& word, text::Language language) {
    if (language == text::Language::kNone) return word;
    return std::string(english_.stem(word));
  }

  std::vector<Unit> units_of_text(std::string_view text) {
    std::vector<Unit> units;
    for (const Word& word : words_of(text)) units.push_back(unit_of(word.folded, word.latin));
    for (Unit& unit : units) {
      if (text::is_function_word(unit.folded, text::Language::kNone)) unit.idf *= 0.7;
    }
    return units;
  }

  // Parts and names count half.
  std::vector<Unit> extras_of_text(std::string_view text) {
    std::vector<Unit> units;
    for (const Word& word : words_of(text)) {
      for (const std::string& extra : word.extras) units.push_back(unit_of(extra, true));
    }
    for (Unit& unit : units) unit.idf *= 0.5;
    return units;
  }

  Unit unit_of(const std::string& folded, bool latin) {
    Unit unit{folded, {folded}, latin, 0};
    if (latin) {
      unit.terms.clear();
      if ((languages_ & 1) != 0) unit.terms.push_back(folded);
      const std::string english = stem(folded, text::Language::kEnglish);
      if ((languages_ & 2) != 0 && (unit.terms.empty() || english != folded)) unit.terms.push_back(english);
    }
    double df = 0;
    for (const std::string& term : unit.terms) df += frequency(term);
    const bool english = latin && text::is_function_word(folded, text::Language::kEnglish) && frequency(kEnglishList) > 0;
    const double n = frequency(english ? kEnglishList : std::string(latin ? index::kLetters : index::kCharacters));
    df = std::min(df, n);
    unit.idf = std::pow(std::log(1 + (n - df + 0.5) / (df + 0.5)), 0.8);
    return unit;
  }

  double frequency(const std::string& term) { return frequencies_.contains(term) ? frequencies_.at(term) : 0; }

  inline static const std::string kEnglishList =
      "\x01"
      "len";

  text::Stemmer english_{text::Language::kEnglish};
  std::map<std::string, double> frequencies_;
  store::Lengths lengths_;
  std::int64_t languages_ = 0;
  std::int64_t dead_ = 0;
};

}  // namespace ckm::search
