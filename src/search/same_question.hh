// Articles that answer the same question in other words.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/items.hh"
#include "store/store.hh"

namespace ckm::search {

// From this likeness on two questions are taken for the same: the Dice overlap of their words, each weighed by how few questions
// have it; function words for a fifth, for without content words alike nothing is asked alike. What ask_opposites() tells apart
// is not the same.
inline constexpr double kSameQuestion = 0.8;

// The questions of all validated FAQ and documents: titles and authors' phrasings, of one article at most twenty. Held in
// memory: about 100 bytes and what is written for each. Finding the same ones takes the time of those that share a rare word,
// after the prefix filter of set joins (Chaudhuri, Ganti and Kaushik, ICDE 2006).
class SameQuestions {
 public:
  explicit SameQuestions(store::Store& store);

  // Each pair of a question of this article and one of another that ask the same, in the order of the articles' numbers; `theirs`
  // and `ours` live as long as this. Returns false where that are more than kMost other articles: those behind are left out.
  static constexpr std::size_t kMost = 100;
  bool for_each(const store::Item& article,
                const std::function<void(const store::Item& other, std::string_view ours, std::string_view theirs)>& visit);

  // Of two of the questions, by their numbers; tests compare with it.
  [[nodiscard]] double likeness(std::size_t one, std::size_t other) const;
  [[nodiscard]] std::size_t size() const { return questions_.size(); }
  [[nodiscard]] const store::Item& item(std::size_t question) const { return questions_[question].item; }
  [[nodiscard]] std::string_view text(std::size_t question) const { return questions_[question].text; }

 private:
  struct Question {
    store::Item item;
    std::string text;
    std::vector<std::uint32_t> words;  // Distinct, ascending by number; the rarest first once they are weighed.
    double sum = 0;                    // Of what they weigh.
  };
  struct Word {
    double weight = 0;
    bool function_word = false;
    bool latin = false;
    std::vector<std::uint32_t> questions;  // That have it, ascending.
  };
  void add(const store::Item& item, std::string_view text);
  void weigh();
  void find(std::uint32_t question, std::vector<std::uint32_t>& found);

  std::vector<Question> questions_;
  std::vector<Word> words_;
  std::unordered_map<std::string, std::uint32_t> numbers_;  // Of words, by their stem.
  std::unordered_map<std::int64_t, std::vector<std::uint32_t>> of_article_;
  std::vector<std::uint32_t> looked_at_;  // By question: for which one last.
};

}  // namespace ckm::search
