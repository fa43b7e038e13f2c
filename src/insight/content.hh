// Whether an article is written as one should be: the content standard of Knowledge-Centered Service v6 (KCS Practices Guide,
// "Content Standard"), as far as a program can tell.
//
// To add a rule: a row in kContentRules (content.cc).
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "insight/place.hh"
#include "model/article.hh"

namespace ckm::insight {

// Lengths are columns of a terminal, in which a Han character counts two.
struct ContentLimits {
  std::size_t least_question = 4;
  std::size_t most_question = 200;
  std::size_t least_answer = 4;
  std::size_t most_answer = 20'000;
  std::vector<std::string> placeholders;   // What stands where something is to be written yet; case does not matter.
  std::set<std::string, std::less<>> off;  // Names of rules that are not checked.
};

struct Finding {
  std::string rule;
  Place place;
  std::string what;  // For people.
};
using Report = std::function<void(const Finding&)>;

struct ContentRule {
  std::string_view name;
  std::string_view summary;  // What it wants, one line.
  bool drafts;               // Of what is in work, too.
  // Null: it is checked by who knows other articles.
  void (*check)(const model::Article& article, const ContentLimits& limits, std::string_view rule, const Report& report);
};
std::span<const ContentRule> content_rules();

// What is wrong with an article alone. Of what is archived nothing is.
void check_content(const model::Article& article, const ContentLimits& limits, const Report& report);
// Whether a rule is to be checked of an article.
bool is_checked(const model::Article& article, const ContentLimits& limits, std::string_view rule);

}  // namespace ckm::insight
