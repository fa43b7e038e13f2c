#include "search/same_question.hh"

#include <algorithm>
#include <cmath>
#include <set>

#include "store/articles.hh"
#include "text/language.hh"
#include "text/question_sense.hh"
#include "text/tokenize.hh"

namespace ckm::search {
namespace {

constexpr std::int64_t kMostAsked = 20;  // Phrasings of one article.
constexpr double kIdfExponent = 0.8;     // As ranking weighs words.
constexpr double kFunctionWordShare = 0.2;
// A few questions tell little of what is common, so that they are taken for part of so many.
constexpr double kLeastQuestions = 1000;
constexpr double kRounding = 1e-9;

}  // namespace

SameQuestions::SameQuestions(store::Store& store) {
  store::for_each_validated_question(store, kMostAsked, [&](const store::Item& item, std::string_view text) { add(item, text); });
  weigh();
}

void SameQuestions::add(const store::Item& item, std::string_view text) {
  static thread_local text::Stemmer none(text::Language::kNone), english(text::Language::kEnglish),
      german(text::Language::kGerman);
  Question question{item, std::string(text), {}, 0};
  text::TokenStream tokens(text, none);
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord) continue;
    const bool latin = token.script == text::CharClass::kWord;
    // Of either language, for a question is often too short to tell.
    const std::string stem(latin ? german.stem(std::string(english.stem(token.folded))) : token.folded);
    const auto [known, added] = numbers_.try_emplace(stem, static_cast<std::uint32_t>(words_.size()));
    if (added) words_.push_back({0, text::is_function_word(token.folded, text::Language::kNone), latin, {}});
    question.words.push_back(known->second);
  }
  if (question.words.empty()) return;
  std::ranges::sort(question.words);
  question.words.erase(std::unique(question.words.begin(), question.words.end()), question.words.end());
  const auto number = static_cast<std::uint32_t>(questions_.size());
  for (const std::uint32_t word : question.words) words_[word].questions.push_back(number);
  of_article_[item.id].push_back(number);
  questions_.push_back(std::move(question));
}

void SameQuestions::weigh() {
  const double all = std::max(static_cast<double>(questions_.size()), kLeastQuestions);
  for (Word& word : words_) {
    const auto have = static_cast<double>(word.questions.size());
    word.weight =
        std::pow(std::log(1 + (all - have + 0.5) / (have + 0.5)), kIdfExponent) * (word.function_word ? kFunctionWordShare : 1);
  }
  for (Question& question : questions_) {
    for (const std::uint32_t word : question.words) question.sum += words_[word].weight;
  }
  looked_at_.assign(questions_.size(), static_cast<std::uint32_t>(questions_.size()));
}

double SameQuestions::likeness(std::size_t one, std::size_t other) const {
  const Question& left = questions_[one];
  const Question& right = questions_[other];
  double common = 0;
  for (auto a = left.words.begin(), b = right.words.begin(); a != left.words.end() && b != right.words.end();) {
    if (*a == *b) common += words_[*a].weight, ++a, ++b;
    else if (*a < *b) ++a;
    else ++b;
  }
  return 2 * common / (left.sum + right.sum);
}

// Of the questions that are alike enough all have one of the words that together weigh more than what may differ.
void SameQuestions::find(std::uint32_t question, std::vector<std::uint32_t>& found) {
  const Question& own = questions_[question];
  const double may_differ = own.sum * (1 - kSameQuestion / (2 - kSameQuestion)) * (1 + kRounding);
  std::vector<std::uint32_t> rarest = own.words;
  std::ranges::sort(rarest, {}, [&](std::uint32_t word) { return words_[word].questions.size(); });
  double weight = 0;
  for (const std::uint32_t word : rarest) {
    if (weight > may_differ) break;
    weight += words_[word].weight;
    for (const std::uint32_t other : words_[word].questions) {
      if (looked_at_[other] == question || questions_[other].item == own.item) continue;
      looked_at_[other] = question;
      const double least = std::min(own.sum, questions_[other].sum), most = std::max(own.sum, questions_[other].sum);
      if (2 * least < kSameQuestion * (least + most) * (1 - kRounding)) continue;
      if (likeness(question, other) >= kSameQuestion) found.push_back(other);
    }
  }
}

bool SameQuestions::for_each(
    const store::Item& article,
    const std::function<void(const store::Item& other, std::string_view ours, std::string_view theirs)>& visit) {
  const auto own = of_article_.find(article.id);
  if (own == of_article_.end()) return true;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // Theirs, ours.
  for (const std::uint32_t question : own->second) {
    std::vector<std::uint32_t> found;
    find(question, found);
    for (const std::uint32_t other : found) pairs.emplace_back(other, question);
  }
  std::ranges::sort(pairs);
  std::set<std::int64_t> told;
  for (const auto& [other, question] : pairs) {
    const Question& ours = questions_[question];
    const Question& theirs = questions_[other];
    if (ours.text != theirs.text && text::ask_opposites(ours.text, theirs.text)) continue;
    told.insert(theirs.item.id);
    if (told.size() > kMost) return false;
    visit(theirs.item, ours.text, theirs.text);
  }
  return true;
}

}  // namespace ckm::search
