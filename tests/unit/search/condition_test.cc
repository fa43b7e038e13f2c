#include "search/condition.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "scan.hh"
#include "search/as_group.hh"
#include "unit/rounds.hh"

using namespace ckm;
using namespace ckm::search;
using model::Kind;

namespace {

// A condition as text, and as a question about a document whose kind the oracle has loaded.
struct Asked {
  std::string text;
  std::function<bool(Kind, const Doc&)> holds;
};

class Asking {
 public:
  explicit Asking(World& world) : world_(world), random_(world.random) {}

  // All clauses must hold.
  Asked all(int depth) {
    std::vector<Asked> parts(1 + below(random_, 3));
    std::string text;
    for (Asked& part : parts) {
      part = clause(depth);
      text += (text.empty() ? "" : " ") + part.text;
    }
    return {text, [parts](Kind kind, const Doc& doc) {
              return std::ranges::all_of(parts, [&](const Asked& part) { return part.holds(kind, doc); });
            }};
  }

 private:
  Asked clause(int depth) {
    const bool is_group = depth > 0 && below(random_, 3) == 0;
    const Asked inner = is_group ? group(depth - 1) : leaf();
    if (is_group && below(random_, 3) == 0) return inner;  // There is a sign in it.
    switch (below(random_, 4)) {
      case 0: return {"-" + inner.text, [inner](Kind kind, const Doc& doc) { return !inner.holds(kind, doc); }};
      case 1: return {"NOT " + inner.text, [inner](Kind kind, const Doc& doc) { return !inner.holds(kind, doc); }};
      default: return {"+" + inner.text, inner.holds};
    }
  }

  Asked group(int depth) {
    std::vector<Asked> parts(1 + below(random_, 3));
    std::string text;
    for (Asked& part : parts) {
      part = all(depth);
      text += (text.empty() ? "(" : " OR ") + part.text;
    }
    return {text + ")", [parts](Kind kind, const Doc& doc) {
              return std::ranges::any_of(parts, [&](const Asked& part) { return part.holds(kind, doc); });
            }};
  }

  Asked leaf() {
    switch (below(random_, 6)) {
      case 0: return value("status", store::pick(random_, {"open", "closed", "validated", "none"}));
      case 1: return value("kind", store::pick(random_, {"faq", "ticket"}));
      case 2: return prefix();
      case 3: {
        const std::string phrase = random_words(random_, 3);
        if (const std::vector<Word> words = words_of(phrase); !words.empty()) {
          return {'"' + phrase + '"',
                  [words](Kind, const Doc& doc) { return has_phrase(doc.question, words) || has_phrase(doc.answer, words); }};
        }
        return word();
      }
      default: return word();
    }
  }

  static Asked value(const std::string& field, const std::string& wanted) {
    return {field + ":" + wanted, [field, wanted](Kind kind, const Doc& doc) {
              if (field == "kind") return model::info(kind).name == wanted;
              return kind == Kind::kTicket && doc.status == wanted;
            }};
  }

  // One word, in any form.
  Asked word() {
    const std::string word = below(random_, 2) == 0
                                 ? store::pick(random_, kHan)
                                 : store::pick(random_, {"refund", "refunded", "orders", "delivery", "x1", "2024"});
    return {word, [this, word](Kind, const Doc& doc) {
              const auto impacts = world_.oracle.impacts_of(doc);
              return std::ranges::any_of(world_.oracle.terms_of(word),
                                         [&](const std::string& term) { return impacts.contains(term); });
            }};
  }

  Asked prefix() {
    std::string front = store::pick(random_, kLatin);
    std::erase_if(front, [](char c) { return c == '-' || c == '.'; });
    front.resize(1 + below(random_, front.size()));
    return {front + "*", [this, front](Kind, const Doc& doc) {
              for (const auto& [term, impact] : world_.oracle.impacts_of(doc)) {
                if (term.starts_with(front)) return true;
              }
              for (const std::string& text : {doc.question, doc.answer}) {
                for (const Word& w : words_of(text)) {
                  if (w.folded.starts_with(front)) return true;
                  if (std::ranges::any_of(w.extras, [&](const std::string& e) { return e.starts_with(front); })) return true;
                }
              }
              return false;
            }};
  }

  World& world_;
  Random& random_;
};

}  // namespace

TEST_CASE("Condition: signs, groups, phrases, fronts of words and filters as a scan does") {
  World world(9);
  for (int round = 0; round < 3; ++round) {
    world.change(60, 25, 130);
    world.index(40);
    Asking asking(world);
    std::size_t hits = 0;
    for (int i = 0; i < rounds(120); ++i) {
      const Asked asked = asking.all(3);
      CAPTURE(asked.text);
      Ids expected;
      for (const auto& [kind, docs] : world.oracle.docs) {
        world.oracle.load(world.store(), kind);
        for (const auto& [number, doc] : docs) {
          if (asked.holds(kind, doc)) expected.emplace(kind, number);
        }
      }
      REQUIRE(found(world, asked.text) == expected);
      Selection selection(world.store(), asked.text);
      for (const auto& [kind, docs] : world.oracle.docs) {
        for (const auto& [number, doc] : docs)
          REQUIRE((selection.wants(kind) && selection.holds({kind, number})) == expected.contains({kind, number}));
      }
      hits += expected.size();
    }
    CHECK(hits > static_cast<std::size_t>(rounds(120)));
  }
}

TEST_CASE("a front of a word ranks as the most of its words does") {
  World world(10);
  world.change(60, 25, 130);
  world.index(40);
  for (const char* query : {"refun*", "d* x1", "2024* 退款", "logi* late or*"}) {
    CAPTURE(std::string(query));
    SearchOptions options;
    options.limit = 100'000;
    options.rerank = 0;
    const auto results = search::search(world.store(), query, options);
    REQUIRE_FALSE(results.empty());
    for (const Result& result : results) REQUIRE(result.score.total() > 0);
  }
  // Nothing begins so.
  CHECK(found(world, "zz*").empty());
  CHECK(found(world, "+zz*").empty());
}

TEST_CASE("as_group: passes what the query finds") {
  World world(10);
  world.change(60, 25, 130);
  world.index(40);
  Asking asking(world);
  std::size_t hits = 0;
  for (int i = 0; i < rounds(120); ++i) {
    // Conditions, or words beside filters and what must not occur.
    std::string query;
    if (below(world.random, 2) == 0) {
      query = asking.all(3).text;
    } else {
      for (std::size_t words = 1 + below(world.random, 3); words > 0; --words)
        query += " " + (below(world.random, 2) == 0 ? store::pick(world.random, kHan)
                                                    : store::pick(world.random, {"order", "login", "2024"}));
      if (below(world.random, 2) == 0) query += " -late";
      if (below(world.random, 2) == 0) query += " NOT 退 status:open OR kind:faq";
    }
    const std::string group = as_group(query);
    CAPTURE(query);
    CAPTURE(group);
    if (group.empty()) continue;
    const Ids expected = found(world, query);
    REQUIRE(found(world, "+" + group) == expected);
    REQUIRE(found(world, "(+" + group + " OR status:none)") == expected);
    hits += expected.size();
  }
  CHECK(hits > static_cast<std::size_t>(rounds(120)));
}

TEST_CASE("as_group: signs, quotes and operators keep their meaning") {
  for (const auto& [query, group] :
       std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                        {"refund", "(+refund)"},
                                                        {"refund OR 退款 status:open", "(+(+refund OR +退款) +status:open)"},
                                                        {"late +refund", "(+refund)"},
                                                        {"\\－1 （a \\“b", "(+\\－1 OR +\\（a OR +\\“b)"},
                                                        {"ＮＯＴ ＯＰＥＮ", "(+\"ＮＯＴ\" OR +ＯＰＥＮ)"},
                                                        {"c\\+\\+ -\"a b\" “x\"y”", "(-\"a b\" +“x\"y”)"},
                                                        {"5\\* pre* NOT tag:\"a b\",c", "(+(+5\\* OR +pre*) -tag:\"a b\",c)"},
                                                        {"公路 (-道路)", "(+(+公路) +(-道路))"},
                                                        {"(a -b OR kind:faq) x", "(+(+x) +(+a -b OR +kind:faq))"}}) {
    CHECK(as_group(query) == group);
  }
}
