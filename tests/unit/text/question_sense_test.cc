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
       }) {
    CAPTURE(pair.left);
    CAPTURE(pair.right);
    CHECK(ask_opposites(pair.left, pair.right) == pair.other);
    CHECK(ask_opposites(pair.right, pair.left) == pair.other);
  }
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
