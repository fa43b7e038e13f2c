#include "search/expand.hh"

#include <doctest/doctest.h>

#include "base/utf8.hh"
#include "search/pinyin_lane.hh"
#include "search/search.hh"
#include "search/selection.hh"
#include "store/articles.hh"
#include "text/fold.hh"
#include "text/reading.hh"
#include "unit/rounds.hh"
#include "world.hh"

using namespace ckm;
using namespace ckm::search;

namespace {

// A store of FAQ: a question each, numbered from 1.
class Questions {
 public:
  explicit Questions(const std::vector<std::string>& questions) {
    store::Transaction transaction(store_->db());
    for (const std::string& question : questions) {
      model::Article faq;
      faq.external_id = std::to_string(++count_);
      faq.uid = store::article_uid(faq.kind, "s", faq.external_id);
      faq.title = question;
      store::insert_article(*store_, store_->source_id("s"), faq, 0);
    }
    Indexer indexer(*store_, {});
    while (indexer.step(1000) > 0) {
    }
    transaction.commit();
  }

  std::vector<Result> results(const std::string& query, std::size_t limit = 50) {
    options.limit = limit;
    return search::search(*store_, query, options);
  }
  // The numbers of what is found, best first.
  std::string found(const std::string& query) {
    std::string out;
    for (const Result& result : results(query)) out.append(out.empty() ? "" : " ").append(std::to_string(result.item.id));
    return out;
  }
  store::Store& store() { return *store_; }
  SearchOptions options;

 private:
  TempStore store_;
  int count_ = 0;
};

// What is marked in a text.
std::string marked(const Marked& text) {
  std::string out;
  for (const auto& [begin, end] : text.marks) out += "[" + text.text.substr(begin, end - begin) + "]";
  return out;
}

}  // namespace

TEST_CASE("Synonyms: found a little below the word itself, both ways, and told") {
  Questions q({"軟體更新失敗", "软件更新失败", "硬盘更新失败", "怎么更新"});
  CHECK(q.found("软件更新失败").starts_with("2 1 "));
  CHECK(q.found("軟體更新失敗").starts_with("1 2 "));
  const auto results = q.results("软件");
  REQUIRE(results.size() == 2);
  CHECK(results[0].item.id == 2);
  CHECK(results[1].score.total() < results[0].score.total());
  CHECK(results[1].score.total() > 0.7 * results[0].score.total());
  CHECK(marked(results[1].title) == "[軟體]");
  REQUIRE(results[1].reasons.size() == 1);
  CHECK(results[1].reasons[0].words == "软件");
  CHECK(results[1].reasons[0].found == "軟體");
  CHECK(results[1].reasons[0].why == "cross-strait IT vocabulary");
  CHECK(results[0].reasons.empty());
}

TEST_CASE("Synonyms: directed, and never in quotes, signed words or a selection") {
  Questions q({"資料備份在哪裡", "数据备份在哪里", "资料下载", "軟體", "软件"});
  const std::string data = q.found("數據");
  CHECK(data.find('3') != std::string::npos);                 // 数据 finds 資料
  CHECK(q.found("资料下载").find('2') == std::string::npos);  // but not the other way
  CHECK(q.found("\"软件\"") == "5");
  CHECK(q.found("+软件") == "5");
  CHECK(q.found("软件 -軟體") == "5");
  Selection selection(q.store(), "软件");
  CHECK(selection.holds({model::Kind::kFaq, 5}));
  CHECK_FALSE(selection.holds({model::Kind::kFaq, 4}));
}

TEST_CASE("Synonyms: of letters, in all forms; of three characters, by their rare pair") {
  Questions q({"my cell phones are broken", "cells of a table", "the mobile phone rings", "請開啟行動電話", "电话费", "手机"});
  CHECK(q.found("mobile phones").starts_with("3 1"));
  CHECK(q.found("手机").starts_with("6 4"));
  const auto results = q.results("手机");
  CHECK(results.size() <= 3);
  if (results.size() == 3) CHECK(results[2].score.total() < results[1].score.total() / 2);
}

TEST_CASE("Synonyms: the second stage knows the other wordings") {
  Questions q({"客户忘记密码", "顧客忘記密碼", "忘记顾客的密码怎么办"});
  const auto results = q.results("客户忘记密码");
  REQUIRE(results.size() == 3);
  CHECK(results[0].item.id == 1);
  CHECK(results[1].item.id == 2);
  CHECK(results[1].score.overlap > 0.9 * results[0].score.overlap);
  CHECK(results[1].score.adjacency > 0.9 * results[0].score.adjacency);
  CHECK(results[1].score.overlap < results[0].score.overlap);
}

TEST_CASE("Results are the same whatever the limit") {
  Questions q({"退款 退费 退钱", "退款", "退费退钱退款", "软件 軟體"});
  for (const char* query : {"退款", "退款退费退钱", "软件", "tuikuan"}) {
    CAPTURE(std::string(query));
    const auto all = q.results(query);
    for (std::size_t limit = 1; limit <= all.size(); ++limit) {
      const auto some = q.results(query, limit);
      REQUIRE(some.size() == limit);
      for (std::size_t i = 0; i < limit; ++i) CHECK(some[i].item.id == all[i].item.id);
    }
  }
}

TEST_CASE("Pinyin: words, runs of words, second readings, initials") {
  Questions q(
      {"退款多久到账", "知識管理", "重庆银行", "行李超重", "尽快还钱", "换长篇小说", "方案", "反感", "旅行", "西安", "先"});
  CHECK(q.found("tuikuan") == "1");
  CHECK(q.found("TuiKuan") == "1");
  CHECK(q.found("zhishi guanli") == "2");
  CHECK(q.found("zhishiguanli") == "2");
  CHECK(q.found("chongqing") == "3");
  CHECK(q.found("yinhang") == "3");
  CHECK(q.found("xingli") == "4");
  CHECK(q.found("chaozhong") == "4");
  CHECK(q.found("huanqian") == "5");
  CHECK(q.found("changpian") == "6");
  CHECK(q.found("fang'an") == "7");
  CHECK(q.found("fangan") == "7 8");
  CHECK(q.found("fan'gan") == "8");
  CHECK(q.found("lvxing") == "9");
  CHECK(q.found("luxing") == "9");
  CHECK(q.found("xian") == "10");
  CHECK(q.found("xi'an") == "10");
  CHECK(q.found("tk") == "1");
  CHECK(q.found("zsgl") == "2");
  CHECK(q.found("tui").empty());
  CHECK(q.found("\"tuikuan\"").empty());
  CHECK(q.found("+tuikuan").empty());
  CHECK(q.found("tuikuanx").empty());
  const auto results = q.results("zhishi guanli");
  CHECK(marked(results[0].title) == "[知識管理]");
  REQUIRE(results[0].reasons.size() == 3);
  CHECK(results[0].reasons[0].why == "pinyin");
}

TEST_CASE("Pinyin: documents that have the word come first, and in the same order") {
  Questions q(
      {"那么怎么办", "Change my name", "他的名字", "那么 name", "The date of the change", "打的", "TK is a brand", "退款"});
  Questions english({"", "Change my name", "", "name", "The date of the change", "", "TK is a brand", ""});
  for (const char* query : {"name", "change name", "date", "change the date", "tk"}) {
    CAPTURE(std::string(query));
    const std::string before = english.found(query);
    CHECK(q.found(query).starts_with(before));
  }
  CHECK(q.found("tk") == "7");
  CHECK(q.found("name") == "4 2 1");
}

TEST_CASE("Pinyin: every pair of a text is found by its readings") {
  Random random(11);
  std::vector<std::string> questions;
  std::vector<std::pair<std::size_t, std::string>> typed;  // Question and what is typed for a pair of it.
  for (std::size_t number = 1; number <= 60; ++number) {
    std::string text;
    char32_t before = 0;
    for (int i = 0; i < rounds(12); ++i) {
      const char32_t code = 0x4E00 + static_cast<char32_t>(below(random, 0x5000));
      utf8::append(text, code);
      const auto a = text::readings(before);
      const auto b = text::readings(code);
      if (before != 0 && !a.empty() && !b.empty())
        typed.emplace_back(number, std::string(a[below(random, a.size())]) + "'" + std::string(b[below(random, b.size())]));
      before = code;
    }
    questions.push_back(text);
  }
  Questions q(questions);
  REQUIRE(typed.size() > static_cast<std::size_t>(rounds(500)));
  for (const auto& [number, word] : typed) {
    // What the tokenizer cuts at an apostrophe, and syllables without a vowel, are others' matter.
    if (word.find('\'') <= 2 || text::fold(word) != word) continue;
    const auto vowels = [](std::string_view s) { return s.find_first_of("aeiouv") != std::string_view::npos; };
    if (!vowels(word.substr(0, word.find('\''))) || !vowels(word.substr(word.find('\'')))) continue;
    CAPTURE(word);
    CAPTURE(questions[number - 1]);
    const auto results = q.results(word);
    REQUIRE(std::ranges::any_of(results, [&](const Result& r) { return r.item.id == static_cast<std::int64_t>(number); }));
  }
}
