#include "formats/article_text.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <span>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "formats/article_stream.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::formats;
using model::Article;
using model::Kind;

namespace {

using Random = std::mt19937_64;

std::string random_text(Random& random, bool line) {
  const std::vector<std::string> pieces = {"refund",
                                           " ",
                                           "退款",
                                           "\n",
                                           "## Cause",
                                           "\\## Cause",
                                           "\n## Attempts\n",
                                           "- who: Ann",
                                           "\n- why: x\n",
                                           "+++",
                                           "\n+++\nkind = \"faq\"\n",
                                           "\n\\+++\nsource= 1\n",
                                           "\n<<<<<<< a\n=======\n>>>>>>> b\n",
                                           "\n\\<<<<<<< a\n",
                                           "# a",
                                           "\"",
                                           "\\",
                                           "1. x",
                                           "\t",
                                           "\n\n",
                                           "é",
                                           "kind = 1",
                                           "\\- at: y",
                                           "\n## Other",
                                           "##",
                                           "\n## ",
                                           "\n##Cause",
                                           "\n\\\\##\t"};
  std::string out;
  for (std::size_t n = random() % 8; n > 0; --n) {
    const std::string& piece = pieces[random() % pieces.size()];
    if (!line || piece.find('\n') == std::string::npos) out += piece;
  }
  return out;
}

// With something that is no blank, and none at its ends.
std::string random_word(Random& random, bool line) { return "m" + random_text(random, line) + "."; }

Article random_article(Random& random) {
  Article article;
  article.kind = std::vector{Kind::kFaq, Kind::kCase, Kind::kDocument}[random() % 3];
  article.title = random_word(random, random() % 3 != 0);
  if (random() % 4 == 0) article.title = " " + article.title;
  if (random() % 3 != 0) article.body = random_word(random, false);
  const bool blank = article.kind == Kind::kCase && article.body.empty();  // That is none.
  if (!blank && random() % 6 == 0) article.body += "\n";
  if (!blank && random() % 6 == 0) article.body.insert(0, "\n");
  article.category = random() % 2 == 0 ? "" : "a/b";
  article.language = random() % 2 == 0 ? "" : "zh-Hant";
  article.phase = random() % 2 == 0 ? "" : "sale";
  article.confidence = random() % 2 == 0 ? "wip" : "archived";
  for (std::size_t n = random() % 3; n > 0; --n) article.tags.push_back(random_text(random, false));
  for (std::size_t n = random() % 3; n > 0; --n) article.phrasings.push_back(random_text(random, false));
  if (random() % 2 == 0) article.valid_to = static_cast<Time>(random() % 4'000'000'000);
  if (random() % 2 == 0) article.review_by = static_cast<Time>(random() % 40'000) * 86'400;
  if (article.kind != Kind::kCase) return article;
  for (std::string* text : {&article.story.situation, &article.story.cause, &article.story.result, &article.story.next_time}) {
    if (random() % 2 == 0) *text = random_word(random, false);
  }
  for (std::size_t n = random() % 3; n > 0; --n) {
    model::Attempt attempt;
    attempt.method = random_word(random, false);
    attempt.who = random_text(random, false);
    attempt.why = random_text(random, false);
    attempt.outcome = random() % 2 == 0 ? "" : "partly";
    if (random() % 2 == 0) attempt.at = static_cast<Time>(random() % 4'000'000'000);
    article.story.attempts.push_back(attempt);
  }
  if (random() % 2 == 0) article.story.context = {{"channel", "phone"}, {"顧客 tier", random_word(random, false)}, {"mood", ""}};
  return article;
}

Article of(Kind kind) {
  Article blank;
  blank.kind = kind;
  return blank;
}

std::string fault(std::string_view text, Kind kind = Kind::kFaq) {
  try {
    read_article_text(text, of(kind), "f.md");
    return "none";
  } catch (const Error& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("article text: what is written is read as the same article, and written as the same text") {
  Random random(5);
  for (int i = 0; i < rounds(2000); ++i) {
    const Article article = random_article(random);
    const std::string text = write_article_text(
        article, random() % 2 == 0, random() % 2 == 0 ? std::vector<std::string>{"faq:1"} : std::vector<std::string>{});
    CAPTURE(text);
    const Article read = read_article_text(text, of(article.kind), "f.md");
    REQUIRE(model::to_value(read) == model::to_value(article));
  }
}

TEST_CASE("article text: what was learned is a comment, and a phrasing without its sign") {
  Random random(6);
  const std::vector<std::string> words = {"refund", "\"quoted\"", "# no comment", "a\\b", "],", "退款", "\x01", "+++", "é"};
  for (int i = 0; i < rounds(500); ++i) {
    const Article article = random_article(random);
    std::vector<std::string> learned;
    for (std::size_t n = 1 + random() % 3; n > 0; --n)
      learned.push_back(words[random() % words.size()] + " " + words[random() % words.size()]);
    std::string text = write_article_text(article, random() % 2 == 0, {}, learned);
    CAPTURE(text);
    REQUIRE(model::to_value(read_article_text(text, of(article.kind), "f.md")) == model::to_value(article));
    for (std::size_t at = 0; (at = text.find("  # \"", at)) != std::string::npos;) text.replace(at, 5, "  \"");
    Article more = article;
    more.phrasings.insert(more.phrasings.end(), learned.begin(), learned.end());
    REQUIRE(read_article_text(text, of(article.kind), "f.md").phrasings == more.phrasings);
  }
}

TEST_CASE("article text: as people write it") {
  const Article faq = read_article_text("# Why?\r\nBecause.\r\n", of(Kind::kFaq), "f.md");
  CHECK(faq.title == "Why?");
  CHECK(read_article_text("# Why?\nBecause.", of(Kind::kFaq), "f.md").body == "Because.");
  CHECK(read_article_text("\n+++\ntags = ['a']\n+++\n\n# Why?\n\n\nBecause.\n\n", of(Kind::kFaq), "f.md").body == "\nBecause.\n");
  const Article one = read_article_text(
      "# Lost\n\n## Cause\n## Attempts\n\n1. Asked the depot\n   - who: Ann\n\n2.  Sent\n  another\n- outcome: worked\n\n## "
      "Result\nFound\n",
      of(Kind::kCase), "f.md");
  CHECK(one.story.cause.empty());
  REQUIRE(one.story.attempts.size() == 2);
  CHECK(one.story.attempts[0].method == "Asked the depot");
  CHECK(one.story.attempts[0].who == "Ann");
  CHECK(one.story.attempts[1].method == " Sent\nanother");
  CHECK(one.story.attempts[1].outcome == "worked");
  CHECK(one.story.result == "Found");
}

TEST_CASE("article text: mistakes have their place") {
  CHECK(fault("+++\ntags = []\n") == "f.md:1:1: the front matter has no end");
  CHECK(fault("+++\n\ntgas = []\n+++\n# a\n") == "f.md:3:8: there is no field 'tgas'");
  CHECK(fault("+++\ntags = 'a'\n+++\n# a\n") == "f.md:2:8: tags is a list");
  CHECK(fault("+++\naudience = 'all'\n+++\n# a\n") == "f.md:2:12: audience can't be 'all'");
  CHECK(fault("+++\nkind = 'case'\n+++\n# a\n") == "f.md:2:8: it is a case, not a faq");
  CHECK(fault("+++\nreview_by = 'soon'\n+++\n# a\n") == "f.md:2:13: 'soon' is no time");
  CHECK(fault("+++\ntags = [\n+++\n# a\n").starts_with("f.md:"));
  CHECK(fault("+++\n+++\nText\n") == "f.md:3:1: there is no question before the text");
  CHECK(fault("+++\n+++\n#  \n") == "f.md:3:1: there is no question");
  CHECK(fault("") == "f.md:1:1: there is no question");
  CHECK(fault("# a\n## Attempts\nAsked\n", Kind::kCase) == "f.md:3:1: attempts are a numbered list");
  CHECK(fault("# a\n## Attempts\n1.\n   - who: x\n", Kind::kCase) == "f.md:3:1: an attempt without a method");
  CHECK(fault("# a\n## Attempts\n1. x\n   - outcome: no\n", Kind::kCase) == "f.md:4:1: an outcome can't be 'no'");
  CHECK(fault("# a\n## Attempts\n1. x\n   - outcome: failed\n   more\n", Kind::kCase) ==
        "f.md:5:1: this is none of who, at, why and outcome");
  for (const std::string part : {"situation", "Situations", "Other", "", " Next  time", "Attempt"}) {
    const std::string line = "## " + part;
    CHECK(fault("# a\n\n## Cause\n\nb\n" + line + "\n", Kind::kCase) == "f.md:6:1: '" + line + "' is no part of a case");
    CHECK(fault("# a\n" + line + "\n") == "none");
    CHECK(read_article_text("# a\n\\" + line, of(Kind::kCase), "f.md").body == line);
    CHECK(read_article_text("# a\n## Attempts\n1. b\n\\" + line, of(Kind::kCase), "f.md").story.attempts[0].method ==
          (part.empty() ? "b\n##" : "b\n" + line));
  }
  CHECK(fault("# a\n##Cause\n", Kind::kCase) == "f.md:2:1: '##Cause' is no part of a case");
  CHECK(fault("# a\n## Cause\nb\n## Result\n##  Cause \n", Kind::kCase) == "f.md:5:1: the part 'Cause' stands there twice");
  CHECK(fault("# a\n## Attempts\n1. b\n## Attempts\n1. c\n", Kind::kCase) == "f.md:4:1: the part 'Attempts' stands there twice");
  for (const std::string line : {"### Cause", "##1234", " ## Cause", "# Cause", "---"})
    CHECK(read_article_text("# a\n## Result\nb\n" + line, of(Kind::kCase), "f.md").story.result == "b\n" + line);
}

TEST_CASE("article text: what is several, and what Git marked") {
  const auto line_of = [](const std::string& text) -> std::string {
    Article blank;
    blank.kind = Kind::kFaq;
    try {
      read_article_text(text, blank, "f");
    } catch (const Error& e) {
      return std::string(e.what()).substr(0, 5);
    }
    return "taken";
  };
  for (const char* field : {"uid", "source", "base", "id", "kind"}) {
    CHECK(line_of(std::string("# A?\n\nB\n+++\n") + field + " = \"x\"\n") == "f:4:1");
    CHECK(line_of(std::string("# A?\n\nB\n\\+++\n") + field + " = \"x\"\n") == "taken");
    CHECK(line_of(std::string("# A?\n\nB\n+++\n") + field + "s = \"x\"\n") == "taken");
  }
  CHECK(line_of("# A?\n\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n") == "f:3:1");
  CHECK(line_of("# A?\n\n<<<<<<< a\nx\n>>>>>>> b\ny\n=======\n") == "taken");  // In another order.
  CHECK(line_of("# A?\n\n\\<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n") == "taken");
  CHECK(find_conflict("a\r\n<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n") == 2);
  CHECK(find_conflict("<<<<<<< a\n======== \n>>>>>>> b") == 0);
}

TEST_CASE("exported texts: several of them come apart again, however they are read") {
  // Gives a few bytes at a time.
  class Dripping final : public ByteSource {
   public:
    Dripping(std::string_view text, std::size_t most) : rest_(text), most_(most) {}
    std::size_t read(std::span<char> into) override {
      const std::size_t n = std::min({into.size(), rest_.size(), most_});
      rest_.copy(into.data(), n);
      rest_.remove_prefix(n);
      return n;
    }

   private:
    std::string_view rest_;
    std::size_t most_;
  };
  Random random(11);
  for (int i = 0; i < rounds(300); ++i) {
    std::vector<Article> articles;
    std::string all;
    for (std::size_t n = 1 + random() % 5; n > 0; --n) {
      Article& article = articles.emplace_back(random_article(random));
      article.uid = random_uid();
      article.external_id = random() % 2 == 0 ? article.uid : "id " + random_word(random, false);
      article.body +=
          std::vector<std::string>{"", "\n+++", "\n+++\nuid = \"x\"", "\n\\+++\nuid = \"x\"\n", "+++\r\nuid = \""}[random() % 5];
      all += write_exported_text(article, "desk");
    }
    CAPTURE(all);
    Dripping in(all, 1 + random() % 100);
    ArticleStream texts(in, "f.md");
    std::string text;
    std::size_t count = 0;
    std::size_t at = 0;
    while (texts.next(text)) {
      REQUIRE(count < articles.size());
      CHECK(is_exported_text(text));
      CHECK(texts.line() ==
            1 + static_cast<std::size_t>(std::count(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(at), '\n')));
      const ArticleText read = read_any_article_text(text, Kind::kFaq, "f.md", texts.line());
      CHECK(model::to_value(read.article) == model::to_value(model::readable(articles[count])));
      CHECK(read.source == "desk");
      CHECK(read.bases == std::vector<std::string>{model::text_digest(articles[count])});
      at += text.size();
      ++count;
    }
    CHECK(count == articles.size());
    CHECK(at == all.size());
  }
}

TEST_CASE("exported texts: what is known of them, and mistakes") {
  const std::string uid = "0123456789abcdef0123456789abcdef";
  const std::string text = "+++\nuid = \"" + uid + "\"\nbase = \"12\"\n+++\n# Why?\n";
  const auto fault_of = [](const std::string& wrong, std::size_t line = 1) {
    try {
      read_any_article_text(wrong, Kind::kFaq, "f.md", line);
      return std::string("none");
    } catch (const Error& e) {
      return std::string(e.what());
    }
  };
  const ArticleText read = read_any_article_text(text, Kind::kFaq, "f.md");
  CHECK(read.article.external_id == uid);
  CHECK(read.article.confidence.empty());  // What it does not say.
  CHECK(fault(text) == "f.md:2:7: a new article has no uid");
  Article other = of(Kind::kFaq);
  other.uid = std::string(32, 'a');
  CHECK_THROWS_WITH(read_article_text(text, other, "f.md"), "f.md:2:7: it is the text of another article");
  other.uid = uid;
  CHECK(read_article_text(text, other, "f.md").title == "Why?");
  CHECK(fault_of("+++\nuid = \"x\"\n+++\n# Why?\n") == "f.md:2:7: 'x' is no uid");
  CHECK(fault_of("+++\nsource = \"a/b\"\n+++\n# Why?\n") == "f.md:2:10: 'a/b' can't be the name of a source");
  // A text that stands further down.
  CHECK(fault_of("+++\ntags = 1\n+++\n# Why?\n", 101) == "f.md:102:8: tags is a list");
  CHECK(fault_of("+++\ntags =\n+++\n# Why?\n", 101).starts_with("f.md:102:"));
  CHECK(fault_of("+++\ntags = []\n+++\nWhy?\n", 101) == "f.md:104:1: there is no question before the text");
  CHECK(is_exported_text("\xEF\xBB\xBF\n+++\r\n# by hand\r\nuid = \"1\"\r\n"));
  CHECK(!is_exported_text("+++\ntags = []\n+++\nuid = \"1\"\n"));
  CHECK(!is_exported_text("uid = \"1\"\n"));
}
