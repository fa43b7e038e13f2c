#include "learn/topics.hh"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

#include "learn/discover.hh"
#include "learn/topic_names.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::learn;

namespace {

// Each cosine by itself.
NeighbourLists nearest(std::span<const SparseVector> texts, std::size_t) {
  NeighbourLists lists;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    auto& list = lists.emplace_back();
    for (std::uint32_t j = 0; j < texts.size(); ++j) {
      if (const double cosine = dot(texts[i], texts[j]); i != j && cosine > 0) list.emplace_back(j, static_cast<float>(cosine));
    }
    std::ranges::stable_sort(list, [](const auto& a, const auto& b) { return a.second > b.second; });
    if (list.size() > 5) list.resize(5);
  }
  return lists;
}

// Three topics, one of them in Chinese, and what is in none.
std::vector<std::string> texts_of_three(std::vector<int>& truth) {
  const std::vector<std::string> who = {"please", "today", "again", "since monday", "hello", "thanks", "now", "urgent"};
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < 24; ++i) {
    const std::string& word = who[i % who.size()];
    if (i % 3 == 0) texts.push_back("\nMy parcel has not arrived, the courier lost the parcel " + word);
    if (i % 3 == 1) texts.push_back("\nI can't reset the password of my account, the password is wrong " + word);
    if (i % 3 == 2) texts.push_back("\n我的公积金怎么提取？公积金账户查询 " + word);
    truth.push_back(static_cast<int>(i % 3));
  }
  return texts;
}

}  // namespace

TEST_CASE("topics: texts of three things are three topics with names of their own") {
  std::vector<int> truth;
  const std::vector<std::string> texts = texts_of_three(truth);
  const Discovery found = discover(texts, nearest, {1});
  REQUIRE(found.topics.members.size() == 3);
  std::set<std::string> names;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    CHECK(found.topics.of_text[i] == found.topics.of_text[i % 3]);
    CHECK(found.topics.cosine[i] > 0.5F);
  }
  for (std::size_t topic = 0; topic < 3; ++topic) {
    REQUIRE(!found.terms[topic].empty());
    const std::string name = topic_name(found.terms[topic]);
    for (const std::string word : {"parcel", "password", "公积金"}) {
      if (name.find(word) != std::string::npos) names.insert(word);
    }
    CHECK(found.topics.members[topic].size() == 8);
    CHECK(std::ranges::is_sorted(found.topics.members[topic], [&](std::uint32_t a, std::uint32_t b) {
      return found.topics.cosine[a] > found.topics.cosine[b];
    }));
  }
  CHECK(names.size() == 3);
}

TEST_CASE("topics: they stay as they were, unless that makes no sense any more") {
  std::vector<int> truth;
  const std::vector<std::string> texts = texts_of_three(truth);
  TopicOptions options{2};
  const Topics first = discover(texts, nearest, options).topics;
  options.before = first.of_text;
  CHECK(discover(texts, nearest, options).topics.of_text == first.of_text);
  // Texts that are new join, whatever the topics were called.
  for (std::uint32_t& topic : options.before) topic = topic == kNoTopic ? kNoTopic : 20 - topic;
  for (std::size_t i = 0; i < 6; ++i) options.before[i] = kNoTopic;
  const Topics joined = discover(texts, nearest, options).topics;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (joined.of_text[i] != kNoTopic) CHECK(truth[joined.members[joined.of_text[i]].front()] == truth[i]);
  }
  // All in one is worse than to begin anew.
  options.before.assign(texts.size(), 7);
  const Topics anew = discover(texts, nearest, options).topics;
  CHECK(anew.of_text == first.of_text);
}

TEST_CASE("topics: what is like nothing is in none") {
  std::vector<int> truth;
  std::vector<std::string> texts = texts_of_three(truth);
  texts.push_back("\nxylophone quartz");
  texts.push_back("");
  const Discovery found = discover(texts, nearest, {1});
  CHECK(found.topics.of_text[texts.size() - 2] == kNoTopic);
  CHECK(found.topics.of_text[texts.size() - 1] == kNoTopic);
  CHECK(found.topics.members.size() == 3);
}

TEST_CASE("topics: none of nothing") {
  const Discovery found = discover({}, nearest);
  CHECK(found.topics.members.empty());
  CHECK(found.topics.of_text.empty());
  const std::vector<std::string> two = {"\none thing", "\nanother"};
  CHECK(discover(two, nearest).topics.members.empty());
}

TEST_CASE("topics: centroids by their definition") {
  for (int round = 0; round < rounds(20); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::vector<SparseVector> texts(30);
    std::vector<std::uint32_t> of_text;
    for (SparseVector& text : texts) {
      double square = 0;
      for (std::uint32_t f = 0; f < 20; ++f) {
        if (random() % 4 != 0) continue;
        text.emplace_back(f, 1.0F + static_cast<float>(random() % 5));
        square += static_cast<double>(text.back().second) * static_cast<double>(text.back().second);
      }
      for (auto& [feature, weight] : text) weight /= static_cast<float>(std::sqrt(square));
      of_text.push_back(random() % 5 == 0 ? kNoTopic : static_cast<std::uint32_t>(random() % 4));
    }
    const Centroids centroids(texts, of_text, 4, 20);
    REQUIRE(centroids.size() == 4);
    std::vector<float> cosines, scratch;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      centroids.cosines(texts[i], cosines);
      for (std::uint32_t topic = 0; topic < 4; ++topic) {
        std::vector<double> sum(20), others(20);
        for (std::size_t j = 0; j < texts.size(); ++j) {
          if (of_text[j] != topic) continue;
          for (const auto& [feature, weight] : texts[j]) {
            sum[feature] += static_cast<double>(weight);
            if (j != i) others[feature] += static_cast<double>(weight);
          }
        }
        const auto cosine = [&](const std::vector<double>& middle) {
          double product = 0, square = 0;
          for (const double weight : middle) square += weight * weight;
          for (const auto& [feature, weight] : texts[i]) product += static_cast<double>(weight) * middle[feature];
          return square > 0 ? product / std::sqrt(square) : 0;
        };
        CHECK(static_cast<double>(cosines[topic]) == doctest::Approx(cosine(sum)).epsilon(1e-4));
        if (of_text[i] == topic && !texts[i].empty())
          CHECK(centroids.without_one(topic, cosines[topic]) == doctest::Approx(cosine(others)).epsilon(1e-3));
      }
      const Centroids::Nearest best = centroids.nearest(texts[i], scratch);
      if (best.topic == kNoTopic) CHECK(std::ranges::max(cosines) == 0);
      else CHECK(best.cosine == std::ranges::max(cosines));
    }
  }
}

TEST_CASE("topic names: the longer of two terms, no function words, no numbers alone") {
  std::vector<std::string> texts;
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < 10; ++i) {
    members.push_back(static_cast<std::uint32_t>(texts.size()));
    texts.push_back(fmt::format("What is the exchange rate for 2024? The exchange rates of today {}", i));
    texts.push_back(fmt::format("My card was swallowed in 2024, number {}", i));
  }
  const std::vector<std::vector<std::uint32_t>> topics = {members};
  const auto terms = telling_terms(texts, topics, text::Language::kEnglish);
  REQUIRE(terms.size() == 1);
  REQUIRE(!terms[0].empty());
  CHECK(terms[0].size() <= kTermsOfTopic);
  CHECK(terms[0][0].starts_with("exchange rate"));
  for (const std::string& term : terms[0]) {
    CHECK(term != "the");
    CHECK(term != "2024");
    CHECK(term != "exchange");
  }
  const std::vector<std::string> han = {"公积金提取", "查公积金", "公积金贷款问题", "我的公积金呢",
                                        "电费单",     "电费多少", "交电费"};
  const std::vector<std::vector<std::uint32_t>> first = {{0, 1, 2, 3}};
  CHECK(telling_terms(han, first, text::Language::kNone)[0] == std::vector<std::string>{"公积金"});  // Not 公积 and 积金.
  // Of a topic that is all there is: what most of it says.
  const std::vector<std::string> one = {"lost card hello", "lost card again", "my lost card", "a lost card today"};
  CHECK(telling_terms(one, first, text::Language::kEnglish)[0].front() == "lost card");
  // Courtesy tells two languages apart and is no name, unless there is nothing else. One letter is none.
  const std::vector<std::string> letters = {"Bonjour cher service, ma facture est fausse à la page. Merci",
                                            "Bonjour, la facture à payer est fausse, merci bien cher service",
                                            "Cher service, une facture fausse à vérifier. Merci",
                                            "Bonjour, encore une facture fausse, à corriger. Merci",
                                            "My parcel is lost and nobody finds it",
                                            "The parcel was lost by the courier",
                                            "您好，发票开错了，谢谢",
                                            "您好，发票没有开，谢谢"};
  const auto named =
      telling_terms(letters, std::vector<std::vector<std::uint32_t>>{{0, 1, 2, 3}, {6, 7}}, text::Language::kEnglish);
  CHECK(named[0].front() == "facture");
  for (const std::string& term : named[0]) {
    CHECK(term.find("merci") == std::string::npos);
    CHECK(term.find("bonjour") == std::string::npos);
    CHECK(term.find("cher") == std::string::npos);
    CHECK(term != "à");
  }
  CHECK(named[1] == std::vector<std::string>{"发票"});
  const std::vector<std::string> thanks = {"Thanks", "Hello and thanks", "Many thanks", "thanks, dear", "The parcel", "A parcel"};
  CHECK(telling_terms(thanks, first, text::Language::kEnglish)[0].front() == "thanks");
  CHECK(topic_name({"a", "b", "c", "d"}) == "a, b, c");
  CHECK(topic_name({}) == "");
}
