#include "search/unite.hh"

#include <doctest/doctest.h>

#include <vector>

namespace ckm::search {
namespace {

using List = std::vector<std::string>;

model::Article article(const std::string& title, List phrasings, List tags) {
  model::Article one;
  one.title = title;
  one.phrasings = std::move(phrasings);
  one.tags = std::move(tags);
  return one;
}

struct United : Uniting::Got {
  model::Article article;
};
United unite(const model::Article& into, const model::Article& duplicate) {
  Uniting uniting(into);
  const Uniting::Got got = uniting.add(duplicate);
  return {got, uniting.article()};
}

TEST_CASE("what one has is not said twice, however it is spelled") {
  const model::Article into = article("Refund of  C++ books?", {"退款多久"}, {"Money", "c++"});
  const model::Article other =
      article("退款多久？", {"REFUND of c++ books", "Refund of C# books?", "退貨多久", "refund of c# books ?!"},
              {"ＭＯＮＥＹ", "c#", "C#"});
  const United united = unite(into, other);
  CHECK(united.article.phrasings == List{"退款多久", "Refund of C# books?", "退貨多久"});
  CHECK(united.phrasings == 2);
  CHECK(united.article.tags == List{"Money", "c++", "c#"});
  CHECK(united.tags == 1);
  CHECK(united.article.title == into.title);
  CHECK_FALSE(united.narrower);
  const United again = unite(united.article, other);
  CHECK(again.phrasings + again.tags == 0);
  CHECK(again.article.phrasings == united.article.phrasings);
}

TEST_CASE("signs alone are what they are") {
  const United united = unite(article("?", {}, {}), article("??", {"?"}, {}));
  CHECK(united.article.phrasings == List{"??"});
}

TEST_CASE("what fewer may see does not come out") {
  model::Article into = article("Refund?", {}, {});
  model::Article other = article("Refund for VIP?", {"vip"}, {"vip"});
  into.audience = "partner";
  for (const std::string audience : {"internal", "partner", "public"}) {
    other.audience = audience;
    const United united = unite(into, other);
    CHECK(united.narrower == (audience == "internal"));
    CHECK(united.article.phrasings.empty() == united.narrower);
    CHECK(united.article.tags.empty() == united.narrower);
  }
}

TEST_CASE("several are united as one after the other is") {
  const std::vector<model::Article> others = {article("Refund when?", {"cash back"}, {"a"}),
                                              article("CASH BACK!", {"refund WHEN"}, {"A", "b"}),
                                              article("parcel", {"cash back?", "parcel"}, {"B", "c"})};
  Uniting all(article("Refund?", {}, {}));
  model::Article one = all.article();
  std::int64_t phrasings = 0;
  std::int64_t tags = 0;
  for (const model::Article& other : others) {
    const United united = unite(one, other);
    one = united.article;
    const Uniting::Got got = all.add(other);
    CHECK(got.phrasings == united.phrasings);
    CHECK(got.tags == united.tags);
    phrasings += got.phrasings;
    tags += got.tags;
  }
  CHECK(all.article().phrasings == List{"Refund when?", "cash back", "parcel"});
  CHECK(all.article().tags == List{"a", "b", "c"});
  CHECK(all.article().phrasings == one.phrasings);
  CHECK(phrasings == 3);
  CHECK(tags == 3);
}

}  // namespace
}  // namespace ckm::search
