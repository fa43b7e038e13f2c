// Rules: what must always hold, written by people. RE2 is included in few other places: scripts/check_layers lists them.
//
// A rule stands with a category:
//   [category."billing/refund"]
//   title = "Refunds"
//   owner = "Ann Lee", review_days = 90        whose it is, and how often its articles are to be checked
//   any   = ["refund", "退款", "money back"]   one of these words or phrases
//   all   = ["order"]                          and every one of these
//   regex = ['RMA-\d+']                        and one of these, in RE2's syntax
//
// Words and phrases are compared folded (ckm::text::fold): case, width, Traditional and Simplified are equal. Those of letters
// match whole words; a * at the end matches any ending. Regular expressions see the text as it is, without regard to case. The
// first rule that fires decides.
//
// Time: linear in the text, and words (word_finder.hh) cost the same however many there are; regular expressions share one pass
// too, unless they are so large together that each must look by itself.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hh"
#include "model/category.hh"

namespace ckm::learn {

// The categories of a rules file (a TOML table), in its order. Throws Error{kInput} with line and column for what is no rule.
std::vector<model::Category> read_rules(const Value& toml, std::string_view name);

class Rules {
 public:
  // Takes the categories that have a rule, in their order. Throws Error{kInput} for a regular expression that is none.
  explicit Rules(const std::vector<model::Category>& categories);
  Rules(Rules&&) noexcept;
  Rules& operator=(Rules&&) noexcept;
  ~Rules();

  [[nodiscard]] bool empty() const;

  struct Verdict {
    std::string path;  // Empty: no rule fires.
    Value reason;      // {rule, any, all, regex, also}: what was found, and which other rules would have fired.
  };
  [[nodiscard]] Verdict judge(std::string_view text) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ckm::learn
