#include "model/state.hh"

#include <doctest/doctest.h>

#include <set>
#include <utility>

namespace ckm::model {

TEST_CASE("refuse_step: of all steps just these") {
  // From each state to each other one, told by what may not be rather than by the table.
  for (const auto from : kConfidences) {
    for (const auto to : kConfidences) {
      for (const auto seen : kAudiences) {
        for (const auto shown : kAudiences) {
          Article before;
          before.confidence = from;
          before.audience = seen;
          Article after = before;
          after.confidence = to;
          after.audience = shown;
          CAPTURE(from);
          CAPTURE(to);
          CAPTURE(seen);
          CAPTURE(shown);
          const std::set<std::pair<std::string_view, std::string_view>> barred = {
              {"validated", "wip"}, {"archived", "wip"}, {"archived", "validated"}};
          const auto order = [](std::string_view audience) { return audience == "internal" ? 0 : audience == "partner" ? 1 : 2; };
          const bool wider = order(shown) > order(seen) && to != "validated";
          CHECK(refuse_step(before, after).has_value() == (barred.contains({from, to}) || wider));
        }
      }
    }
  }
}

TEST_CASE("refuse_state: nothing new is shown outside before it is validated") {
  Article article;
  for (const auto confidence : kConfidences) {
    article.confidence = confidence;
    article.audience = "internal";
    CHECK_FALSE(refuse_state(article).has_value());
    article.audience = "public";
    CHECK(refuse_state(article).has_value() == (confidence != "validated"));
  }
}

}  // namespace ckm::model
