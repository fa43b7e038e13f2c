#include "cli/duplicates.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/cores.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"
#include "insight/conflicts.hh"
#include "insight/identifiers.hh"
#include "learn/duplicate.hh"
#include "learn/duplicate_groups.hh"
#include "search/text_neighbours.hh"
#include "store/articles.hh"
#include "store/links.hh"
#include "store/targets.hh"
#include "text/question_sense.hh"

namespace ckm::cli {
namespace {

using How = Duplicate::How;

constexpr std::int64_t kMostAsked = 20;  // Phrasings of one article.
constexpr std::size_t kNeighbours = 20;  // That a text is held against.
constexpr std::size_t kShortText = 400;  // Bytes; what a longer one negates or names says little of what it asks.
constexpr double kSlack = 1e-9;

struct Ask {
  std::uint32_t thing = 0;
  ContentHash exact{};         // Of the text without blanks around it.
  ContentHash folded{};        // Of its key.
  std::uint32_t distinct = 0;  // Which of the different texts it is.
};

// How two things are alike by one of their texts.
struct Likeness {
  How how = How::kExact;
  double score = 0;
  std::string evidence;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  text.remove_prefix(std::min(text.find_first_not_of(kBlank), text.size()));
  return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

std::vector<std::string> texts_of(store::Store& store, const store::Item& item) {
  if (item.kind != model::Kind::kFaq) return {store::asked_text(store, item)};
  const model::Article article = store::read_article(store, item.id)->article;
  std::vector<std::string> texts = {article.title};
  for (const std::string& phrasing : article.phrasings) {
    if (texts.size() < static_cast<std::size_t>(kMostAsked)) texts.push_back(phrasing);
  }
  return texts;
}

struct Verdict {
  bool same = false;
  std::string evidence;
};

// Whether two texts of a high score ask the same after all, and how they differ.
Verdict judge(std::string_view ours, std::string_view theirs, const learn::DuplicateTexts::Score& score) {
  if (std::ranges::any_of(score.mended, [](const auto& error) { return text::have_opposites(error.ours, error.theirs); }))
    return {};
  const std::string mended = learn::DuplicateTexts::mended(theirs, score.mended);
  const insight::WithoutIdentifiers left = insight::without_identifiers(ours), right = insight::without_identifiers(mended);
  const bool brief = std::max(ours.size(), theirs.size()) <= kShortText;
  if (brief && text::ask_opposites(left.text, right.text)) return {};
  if (insight::ask_otherwise(left.text, right.text)) return {};
  std::vector<std::string> parts;
  for (const auto& error : score.mended) parts.push_back(fmt::format("{} / {}", error.ours, error.theirs));
  if (left.identifiers != right.identifiers)
    parts.push_back(fmt::format("numbers {} / {}", fmt::join(left.identifiers, ", "), fmt::join(right.identifiers, ", ")));
  return {true, fmt::format("{}", fmt::join(parts, "; "))};
}

class Finder {
 public:
  Finder(store::Store& store, const DuplicateSearch& search) : store_(store), search_(search) {}

  FoundDuplicates find() {
    read();
    same_texts();
    if (search_.threshold < 1) alike_texts();
    return groups();
  }

 private:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;

  void read() {
    std::int64_t after = 0;
    constexpr std::int64_t kBatch = 10'000;
    for (;;) {
      const std::vector<std::int64_t> ids = store::next_ids(store_, search_.kind, after, kBatch);
      if (ids.empty()) break;
      after = ids.back();
      for (const std::int64_t id : ids) {
        stop_if_interrupted();
        const store::Item item{search_.kind, id};
        if (search_.where != nullptr && !search_.where->holds(item)) continue;
        bool any = false;
        for (const std::string& text : texts_of(store_, item)) {
          const std::string key = learn::DuplicateTexts::key(text);
          if (key.empty()) continue;
          asks_.push_back({static_cast<std::uint32_t>(things_.size()), content_hash(trimmed(text)), content_hash(key), 0});
          any = true;
        }
        if (any) things_.push_back(item);
      }
    }
    out_.texts = asks_.size();
  }

  // Those of the same key, each with the first one.
  void same_texts() {
    std::map<ContentHash, std::vector<std::uint32_t>> same;
    for (std::uint32_t i = 0; i < asks_.size(); ++i) same[asks_[i].folded].push_back(i);
    for (std::uint32_t i = 0; i < asks_.size(); ++i) {
      const std::vector<std::uint32_t>& others = same[asks_[i].folded];
      if (others.front() != i) continue;
      for (const std::uint32_t other : others) asks_[other].distinct = static_cast<std::uint32_t>(distinct_.size());
      distinct_.push_back(others);
      stop_if_interrupted();
      for (const std::uint32_t other : others) {
        const bool exact = asks_[other].exact == asks_[i].exact;
        note(asks_[i].thing, asks_[other].thing, {exact ? How::kExact : How::kFolded, 1, exact ? "" : "written otherwise"});
      }
    }
  }

  void alike_texts() {
    const std::size_t first = distinct_.size() > kMostCompared ? distinct_.size() - kMostCompared : 0;
    out_.left_out = first;
    out_.compared = distinct_.size() - first;
    learn::DuplicateTexts texts;  // Without the numbers of orders and the like, by which none is told from another.
    read_distinct(first, texts);
    texts.weigh();
    std::vector<search::TextVector> vectors;
    for (std::uint32_t i = 0; i < texts.size(); ++i) {
      stop_if_interrupted();
      vectors.push_back(texts.vector(i));
    }
    search::NeighbourOptions options;
    options.neighbours = kNeighbours;
    const auto near = search::nearest_texts(vectors, texts.units(), options, [&](std::size_t done) {
      if (search_.progress) search_.progress(done, texts.size());
    });
    for (std::uint32_t i = 0; i < near.size(); ++i) {
      for (const auto& [other, cosine] : near[i]) {
        // Each pair once, and where just one is among the other's nearest, then.
        const bool both = std::ranges::find(near[other], i, &search::TextNeighbour::first) != near[other].end();
        if (both && other < i) continue;
        compare(texts, std::min(i, other), std::max(i, other), first);
      }
      stop_if_interrupted();
    }
  }

  // One text of each, in their order.
  void read_distinct(std::size_t first, learn::DuplicateTexts& texts) {
    for (std::size_t i = first; i < distinct_.size(); ++i) {
      stop_if_interrupted();
      const Ask& ask = asks_[distinct_[i].front()];
      std::string found;
      for (std::string& text : texts_of(store_, things_[ask.thing])) {
        if (content_hash(trimmed(text)) == ask.exact) found = std::move(text);
      }
      texts.add(insight::without_identifiers(found).text);
      originals_.push_back(std::move(found));
    }
  }

  void compare(const learn::DuplicateTexts& texts, std::uint32_t one, std::uint32_t other, std::size_t first) {
    const learn::DuplicateTexts::Score score = texts.score(one, other);
    if (score.value < search_.threshold - kSlack) return;
    const Verdict verdict = judge(originals_[one], originals_[other], score);
    if (!verdict.same) return;
    const bool typing =
        !score.mended.empty() && learn::DuplicateTexts::key(texts.text(one)) ==
                                     learn::DuplicateTexts::key(learn::DuplicateTexts::mended(texts.text(other), score.mended));
    const Likeness likeness{typing ? How::kTyping : How::kParaphrase, std::min(score.value, 1.0), verdict.evidence};
    for (const std::uint32_t a : distinct_[one + first]) {
      stop_if_interrupted();
      for (const std::uint32_t b : distinct_[other + first]) note(asks_[a].thing, asks_[b].thing, likeness);
    }
  }

  void note(std::uint32_t one, std::uint32_t other, const Likeness& likeness) {
    if (one == other) return;
    const auto [known, added] = pairs_.try_emplace(std::minmax(one, other), likeness);
    if (!added && likeness.score > known->second.score) known->second = likeness;
  }

  // Whether people said what the two have to do with each other.
  bool linked(std::uint32_t one, std::uint32_t other) {
    return std::ranges::any_of(store::links_of(store_, things_[one]),
                               [&](const store::Linked& link) { return link.item == things_[other]; });
  }

  FoundDuplicates groups() {
    std::vector<learn::DuplicatePair> pairs;
    for (const auto& [pair, likeness] : pairs_) {
      stop_if_interrupted();
      if (!linked(pair.first, pair.second)) pairs.push_back({pair.first, pair.second, likeness.score});
    }
    for (const std::vector<std::uint32_t>& some : learn::duplicate_groups(std::move(pairs), things_.size()))
      out_.groups.push_back(group_of(some));
    std::ranges::stable_sort(out_.groups, std::greater(), [](const DuplicateGroup& group) { return group.all.size(); });
    return std::move(out_);
  }

  DuplicateGroup group_of(const std::vector<std::uint32_t>& things) {
    const auto rank = [&](std::uint32_t thing) {
      const auto facts = store::read_rank_facts(store_, things_[thing]);
      return std::tuple(facts->confidence == "validated" ? 0 : 1, -facts->uses, things_[thing].id);
    };
    std::uint32_t kept = things.front();
    for (const std::uint32_t thing : things) {
      if (rank(thing) < rank(kept)) kept = thing;
    }
    DuplicateGroup group;
    group.all.push_back({things_[kept], How::kExact, 1, {}});
    for (const std::uint32_t thing : things) {
      stop_if_interrupted();
      if (thing == kept) continue;
      // By way of another of the group where it was not found to be like the first.
      Likeness best;
      for (const std::uint32_t other : things) {
        const auto found = pairs_.find(std::minmax(thing, other));
        if (other == thing || found == pairs_.end()) continue;
        if (other == kept || found->second.score > best.score) best = found->second;
        if (other == kept) break;
        best.evidence = fmt::format("by way of {}", store::item_ref(store_, things_[other]));
      }
      if (const auto found = pairs_.find(std::minmax(thing, kept)); found != pairs_.end()) best = found->second;
      group.all.push_back({things_[thing], best.how, best.score, best.evidence});
    }
    std::stable_sort(group.all.begin() + 1, group.all.end(),
                     [](const Duplicate& a, const Duplicate& b) { return a.score > b.score; });
    return group;
  }

  store::Store& store_;
  const DuplicateSearch& search_;
  FoundDuplicates out_;
  std::vector<store::Item> things_;
  std::vector<Ask> asks_;
  std::vector<std::vector<std::uint32_t>> distinct_;  // Of each different text those that ask it.
  std::vector<std::string> originals_;                // Of the compared ones.
  std::map<Pair, Likeness> pairs_;
};

}  // namespace

std::string_view how_name(Duplicate::How how) {
  switch (how) {
    case How::kExact: return "exact";
    case How::kFolded: return "folded";
    case How::kTyping: return "typing";
    case How::kParaphrase: return "paraphrase";
  }
  return "";
}

FoundDuplicates find_duplicates(store::Store& store, const DuplicateSearch& search) { return Finder(store, search).find(); }

}  // namespace ckm::cli
