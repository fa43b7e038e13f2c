#include "site/search_index.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.hh"
#include "base/json.hh"
#include "base/utf8.hh"
#include "site/markup.hh"
#include "site/page.hh"
#include "site/postings.hh"
#include "text/fold.hh"

namespace ckm::site {
namespace {

constexpr std::size_t kShard = 40'000;  // Bytes of one; half of that when it is packed.

// A script that hands the page a value.
std::string script(std::string_view name, const Value& value) {
  return fmt::format("ckmIndex({},{});\n", script_string(name), script_json(value));
}

std::string coded(const std::vector<Posting>& list) {
  std::string out;
  std::int64_t before = -1;
  for (const Posting& posting : list) {
    auto rest = static_cast<std::uint32_t>(posting.doc - before);
    before = posting.doc;
    for (; rest >= 32; rest >>= 5U) out.push_back(kDigits[32 + (rest & 31U)]);
    out.push_back(kDigits[rest]);
    out.push_back(kDigits[posting.weight]);
  }
  return out;
}

class Writer {
 public:
  explicit Writer(const Site& site) : site_(site) {}

  std::vector<File> write() {
    for (const Article& article : site_.articles) texts_.push_back(plain_text(article));
    const Postings postings = collect(site_, texts_);
    Value starts;
    starts.set("w", shards("w", postings.words));
    starts.set("h", shards("h", postings.characters));
    starts.set("p", shards("p", postings.pairs));
    words(postings);
    docs();
    texts();
    std::string all;
    for (const File& file : files_) all += file.path + hex(content_hash(file.bytes));
    Value head;
    head.set("version", hex(content_hash(all)).substr(0, 12));
    head.set("articles", site_.articles.size()).set("texts", kTextsAFile).set("starts", std::move(starts));
    head.set("labels", labels());
    put("head", head);
    return std::move(files_);
  }

 private:
  void put(const std::string& name, const Value& value) {
    files_.push_back({fmt::format("search/{}.js", name), script(name, value)});
  }

  // Returns the first term of each.
  Value shards(std::string_view lane, const Lists& lists) {
    Value starts{Value::Array{}};
    Value shard{Value::Array{}};
    std::size_t bytes = 0;
    std::size_t number = 0;
    const auto flush = [&] {
      if (shard.array()->empty()) return;
      put(fmt::format("{}{}", lane, number++), shard);
      shard = Value{Value::Array{}};
      bytes = 0;
    };
    for (const auto& [term, list] : lists) {
      std::string code = coded(list);
      if (bytes > 0 && bytes + code.size() + term.size() > kShard) flush();
      if (bytes == 0) starts.push(term);
      bytes += code.size() + term.size() + 6;
      shard.push(term).push(std::move(code));
    }
    flush();
    return starts;
  }

  // A line for each word: in how many articles its stems are, in steps of half an octave, as a character; the word; and each stem
  // that it differs from as how many characters are cut, a letter of kDigits, and what stands there instead.
  void words(const Postings& postings) {
    std::string lines;
    for (const auto& [word, stems] : postings.stems) {
      std::size_t most = 1;
      for (const std::string& stem : stems) most = std::max(most, postings.words.at(stem).size());
      const auto step = static_cast<std::size_t>(std::lround(2 * std::log2(static_cast<double>(most))));
      lines.push_back(kDigits[std::min<std::size_t>(step, 63)]);
      lines += word;
      for (const std::string& stem : stems) {
        const std::u32string from = utf8::code_points(word);
        const std::u32string to = utf8::code_points(stem);
        if (from == to && stems.size() == 1) break;
        std::size_t same = 0;
        while (same < from.size() && same < to.size() && from[same] == to[same]) ++same;
        lines.push_back(' ');
        lines.push_back(kDigits[std::min<std::size_t>(from.size() - same, 63)]);
        for (std::size_t i = same; i < to.size(); ++i) utf8::append(lines, to[i]);
      }
      lines.push_back('\n');
    }
    Value value;
    value.set("words", std::move(lines)).set("folds", folds(postings));
    put("words", value);
  }

  // What folding makes of characters, as far as the terms have what comes out: one character, and what it becomes, with a blank
  // behind it where that is not just one. What lower case and NFKC make of a character a browser knows.
  static std::string folds(const Postings& postings) {
    std::unordered_set<char32_t> used;
    const auto use = [&](std::string_view term) {
      for (const char32_t code : utf8::code_points(term)) used.insert(code);
    };
    for (const auto& [term, list] : postings.characters) use(term);
    for (const auto& [word, stems] : postings.stems) use(word);
    std::string out;
    std::string scratch;
    const auto add = [&](char32_t code) {
      const std::string folded(text::fold_char(code, scratch));
      const std::u32string to = utf8::code_points(folded);
      if (to.empty() || (to.size() == 1 && to[0] == code)) return;
      if (!std::ranges::all_of(to, [&](char32_t c) { return used.contains(c); })) return;
      if (!out.empty()) out.push_back('\n');
      utf8::append(out, code);
      out += folded;
    };
    constexpr char32_t kBelowHan = 0x2000;
    for (char32_t code = 0x80; code < kBelowHan; ++code) add(code);
    for (char32_t code = 0x2E80; code < 0xA000; ++code) add(code);
    for (char32_t code = 0xF900; code < 0xFB00; ++code) add(code);
    for (char32_t code = 0x20000; code < 0x32000; ++code) add(code);
    return out;
  }

  void docs() {
    std::string titles;
    std::string ids;
    Value in{Value::Array{}};
    Value spoken{Value::Array{}};
    std::vector<std::string> languages;
    Value categories{Value::Array{}};
    std::unordered_map<std::string, std::size_t> number;
    for (const Category& category : site_.categories) {
      number.emplace(category.path, number.size());
      std::string way;
      for (const Crumb& crumb : crumbs_to(site_, category.path)) way += (way.empty() ? "" : " › ") + crumb.title;
      categories.push(way);
    }
    for (const Article& article : site_.articles) {
      std::string title = shown(article.title);
      std::ranges::replace(title, '\n', ' ');
      titles += title + "\n";
      ids += article.id + "\n";
      in.push(number.at(article.category));
      auto at = std::ranges::find(languages, article.language);
      if (at == languages.end()) at = languages.insert(at, article.language);
      spoken.push(at - languages.begin());
    }
    Value value;
    value.set("titles", std::move(titles)).set("ids", std::move(ids)).set("in", std::move(in)).set("spoken", std::move(spoken));
    value.set("languages", Value::strings(languages)).set("categories", std::move(categories));
    put("docs", value);
  }

  void texts() {
    for (std::size_t begin = 0; begin < texts_.size(); begin += kTextsAFile) {
      Value list{Value::Array{}};
      for (std::size_t i = begin; i < std::min(begin + kTextsAFile, texts_.size()); ++i) {
        std::string text;
        for (const std::string& phrasing : site_.articles[i].phrasings) text += phrasing + " · ";
        list.push(std::string(utf8::head(texts_[i], kMostText))).push(text);
      }
      put(fmt::format("t{}", begin / kTextsAFile), list);
    }
  }

  [[nodiscard]] Value labels() const {
    const Labels labels = labels_of(site_);
    Value out;
    const auto add = [&](const char* name, Label label) { out.set(name, labels[label]); };
    add("results", Label::kResults);
    add("result", Label::kResult1);
    add("nothing", Label::kNothing);
    add("other", Label::kTryOther);
    add("meant", Label::kMeant);
    add("more", Label::kMore);
    return out;
  }

  const Site& site_;
  std::vector<std::string> texts_;
  std::vector<File> files_;
};

}  // namespace

std::vector<File> search_index(const Site& site) { return Writer(site).write(); }

}  // namespace ckm::site
