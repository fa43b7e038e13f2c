// Numbers that name one customer's thing, such as an order: two questions that differ by them ask the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ckm::insight {

struct WithoutIdentifiers {
  std::string text;                      // With a blank in the place of each, and of the "no." before it.
  std::vector<std::string> identifiers;  // As they are written, in their order.
};

// Four digits at least, perhaps behind a few letters (RMA-20231), that follow a word for what has such numbers: order, ticket,
// invoice, tracking, reference, 订单, 单号, 编号 and the like, with "no.", "number", # or 号 between. Amounts, years, versions
// and models are none.
WithoutIdentifiers without_identifiers(std::string_view text);

}  // namespace ckm::insight
