// Personal data in a text: addresses of mail, numbers of telephones, identity papers, bank cards and plates, postal addresses and
// addresses in the net, by their shapes, their check digits and the words beside them.
//
// Texts are UTF-8; full-width forms and invisible characters inside of a number don't hide it. A finding lies in one line. Pure;
// linear; a text without a digit, an @ and a house number costs one look at its bytes.
#pragma once

#include <cstddef>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ckm::text {

struct PersonalFinding {
  std::string_view kind;   // A kind's name or that of an expression; lives as long as the finder.
  std::size_t offset = 0;  // In bytes.
  std::size_t length = 0;
  std::string value;  // In one form however it is written: +8613800138000, anna@example.org.
};

// What a user looks for besides.
struct OwnPattern {
  std::string name;
  std::string match;  // As RE2 writes it; what its first group holds is the finding where it has one.
};

// A kind that ckm knows.
struct PersonalName {
  std::string_view name;
  std::string_view summary;
};
// In the order of the rows: of two findings of one length the earlier row's counts.
std::span<const PersonalName> personal_names();

// Why it can't be looked for; empty where it can.
std::string pattern_fault(const std::string& expression);

class PersonalFinder {
 public:
  // `off`: names of kinds that are not looked for; `keep`: what is left where it stands, such as the team's own addresses and
  // numbers, in whatever way they are written. Throws Error{kUsage} for an expression that is none.
  explicit PersonalFinder(const std::vector<std::string>& off = {}, const std::vector<OwnPattern>& patterns = {},
                          const std::vector<std::string>& keep = {});
  ~PersonalFinder();
  PersonalFinder(PersonalFinder&&) noexcept;
  PersonalFinder& operator=(PersonalFinder&&) noexcept;

  [[nodiscard]] bool looks_for(std::string_view kind) const;
  // In the order of the text, none inside of another one: of those that overlap the longest stays, then the one whose row comes
  // first. `beside`: what stands beside the text and says what it is, such as a column's name.
  [[nodiscard]] std::vector<PersonalFinding> find(std::string_view text, std::string_view beside = {}) const;

 private:
  struct Patterns;
  std::vector<bool> on_;
  std::set<std::string> keep_;
  std::unique_ptr<Patterns> patterns_;  // Null: there are none.
};

// What was found for people who look through a report: 138****8000, a****@example.org. Of what is short at most half is shown.
std::string masked(std::string_view value);

}  // namespace ckm::text
