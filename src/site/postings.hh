// The terms of a site's articles, and what each weighs in each.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "site/site.hh"

namespace ckm::site {

// Fields by how much a word in them says.
enum class Part : std::uint8_t { kTitle, kPhrasings, kText };
inline constexpr std::size_t kParts = 3;

struct Posting {
  std::uint32_t doc;
  std::uint8_t weight;  // 0 to 63.
};

using Lists = std::map<std::string, std::vector<Posting>>;  // By term; ascending.

struct Postings {
  Lists words;  // Stems.
  Lists characters;
  Lists pairs;
  std::map<std::string, std::set<std::string>> stems;  // Of each word as it is written, folded.
};

// `texts`: the plain text of each article (plain_text()).
Postings collect(const Site& site, const std::vector<std::string>& texts);

}  // namespace ckm::site
