#include "insight/identifiers.hh"

#include <doctest/doctest.h>

#include <array>

using namespace ckm::insight;

TEST_CASE("without_identifiers: numbers of orders and the like, and no others") {
  struct Row {
    std::string_view text, rest, identifiers;
  };
  constexpr std::array<Row, 14> kRows = {{
      {"Where is my order 10023?", "Where is my order ?", "10023"},
      {"Where is my order number 10023?", "Where is my order ?", "10023"},
      {"Order #4711-22 is late", "Order  is late", "4711-22"},
      {"my orders: 10023, please", "my orders , please", "10023"},
      {"Invoice no. RE-20231 is wrong", "Invoice  is wrong", "RE-20231"},
      {"RMA-20231 where", "RMA  where", "20231"},
      {"我的订单号：20240101 在哪", "我的订单  在哪", "20240101"},
      {"訂單20240101還沒到", "訂單 還沒到", "20240101"},
      {"Bestellung Nr. 88123 fehlt", "Bestellung Nr  fehlt", "88123"},
      {"It costs 10000 EUR", "It costs 10000 EUR", ""},
      {"version 2024 of the app", "version 2024 of the app", ""},
      {"iPhone 15 order", "iPhone 15 order", ""},
      {"order 3 lamps", "order 3 lamps", ""},
      {"border 10023", "border 10023", ""},
  }};
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const WithoutIdentifiers out = without_identifiers(row.text);
    CHECK(out.text == row.rest);
    std::string all;
    for (const std::string& one : out.identifiers) all += (all.empty() ? "" : " ") + one;
    CHECK(all == row.identifiers);
  }
}
