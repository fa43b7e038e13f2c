// A piece of knowledge: FAQ, case or document.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hh"
#include "base/value.hh"
#include "model/kind.hh"

namespace ckm::model {

// One thing that was tried in a case, in order, the failures too.
struct Attempt {
  std::optional<Time> at;
  std::string who;
  std::string method;
  std::string why;
  std::string outcome;  // worked, failed, partly or empty.
  bool operator==(const Attempt&) const = default;
};

// What only a case has.
struct CaseStory {
  std::string situation;
  std::string cause;
  std::vector<Attempt> attempts;
  std::string result;
  std::string reaction;    // The customer's.
  std::string reflection;  // What the people involved thought.
  std::string next_time;   // What to do if it happens again.
  // channel, product, version, tier, mood and the like, in the order in which they were written; no name twice, none empty.
  std::vector<std::pair<std::string, std::string>> context;
  bool operator==(const CaseStory&) const = default;
};

// All that the fields with a closed list of values may hold. Confidence is that of Knowledge-Centered Service v6.
inline constexpr std::array<std::string_view, 3> kPhases = {"pre-sale", "sale", "after-sale"};
inline constexpr std::array<std::string_view, 4> kConfidences = {"wip", "not-validated", "validated", "archived"};
inline constexpr std::array<std::string_view, 3> kAudiences = {"internal", "partner", "public"};
inline constexpr std::array<std::string_view, 2> kGovernances = {"open", "restricted"};

struct Article {
  Kind kind = Kind::kFaq;
  std::string uid;                     // 32 hexadecimal digits; empty: the store makes one.
  std::string external_id;             // Empty: the store makes one from the content.
  std::string title;                   // The question of a FAQ.
  std::string body;                    // Markdown: the answer of a FAQ, the text of a document.
  std::vector<std::string> phrasings;  // Other ways to ask it, by its authors.
  CaseStory story;
  std::string language;
  std::string product;
  std::string phase;     // Empty or one of kPhases.
  std::string category;  // A path such as billing/refund.
  std::vector<std::string> tags;
  std::string confidence = "validated";
  std::string audience = "internal";
  std::string governance = "open";
  std::optional<Time> valid_from;  // The span in which a document holds.
  std::optional<Time> valid_to;
  std::optional<Time> review_by;  // When it is to be checked next.
  std::optional<Time> created_at;
  std::optional<Time> updated_at;
  Value extra;  // As in Ticket.
  Value raw;    // Texts as they came where a repair changed them, by their names (for_each_text); null where it changed none.
};

// An article as its history keeps it: an object with the members in a fixed order, empty ones left out. Its JSON is
// what the chain of changes hashes, so it may gain members but never change one.
Value to_value(const Article& article);
Article article_from_value(const Value& value);

// Gives an article that does not say its state the one that it begins in: wip, internal and open.
void fill_state(Article& article);

// The article without what no text of it tells: of a case, parts that are nothing but blanks, and blanks behind what was tried.
Article readable(Article article);

// 16 hexadecimal digits that are equal for articles that read alike: of all that people edit, and of nothing that they don't
// (uid, identifier, when it was written, extra, raw).
std::string text_digest(const Article& article);
// Whether it reads as the first, the newest, of the digests that a text was exported with says.
bool is_base(const Article& article, const std::vector<std::string>& bases);

// The texts that a repair may change, in a fixed order, each by the path that it has in the article's JSON: title, body,
// phrasings.0, case.situation, case.attempts.2.method.
void for_each_text(Article& article, const std::function<void(const std::string& name, std::string& text)>& visit);
// How many of them one changed.
std::size_t count_raw(const Article& article);
// The article before any repair: its texts as they came, with nothing in raw.
Article as_it_came(Article article);

}  // namespace ckm::model
