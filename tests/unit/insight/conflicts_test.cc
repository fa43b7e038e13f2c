#include "insight/conflicts.hh"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace ckm::insight {
namespace {

struct Pair {
  std::string_view left, right;
  // What of each is quoted; of a pair that can hold together nothing.
  std::string_view ours = {}, theirs = {};
};

// Each pair both ways round.
void check(const Pair& pair) {
  for (const bool turned : {false, true}) {
    const std::string_view left = turned ? pair.right : pair.left, right = turned ? pair.left : pair.right;
    CAPTURE(left);
    CAPTURE(right);
    const auto found = contradictions(left, right);
    REQUIRE(found.size() == (pair.ours.empty() ? 0U : 1U));
    for (const Contradiction& one : found) {
      CHECK(one.left.text == (turned ? pair.theirs : pair.ours));
      CHECK(one.right.text == (turned ? pair.ours : pair.theirs));
      CHECK(left.substr(one.left.at, one.left.text.size()) == one.left.text);
      CHECK(right.substr(one.right.at, one.right.text.size()) == one.right.text);
    }
  }
}

}  // namespace

TEST_CASE("contradictions: amounts of money") {
  for (const Pair& pair : std::vector<Pair>{
           {"5.00 €", "5,00 €"},
           {"Shipping is €5.", "It costs 5,00 €."},
           {"12,50 EUR", "12.50 EUR"},
           {"1.250,00 €", "€1,250"},
           {"1'250.00 CHF", "CHF 1250"},
           {"12 000 EUR", "12.000 €"},
           {"1,00,000 INR", "₹100000"},
           {"5,- €", "5 euros"},
           {"4,50 €", "4,99 €", "4,50 €", "4,99 €"},
           {"1,234,567 USD", "1,234,568 USD", "1,234,567 USD", "1,234,568 USD"},
           {"It is US$5.", "It is 6 dollars.", "US$5", "6 dollars"},
           {"It is $5.", "It is 5 €."},
           {"A$5", "5 aud"},
           {"£20", "£25", "£20", "£25"},
           {"3万元", "40000元", "3万元", "40000元"},
           {"3万元", "30,000 元"},
           {"3万5千元", "35000元"},
           {"三万元", "3万块钱"},
           {"¥300", "300元"},
           {"RMB 300", "人民币300元"},
           {"￥３００", "三百块"},
           {"NT$500", "新台幣 600 元", "NT$500", "新台幣 600 元"},
           {"NT$500", "RMB 600"},
           {"500円", "600円", "500円", "600円"},
           {"3-5万元", "3万到5万元"},
           {"$2 million", "$2,000,000"},
           {"500 元", "600 元", "500 元", "600 元"},
           {"3元5角", "3.5元"},
           {"5 € per month", "60 € per year"},
           {"每月5元", "6元/月", "5元", "6元/月"},
           {"€5–€10", "€5–€12", "€5–€10", "€5–€12"},
           {"满100元减20元", "满100元减30元", "20元", "30元"},
           {"满100元减20元", "满200元减20元", "100元", "200元"},
           {"满100元减20元", "满100元减20元，满200元减50元"},
           {"Standard costs 5 €, express costs 10 €.", "Standard costs 5 €, express costs 12 €.", "10 €", "12 €"},
           {"Standard costs 5 €, express costs 10 €.", "Standard costs 5 €, pickup costs 2 €."},
           {"5 EUR for Germany, 10 EUR for Austria.", "5 EUR for Germany; 15 EUR for France."},
           {"Shipping is 5 €.", "Shipping is 5 €, and 10 € abroad."},
           {"3块电池", "2块钱"},
       })
    check(pair);
}

TEST_CASE("contradictions: times, ranges, discounts and counted things") {
  for (const Pair& pair : std::vector<Pair>{
           {"3天", "三天"},
           {"3 days", "三天"},
           {"3 days", "three days"},
           {"twenty-four hours", "1 day"},
           {"1-3 days", "1 to 3 days"},
           {"3到5天", "3 bis 5 Tage"},
           {"三到五天", "3–5 days"},
           {"1-3 days", "3-5 days", "1-3 days", "3-5 days"},
           {"3-5 days", "4 days"},
           {"3-5 days", "6 days", "3-5 days", "6 days"},
           {"两三天", "2-3天"},
           {"30 days", "one month"},
           {"12 months", "1 year"},
           {"half a year", "半年"},
           {"一个半小时", "90分钟"},
           {"1 hour 30 minutes", "90 minutes"},
           {"within a week", "7天内"},
           {"30 days", "2 months", "30 days", "2 months"},
           {"第三天", "5天"},
           {"几十天", "5天"},
           {"5 days", "5 working days"},
           {"14 jours", "deux semaines"},
           {"14 días", "10 días", "14 días", "10 días"},
           {"Binnen 14 Tagen.", "Innerhalb einer Woche.", "14 Tagen", "einer Woche"},
           {"3日間", "５日間", "3日間", "５日間"},
           {"at least 3 days", "at most 14 days"},
           {"at least 20 days", "at most 14 days", "20 days", "14 days"},
           {"Hold the button for 5 seconds.", "Money arrives in 3 days."},
           {"八折", "九折", "八折", "九折"},
           {"八折", "8折"},
           {"八五折", "15% off"},
           {"20 % off", "25% discount", "20 %", "25%"},
           {"百分之二十", "20%"},
           {"up to 5 devices", "up to 8 devices", "5 devices", "8 devices"},
           {"between 5 and 10", "between 6 and 12"},
           {"See step 3.", "See step 4."},
           {"iPhone 14 supports it", "The iPhone 15 supports it"},
           {"2 kg", "2000 g"},
           {"-5 °C to 40 °C", "0 °C to 40 °C", "-5 °C to 40 °C", "0 °C to 40 °C"},
           {"no numbers", "6 days"},
       })
    check(pair);
}

TEST_CASE("contradictions: dates and times of day") {
  for (const Pair& pair : std::vector<Pair>{
           {"on March 5", "on April 5", "March 5", "April 5"},
           {"on March 5", "5 March"},
           {"on March 5th, 2026", "2026-03-05"},
           {"5. März 2026", "05.03.2026"},
           {"March 5", "2027年3月5日"},
           {"5 mars", "5 de marzo"},
           {"5/3/2026", "6/3/2026", "5/3/2026", "6/3/2026"},
           {"5/3/2026", "May 3, 2026"},
           {"5/3/2026", "2026-03-05"},
           {"3月5日前", "3月6号前", "3月5日", "3月6号"},
           {"3月5日", "4月5日", "3月5日", "4月5日"},
           {"三月五日", "3月5号"},
           {"3月份", "3月5日"},
           {"2026年3月5日", "2025年3月5日", "2026年3月5日", "2025年3月5日"},
           {"March 5-7", "March 5 to 8", "March 5-7", "March 5 to 8"},
           {"3月5日至7日", "3月5日至3月7日"},
           {"每月5日", "每月6号", "5日", "6号"},
           {"03.05.2026", "04.05.2026", "03.05.2026", "04.05.2026"},
           {"by 9:00", "by 10:00", "9:00", "10:00"},
           {"by 9:00", "9点前"},
           {"until 9 pm", "until 8 pm", "9 pm", "8 pm"},
           {"until 9 pm", "21:00"},
           {"晚上9点", "until 9 p.m."},
           {"上午9点半", "9:30 am"},
           {"上午9点", "上午10点", "上午9点", "上午10点"},
           {"9:00-18:00", "9 am to 6 pm"},
           {"9-17 Uhr", "9-18 Uhr", "9-17 Uhr", "9-18 Uhr"},
           {"9:00–12:00 and 14:00–18:00", "9:00–12:00 and 14:00–17:00", "14:00–18:00", "14:00–17:00"},
           {"you may 5 times", "you may 5 times"},
       })
    check(pair);
}

TEST_CASE("contradictions: versions, links, addresses and telephones") {
  for (const Pair& pair : std::vector<Pair>{
           {"You need version 2.1.", "You need version 2.3.", "version 2.1", "version 2.3"},
           {"v2.1", "version 2.1"},
           {"v2.1", "版本 2.1"},
           {"版本 2.1", "版本 2.3", "版本 2.1", "版本 2.3"},
           {"需要 2.1 版本", "需要 2.3 版本", "2.1 版本", "2.3 版本"},
           {"2.1版", "2.2版", "2.1版", "2.2版"},
           {"2.1.0", "2.1.3", "2.1.0", "2.1.3"},
           {"version 2", "version 2.3"},
           {"version 2.0", "version 2.1", "version 2.0", "version 2.1"},
           {"Version 2.3 or newer", "You need version 2.4."},
           {"Version 2.3 or newer", "You need version 2.10."},
           {"Version 2.3 or newer", "You need version 2.2.", "Version 2.3", "version 2.2"},
           {"Version 2.3 or later", "Version 2.4 or later", "Version 2.3", "Version 2.4"},
           {"需要版本2.3及以上", "请安装版本2.4"},
           {"需要版本2.3及以上", "请安装版本2.2", "版本2.3", "版本2.2"},
           {"Android 12 or later", "Android 13 or later", "Android 12", "Android 13"},
           {"Android 12", "安卓12"},
           {"Android 12", "iOS 13"},
           {"https://example.com/a", "http://www.example.com/a/"},
           {"https://example.com/a", "https://example.com/b", "https://example.com/a", "https://example.com/b"},
           {"Write to info@example.com.", "Write to help@example.com.", "info@example.com", "help@example.com"},
           {"info@example.com", "Info@Example.com, or call"},
           {"Call 400-123-4567.", "Call 400-123-4568.", "400-123-4567", "400-123-4568"},
           {"+49 30 1234567", "030 1234567"},
           {"(030) 123-4567", "(030) 123-4568", "(030) 123-4567", "(030) 123-4568"},
           {"请拨打95588", "电话：95566", "95588", "95566"},
           {"13800138000", "138-0013-8000"},
           {"192.168.0.1", "192.168.1.1", "192.168.0.1", "192.168.1.1"},
       })
    check(pair);
}

// Of texts of such pieces in any order: each fact is quoted where it stands, no text contradicts itself, and what contradicts
// does so both ways round.
TEST_CASE("contradictions: properties on random texts") {
  const std::vector<std::string> pieces = {"5",
                                           "12",
                                           "3.5",
                                           "1,250",
                                           "1.250,00",
                                           "03.05.2026",
                                           "2026-03-05",
                                           "5/3/2026",
                                           "9:00",
                                           "21",
                                           "400-123-4567",
                                           " ",
                                           " ",
                                           "-",
                                           "–",
                                           " to ",
                                           "至",
                                           ".",
                                           ",",
                                           "，",
                                           "\n",
                                           "€",
                                           " EUR",
                                           "$",
                                           "NT$",
                                           "元",
                                           "块",
                                           "¥",
                                           " days",
                                           "天",
                                           " hours",
                                           "小时",
                                           "个月",
                                           "半",
                                           "三",
                                           "十",
                                           "两",
                                           "万",
                                           "亿",
                                           "点",
                                           "折",
                                           "%",
                                           " off",
                                           "月",
                                           "日",
                                           "号",
                                           "年",
                                           " March ",
                                           "May",
                                           " pm",
                                           " Uhr",
                                           "上午",
                                           "version ",
                                           "版本",
                                           "v",
                                           "Android ",
                                           "第",
                                           "百分之",
                                           "每月",
                                           "/month",
                                           "https://a.b/c",
                                           "a@b.cd",
                                           "+49 ",
                                           "(",
                                           ")",
                                           "a ",
                                           "half a",
                                           " year",
                                           "twenty",
                                           "½",
                                           "R6",
                                           "\xff",
                                           "\xe5",
                                           "〇",
                                           "个半",
                                           "within ",
                                           "至少",
                                           "以内",
                                           " k",
                                           " million",
                                           "°C",
                                           "人",
                                           "送",
                                           " gifts"};
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    std::mt19937_64 random(seed);
    std::string texts[2];
    for (std::string& text : texts) {
      for (std::size_t i = random() % 14; i > 0; --i) text += pieces[random() % pieces.size()];
    }
    CAPTURE(texts[0]);
    CAPTURE(texts[1]);
    std::size_t end = 0;
    for (const Fact& fact : facts_in(texts[0])) {
      REQUIRE(fact.at >= end);
      REQUIRE(!fact.text.empty());
      REQUIRE(!fact.values.empty());
      REQUIRE(texts[0].substr(fact.at, fact.text.size()) == fact.text);
      end = fact.at + fact.text.size();
    }
    REQUIRE(contradictions(texts[0], texts[0]).empty());
    REQUIRE(contradictions(texts[0], texts[1]).empty() == contradictions(texts[1], texts[0]).empty());
  }
}

TEST_CASE("ask_otherwise: other numbers are other questions") {
  CHECK(ask_otherwise("How long is the warranty of 2 years?", "How long is the warranty of 3 years?"));
  CHECK(ask_otherwise("What is error 403?", "What is error 404?"));
  CHECK(ask_otherwise("How do I reset the R6?", "How do I reset the X4?"));
  CHECK(ask_otherwise("iPhone 14 的保修多久", "iPhone 15 的保修多久"));
  CHECK_FALSE(ask_otherwise("3. How long is it?", "How long is it?"));
  CHECK_FALSE(ask_otherwise("What if it takes 14 days?", "What if it takes two weeks?"));
}

}  // namespace ckm::insight
