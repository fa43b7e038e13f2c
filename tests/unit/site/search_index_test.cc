#include "site/search_index.hh"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include "base/json.hh"
#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/stem.hh"
#include "text/tokenize.hh"
#include "unit/rounds.hh"

namespace ckm::site {
namespace {

Site site_of(const std::vector<std::pair<std::string, std::string>>& texts) {
  Site site;
  site.theme = plain_theme();
  site.theme.language = "en";
  site.categories = {{"a", "1", "A"}};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    Article a;
    a.id = "id" + std::to_string(1000 + i);
    a.title = texts[i].first;
    a.body = texts[i].second;
    a.language = "en";
    a.category = "a";
    site.articles.push_back(std::move(a));
  }
  arrange(site);
  return site;
}

// What a script hands the page.
std::map<std::string, Value> values(const std::vector<File>& files) {
  std::map<std::string, Value> out;
  for (const File& file : files) {
    REQUIRE(file.bytes.starts_with("ckmIndex(\""));
    REQUIRE(file.bytes.ends_with(");\n"));
    const std::size_t comma = file.bytes.find(',');
    const std::string name = file.bytes.substr(10, comma - 11);
    CHECK(file.path == "search/" + name + ".js");
    out[name] = json::parse(std::string_view(file.bytes).substr(comma + 1, file.bytes.size() - comma - 4), file.path);
  }
  return out;
}

using Found = std::map<std::string, std::set<std::size_t>>;

// All lists of a lane, decoded as the browser does.
Found decoded(const std::map<std::string, Value>& all, const std::string& lane) {
  Found out;
  const Value::Array& starts = *all.at("head").find("starts")->find(lane)->array();
  for (std::size_t n = 0; n < starts.size(); ++n) {
    const Value::Array& shard = *all.at(lane + std::to_string(n)).array();
    CHECK(*shard.at(0).string() == *starts[n].string());
    for (std::size_t i = 0; i < shard.size(); i += 2) {
      const std::string& code = *shard[i + 1].string();
      std::size_t doc = static_cast<std::size_t>(-1);
      for (std::size_t at = 0; at < code.size();) {
        std::size_t step = 0;
        std::size_t digit = 32;
        for (unsigned shift = 0; digit >= 32; shift += 5) {
          digit = kDigits.find(code[at++]);
          step |= (digit & 31U) << shift;
        }
        doc += step;
        CHECK(kDigits.find(code[at++]) < 64);
        CHECK(out[*shard[i].string()].insert(doc).second);
      }
    }
  }
  return out;
}

}  // namespace

TEST_CASE("The lists are what the token chain gives, article by article") {
  const std::vector<std::string> words = {"refund", "refunds", "refunding", "退款", "退貨",   "訂單", "ERR_404", "e-mail",
                                          "don't",  "カード",  "Straße",    "и",    "привет", " ",    ", "};
  std::mt19937_64 random(3);
  for (int round = 0; round < rounds(20); ++round) {
    std::vector<std::pair<std::string, std::string>> texts;
    for (std::size_t n = 1 + random() % 80; n > 0; --n) {
      std::string title;
      std::string body;
      for (std::size_t k = 1 + random() % 3; k > 0; --k) title += words[random() % words.size()] + " ";
      for (std::size_t k = random() % 12; k > 0; --k) body += words[random() % words.size()];
      texts.emplace_back(title, body);
    }
    const Site site = site_of(texts);
    const auto all = values(search_index(site));
    Found expected[3];
    text::Stemmer stemmer(text::Language::kEnglish);
    for (std::size_t i = 0; i < site.articles.size(); ++i) {
      for (const std::string& text : {site.articles[i].title, plain_text(site.articles[i])}) {
        text::TokenStream stream(text, stemmer);
        text::Token token;
        while (stream.next(token)) {
          const bool word = token.script == text::CharClass::kWord && token.lane != text::Lane::kPair;
          // A name with signs has its words; what is so long nobody types.
          const bool sign = token.folded.find_first_of("_-.+@/") != std::string_view::npos;
          if (token.folded.size() > 40 || (word && sign)) continue;
          const std::size_t lane = word ? 0 : token.lane == text::Lane::kPair ? 2 : 1;
          expected[lane][std::string(token.term)].insert(i);
        }
      }
    }
    CHECK(decoded(all, "w") == expected[0]);
    CHECK(decoded(all, "h") == expected[1]);
    CHECK(decoded(all, "p") == expected[2]);
  }
}

TEST_CASE("Each word says the stems that it has") {
  const auto all = values(search_index(site_of({{"Refunds and refunding", "studies study"}, {"refund", "don't"}})));
  std::map<std::string, std::string> found;
  std::string lines = *all.at("words").find("words")->string();
  for (std::size_t at = 0; at < lines.size();) {
    const std::string line = lines.substr(at, lines.find('\n', at) - at);
    at += line.size() + 1;
    std::string word = line.substr(1, line.find(' ') - 1);
    std::string stem = word;
    if (const std::size_t blank = line.find(' '); blank != std::string::npos) {
      stem.resize(stem.size() - kDigits.find(line[blank + 1]));
      stem += line.substr(blank + 2);
    }
    found[word] = stem;
  }
  CHECK(found.at("refunds") == "refund");
  CHECK(found.at("refunding") == "refund");
  CHECK(found.at("refund") == "refund");
  CHECK(found.at("studies") == found.at("study"));
  CHECK(found.at("don't") == "don't");
}

TEST_CASE("The folds turn each writing of a character that occurs into that one") {
  const auto all = values(search_index(site_of({{"退款訂單", "Straße"}})));
  std::map<std::string, std::string> folds;
  const std::string lines = *all.at("words").find("folds")->string();
  for (std::size_t at = 0; at < lines.size();) {
    const std::string line = lines.substr(at, lines.find('\n', at) - at);
    at += line.size() + 1;
    const std::size_t first = utf8::decode(line.data(), line.data() + line.size()).length;
    folds[line.substr(0, first)] = line.substr(first);
  }
  CHECK(folds.at("訂") == "订");
  CHECK(folds.at("單") == "单");
  CHECK(folds.at("ß") == "ss");
  CHECK(!folds.contains("订"));
  CHECK(!folds.contains("貨"));  // Nothing has what it becomes.
  for (const auto& [from, to] : folds) CHECK(text::fold(from) == to);
}

TEST_CASE("Texts and titles are there by the articles' numbers") {
  std::vector<std::pair<std::string, std::string>> texts;
  for (int i = 0; i < 20; ++i) texts.emplace_back("T" + std::to_string(i) + "\nx", "B " + std::to_string(i) + " </script>");
  const Site site = site_of(texts);
  const auto files = search_index(site);
  for (const File& file : files) CHECK(file.bytes.find("</") == std::string::npos);
  const auto all = values(files);
  CHECK(*all.at("head").find("articles")->integer() == 20);
  CHECK(all.at("docs").text("titles").starts_with("T0 x\nT1 x\n"));
  CHECK(*all.at("t1").array()->at(2 * 3).string() == "B 11");
  CHECK(all.at("t2").array()->size() == 8);
  CHECK(files.back().path == "search/head.js");
}

}  // namespace ckm::site
