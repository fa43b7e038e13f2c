#include "text/question_sense.hh"

#include <doctest/doctest.h>

#include <array>

namespace ckm::text {

TEST_CASE("ask_opposites: what one negates, opposes or names and the other does not") {
  struct Pair {
    std::string_view left, right;
    bool other;
  };
  for (const Pair& pair : {
           Pair{"Can I return an opened box?", "Can I return an unopened box?", true},
           Pair{"Can I return an unopened box?", "Can I return a box that is not opened?", false},
           Pair{"Can I return it?", "Can't I return it?", true},
           Pair{"Can I return it?", "Can’t I return it?", true},
           Pair{"Is it refundable?", "Is it non-refundable?", true},
           Pair{"Is it refundable?", "Is it nonrefundable?", true},
           Pair{"Is the code valid?", "Is the code invalid?", true},
           Pair{"How do I lock it?", "How do I unlock it?", true},
           Pair{"Why does it not work?", "Why doesn't it work?", false},
           Pair{"How long is the discount valid?", "How long is the count valid?", true},
           Pair{"What is under the bed?", "What is on the bed?", false},
           Pair{"How do I reset the Alpha router?", "How do I reset the Beta router?", true},
           Pair{"How do I reset the Alpha router?", "How do I reset the router?", true},
           Pair{"How do I reset the Alpha router?", "how do i reset the alpha router", false},
           Pair{"Refund Time And Policy", "Refund time and policy", false},
           Pair{"How to reset an iPad?", "How to reset an iPod?", true},
           Pair{"Can I cancel before shipping?", "Can I cancel after shipping?", true},
           Pair{"When do I get it?", "Where do I get it?", true},
           Pair{"When do I get it?", "How long until I get it?", false},
           Pair{"Kann ich geöffnete Ware zurückgeben?", "Kann ich ungeöffnete Ware zurückgeben?", true},
           Pair{"Kann ich das bezahlen?", "Kann ich das nicht bezahlen?", true},
           Pair{"开封的可以退吗", "未开封的可以退吗", true},
           Pair{"能不能退货", "能退货吗", false},
           Pair{"有没有年费", "有年费吗", false},
           Pair{"会员有年费吗", "会员没有年费吗", true},
           Pair{"手机非常热怎么办", "手机热怎么办", false},
           Pair{"为什么不能退款", "为什么能退款", true},
           Pair{"国内运费多少", "国外运费多少", true},
           Pair{"退款要多久", "退款要几天", false},
           Pair{"退款要多久", "退款要多少", true},
           Pair{"iPhone 版怎么下载", "Android 版怎么下载", true},
           Pair{"VIP 怎么取消", "vip怎么取消", false},
           Pair{"Do you have size M shoes?", "Do you have size L shoes?", true},
           Pair{"Do you have size M shoes?", "do you have size m shoes", false},
           Pair{"What does plan A cost?", "What does plan B cost?", true},
           Pair{"SIZE M SHOES", "SIZE L SHOES", true},
           Pair{"A refund?", "The refund?", false},
           Pair{"What Is A Refund", "What is refund", false},
           Pair{"Can I pay?", "Can we pay?", false},
           Pair{"Q: What is a refund?", "What is a refund?", false},
           Pair{"L'addition est fausse", "Addition est fausse", false},
           Pair{"M码的鞋有吗", "L码的鞋有吗", true},
       }) {
    CAPTURE(pair.left);
    CAPTURE(pair.right);
    CHECK(ask_opposites(pair.left, pair.right) == pair.other);
    CHECK(ask_opposites(pair.right, pair.left) == pair.other);
  }
}

TEST_CASE("ask_opposites: what stands swapped, and what stands only in another order") {
  struct Pair {
    std::string_view left, right;
    bool other;
  };
  for (const Pair& pair : {
           Pair{"How do I upgrade from Basic to Pro?", "How do I upgrade from Pro to Basic?", true},
           Pair{"How do I upgrade from Basic to Pro?", "How do I upgrade to Pro from Basic?", false},
           Pair{"How to move money from savings to checking?", "How to move money from checking to savings?", true},
           Pair{"transfer from savings account to checking account", "transfer from checking account to savings account", true},
           Pair{"a flight from New York to Boston", "a flight from Boston to New York", true},
           Pair{"Does the phone charge the laptop?", "Does the laptop charge the phone?", true},
           Pair{"Does the phone charge the laptop?", "Do the laptops charge the phones?", true},
           Pair{"Do I pay before you ship?", "Do I ship before you pay?", true},
           Pair{"My parcel is lost", "My lost parcel", false},
           Pair{"parcel lost", "lost parcel", false},
           Pair{"laptop charge phone", "phone charge laptop", false},
           Pair{"Are shirts and shoes washable?", "Are shoes and shirts washable?", false},
           Pair{"Is delivery to Germany free?", "Is free delivery to Germany?", false},
           Pair{"What is the cost of shipping to Spain?", "What is the shipping cost to Spain?", false},
           Pair{"我可以给你转账吗", "你可以给我转账吗", true},
           Pair{"北京到上海", "上海到北京", true},
           Pair{"北京到上海要多久", "上海到北京要多久？", true},
           Pair{"北京到北海的快递", "北海到北京的快递", true},
           Pair{"从北京到上海", "到上海从北京", false},
           Pair{"人民币换美元", "美元换人民币", true},
           Pair{"微信怎么转支付宝", "支付宝怎么转微信", true},
           Pair{"横版改成竖版", "竖版改成横版", true},
           Pair{"英雄联盟什么英雄最好", "英雄联盟最好英雄是什么", false},
           Pair{"我比较适合哪种面膜", "哪种面膜比较适合我", false},
           Pair{"怎么换手机号", "手机号怎么换", false},
           Pair{"什么时候到货", "货什么时候到", false},
           Pair{"多久到账", "到账多久", false},
           Pair{"我的快递到哪了", "快递到哪了我的", false},
           Pair{"", "", false},
           Pair{"to", "from", false},
       }) {
    CAPTURE(pair.left);
    CAPTURE(pair.right);
    CHECK(ask_opposites(pair.left, pair.right) == pair.other);
    CHECK(ask_opposites(pair.right, pair.left) == pair.other);
  }
}

TEST_CASE("have_opposites: of two words") {
  CHECK(have_opposites("买", "卖"));
  CHECK(have_opposites("buy", "sell"));
  CHECK_FALSE(have_opposites("款", "宽"));
  CHECK_FALSE(have_opposites("买", "买"));
}

TEST_CASE("ask_plainly: one word for each way to ask, and nothing else changed") {
  CHECK(ask_plainly("请问怎么样申请退款呢") == "如何申请退款");
  CHECK(ask_plainly("能不能退") == "能退");
  CHECK(ask_plainly("可不可以退") == ask_plainly("可以退吗"));
  CHECK(ask_plainly("什么时候到") == "什么时候到");
  CHECK(ask_plainly("how long does it take") == "how long does it take");
  CHECK(ask_plainly("").empty());
}

TEST_CASE("negations_in: counts what negates, and not what looks so") {
  CHECK(negations_in("I can't log in") == 1);
  CHECK(negations_in("not without my phone") == 2);
  CHECK(negations_in("I can log in") == 0);
  CHECK(negations_in("能不能退") == 0);
  CHECK(negations_in("非常好") == 0);
  CHECK(negations_in("不能退") == 1);
}

}  // namespace ckm::text
