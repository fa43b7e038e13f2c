#include "learn/duplicate.hh"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace ckm::learn;

namespace {

double score_of(std::string_view one, std::string_view other) {
  DuplicateTexts texts;
  const std::uint32_t a = texts.add(one), b = texts.add(other);
  texts.weigh();
  CHECK(texts.score(a, b).value == doctest::Approx(texts.score(b, a).value));
  return texts.score(a, b).value;
}

}  // namespace

TEST_CASE("duplicate: what is alike scores above what only shares words") {
  struct Row {
    std::string_view left, right;
    double least, most;
  };
  constexpr std::array<Row, 11> kRows = {{
      {"How do I reset my password?", "how do I RESET my password", 1, 1.01},
      {"How do I reset my password?", "How do I reset my pasword?", 0.85, 0.999},
      {"How do I reset my password?", "How do I reset my paswsord?", 0.85, 0.999},
      {"How do I reset my password?", "How do I change my address?", 0, 0.6},
      {"Can I return an opened box?", "Can't I return an opened box?", 0, 0.92},
      {"Does it run on version 12?", "Does it run on version 13?", 0, 0.8},
      {"如何申请退款？", "怎麼樣申請退款呢", 1, 1.01},
      {"如何申请退款？", "如何申请退宽？", 0.85, 0.999},
      {"如何申请退款？", "退款多久到账", 0, 0.6},
      {"如何申请退款", "如何不申请退款", 0, 0.95},
      {"", "nothing", 0, 0},
  }};
  for (const Row& row : kRows) {
    CAPTURE(row.left);
    CAPTURE(row.right);
    const double score = score_of(row.left, row.right);
    CHECK(score >= row.least);
    CHECK(score <= row.most);
  }
}

TEST_CASE("duplicate: typing errors are told, and mended where they stand") {
  DuplicateTexts texts;
  const std::uint32_t a = texts.add("Where is my parcel from Shenzhen?");
  const std::uint32_t b = texts.add("Where is my PACREL from Shenzhen?");
  texts.weigh();
  const DuplicateTexts::Score score = texts.score(a, b);
  REQUIRE(score.mended.size() == 1);
  CHECK(score.mended[0].ours == "parcel");
  CHECK(score.mended[0].theirs == "pacrel");
  CHECK(DuplicateTexts::mended(texts.text(b), score.mended) == "Where is my parcel from Shenzhen?");
}

TEST_CASE("duplicate: two words that both are common are no typing error, nor are short words and numbers") {
  DuplicateTexts texts;
  for (int i = 0; i < 3; ++i) {
    texts.add("my card " + std::to_string(i));
    texts.add("my cart " + std::to_string(i));
  }
  const std::uint32_t a = texts.add("block the card"), b = texts.add("block the cart");
  const std::uint32_t c = texts.add("error 10023 in box"), d = texts.add("error 10024 in fox");
  texts.weigh();
  CHECK(texts.score(a, b).mended.empty());
  CHECK(texts.score(c, d).mended.empty());
}

TEST_CASE("duplicate: function words are no typing errors of each other, nor of any word") {
  struct Row {
    std::string_view left, right;
  };
  for (const Row& row : {Row{"When is delivery free?", "Where is delivery free?"}, Row{"Is there a form?", "Is there a from?"},
                         Row{"Wann kommt dein Paket?", "Wann kommt denn Paket?"}, Row{"these phones", "those phones"}}) {
    CAPTURE(row.left);
    DuplicateTexts texts;
    const std::uint32_t a = texts.add(row.left), b = texts.add(row.right);
    texts.weigh();
    CHECK(texts.score(a, b).mended.empty());
    CHECK(texts.score(b, a).mended.empty());
  }
}

TEST_CASE("duplicate: the key is the text but for writing") {
  CHECK(DuplicateTexts::key("  退貨， 怎麼辦？") == DuplicateTexts::key("退货怎么办"));
  CHECK(DuplicateTexts::key("ＲＥＦＵＮＤ now!") == DuplicateTexts::key("refund, now"));
  CHECK(DuplicateTexts::key("refund") != DuplicateTexts::key("refunds"));
  CHECK(DuplicateTexts::key(" ?! ").empty());
}
