// What topics are called: the terms that their texts have and others lack.
//
// Terms are words, two words next to one another, and runs of Han characters; function words and single letters are none, and
// courtesy words (text/courtesy_words.hh) only where a topic has nothing else. A term counts p · ln(p / (q + 1/n)): p is the
// share of the topic's texts that have it, a tenth at least, and two texts; q is that of all n texts. Where two terms overlap the
// longer one stands, if most of the topic's texts that have the shorter one have it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "text/language.hh"

namespace ckm::learn {

inline constexpr std::size_t kTermsOfTopic = 6;

// Of each topic its most telling terms, the first the most, folded; at most kTermsOfTopic, none where its texts share nothing.
// `members`: of each topic, the nearest to its middle first. Looks at 300 texts of each topic and at 20,000 of all at most, of
// each at the first 2 KiB.
std::vector<std::vector<std::string>> telling_terms(std::span<const std::string> texts,
                                                    std::span<const std::vector<std::uint32_t>> members, text::Language usual);

// The first three, with commas between.
std::string topic_name(const std::vector<std::string>& terms);

}  // namespace ckm::learn
