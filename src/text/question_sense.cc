#include "text/question_sense.hh"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "text/fold.hh"
#include "text/language.hh"
#include "text/swapped_sides.hh"
#include "text/tokenize.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kHan = 3;  // Bytes of a Han character.

constexpr auto kNegations = std::to_array<std::string_view>(
    {"not",    "no",     "non",   "nor",   "none",  "never", "without", "cannot", "unable", "cant", "dont",   "wont",
     "doesnt", "isnt",   "didnt", "nicht", "kein",  "keine", "keinen",  "keiner", "keinem", "ohne", "nie",    "pas",
     "sans",   "jamais", "aucun", "sin",   "nunca", "senza", "não",     "sem",    "niet",   "geen", "zonder", "inte"});
constexpr auto kPrefixes = std::to_array<std::string_view>({"un", "in", "im", "ir", "il", "non", "dis", "de"});
constexpr auto kHanNegations =
    std::to_array<std::string_view>({"不", "没", "无", "未", "非", "莫", "勿", "别", "ない", "ません"});
// Words that have the sign of a negation and are none.
constexpr auto kNoNegations = std::to_array<std::string_view>(
    {"不同", "不锈钢", "不过", "不仅",   "不但",   "不断", "不好意思", "不管", "不论", "不小心", "无论",
     "无线", "无人",   "无忧", "无理由", "没关系", "未来", "非常",     "非洲", "莫名", "特别",   "级别",
     "类别", "区别",   "性别", "分别",   "识别",   "别人", "别的",     "别名", "差别", "个别"});

constexpr auto kOpposites = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"before", "after"},      {"enable", "disable"},    {"on", "off"},         {"in", "out"},
    {"open", "close"},        {"login", "logout"},      {"add", "remove"},     {"increase", "decrease"},
    {"buy", "sell"},          {"upgrade", "downgrade"}, {"new", "used"},       {"new", "old"},
    {"first", "last"},        {"upload", "download"},   {"start", "stop"},     {"minimum", "maximum"},
    {"import", "export"},     {"online", "offline"},    {"send", "receive"},   {"deposit", "withdraw"},
    {"public", "private"},    {"monthly", "yearly"},    {"monthly", "annual"}, {"domestic", "international"},
    {"incoming", "outgoing"}, {"vor", "nach"},          {"mit", "ohne"},       {"ein", "aus"},
});
constexpr auto kHanOpposites = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"之前", "之后"}, {"前", "后"}, {"国内", "国外"}, {"国内", "海外"}, {"境内", "境外"}, {"打开", "关闭"},
    {"开启", "关闭"}, {"开", "关"}, {"买", "卖"},     {"增加", "减少"}, {"上传", "下载"}, {"升级", "降级"},
    {"登录", "退出"}, {"新", "旧"}, {"线上", "线下"}, {"最高", "最低"}, {"最大", "最小"}, {"启用", "停用"},
    {"男", "女"},     {"入", "出"}, {"首", "末"},     {"充值", "提现"}, {"添加", "删除"}, {"个人", "企业"},
});

enum class Asked { kNone, kTime, kPlace, kWhy, kWho, kAmount, kWay };
struct Asking {
  std::string_view words;
  Asked asked;
};
// The first that fits counts; words of letters with blanks around them.
constexpr auto kAsking = std::to_array<Asking>({
    {" how long ", Asked::kTime},   {" how soon ", Asked::kTime},    {" how often ", Asked::kTime},
    {" how much ", Asked::kAmount}, {" how many ", Asked::kAmount},  {" when ", Asked::kTime},
    {" where ", Asked::kPlace},     {" why ", Asked::kWhy},          {" who ", Asked::kWho},
    {" how ", Asked::kWay},         {" wie lange ", Asked::kTime},   {" wie viel ", Asked::kAmount},
    {" wieviel ", Asked::kAmount},  {" wie viele ", Asked::kAmount}, {" wann ", Asked::kTime},
    {" wo ", Asked::kPlace},        {" warum ", Asked::kWhy},        {" wer ", Asked::kWho},
    {" wie ", Asked::kWay},         {"为什么", Asked::kWhy},         {"为何", Asked::kWhy},
    {"多久", Asked::kTime},         {"多长时间", Asked::kTime},      {"几天", Asked::kTime},
    {"什么时候", Asked::kTime},     {"何时", Asked::kTime},          {"多少", Asked::kAmount},
    {"哪里", Asked::kPlace},        {"哪儿", Asked::kPlace},         {"谁", Asked::kWho},
    {"如何", Asked::kWay},          {"怎么", Asked::kWay},           {"怎样", Asked::kWay},
});

// What a Chinese question has, and what it has in the place of that to be compared. Longer ones stand first.
constexpr auto kPlainly = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"怎么样", "如何"}, {"怎样", "如何"},     {"怎么", "如何"},     {"咋", "如何"},       {"为啥", "为什么"}, {"为何", "为什么"},
    {"啥", "什么"},     {"多长时间", "多久"}, {"几时", "什么时候"}, {"何时", "什么时候"}, {"哪儿", "哪里"},   {"能不能", "能"},
    {"可不可以", "能"}, {"可以", "能"},       {"有没有", "有"},     {"是不是", "是"},     {"请问", ""},       {"吗", ""},
    {"呢", ""},         {"呀", ""},           {"啊", ""},           {"吧", ""},
});

struct Word {
  std::string folded;
  std::string stem;
  bool named = false;
  bool letter = false;  // Named by a single one, in a title too.
};

struct Sense {
  std::vector<Word> words;  // Of letters.
  std::set<std::string> stems;
  std::string folded;  // The whole question.
  std::string spaced;  // Its words of letters, with a blank before and behind each.
};

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

// A single capital letter is the name of a size, a plan, a drive. I is none, and A and O are none where a sentence begins, nor
// is a letter that an apostrophe joins with a word (L'addition), or one that counts a paragraph or says who speaks (B. and Q:).
bool is_letter_name(std::string_view text, const text::Token& token, bool first) {
  if (token.end - token.begin != 1 || !is_capital(text[token.begin])) return false;
  const char letter = text[token.begin];
  const std::string_view behind = text.substr(token.end);
  if (letter == 'I' || (first && (letter == 'A' || letter == 'O'))) return false;
  const auto apostrophe = [](std::string_view at) { return at.starts_with('\'') || at.starts_with("’"); };
  if (apostrophe(behind) || (token.begin > 0 && text[token.begin - 1] == '\'') || text.substr(0, token.begin).ends_with("’"))
    return false;
  return !first || behind.empty() || std::string_view(":.)").find(behind.front()) == std::string_view::npos;
}

Sense sense_of(std::string_view question) {
  static thread_local text::Stemmer none(text::Language::kNone), english(text::Language::kEnglish);
  Sense out;
  out.folded = text::fold(question);
  out.spaced = " ";
  std::size_t small = 0, capital = 0;
  bool han = false, first = true;
  text::TokenStream tokens(question, none);
  for (text::Token token; tokens.next(token);) {
    if (token.lane != text::Lane::kWord) continue;
    if (token.script != text::CharClass::kWord) {
      han = true;
      first = false;
      continue;
    }
    const std::string_view written = question.substr(token.begin, token.end - token.begin);
    Word word{std::string(token.folded), std::string(english.stem(token.folded)), false, false};
    const bool inner = std::any_of(written.begin() + 1, written.end(), is_capital);
    if (is_capital(written[0])) ++capital;
    else ++small;
    word.letter = is_letter_name(question, token, first);
    // A sentence begins with a capital letter.
    word.named = (inner || (is_capital(written[0]) && !first)) && !text::is_function_word(token.folded, text::Language::kNone);
    first = token.end < question.size() && std::string_view(".!?:").find(question[token.end]) != std::string_view::npos;
    out.stems.insert(word.stem);
    out.spaced += word.folded + " ";
    out.words.push_back(std::move(word));
  }
  for (Word& word : out.words) {
    // In a title all words begin so.
    if (!han && capital > small) word.named = false;
    if (word.letter && (han || capital <= small || word.folded != "a")) word.named = true;
    if (han && word.folded.size() > 1) word.named = true;
  }
  return out;
}

bool is_negation(const Word& word) {
  return word.folded.ends_with("n't") || word.folded.ends_with("n’t") ||
         std::ranges::find(kNegations, word.folded) != kNegations.end();
}

// Whether it is a word of the other question with un- or the like before it.
bool is_negated_word(const Word& word, const Sense& own, const Sense& other) {
  constexpr std::size_t kLeast = 3;
  if (other.stems.contains(word.stem)) return false;
  return std::ranges::any_of(kPrefixes, [&](std::string_view prefix) {
    if (!word.folded.starts_with(prefix) || word.folded.size() < prefix.size() + kLeast) return false;
    const std::string_view rest = std::string_view(word.folded).substr(prefix.size());
    return std::ranges::any_of(other.words, [&](const Word& one) {
      return (one.folded == rest || one.stem == std::string_view(word.stem).substr(std::min(prefix.size(), word.stem.size()))) &&
             !own.stems.contains(one.stem);
    });
  });
}

// Without 能不能 and 有没有, and words that just look so.
std::string without_choices(std::string text) {
  for (const std::string_view word : kNoNegations) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) text.replace(at, word.size(), "_");
  }
  for (const std::string_view sign : {"不", "没"}) {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + 1)) {
      if (at >= kHan && at + 2 * kHan <= text.size() && text.compare(at - kHan, kHan, text, at + kHan, kHan) == 0)
        text.replace(at, kHan, "_");
    }
  }
  return text;
}

int signs_of_negation(const std::string& folded) {
  int count = 0;
  const std::string text = without_choices(folded);
  for (const std::string_view sign : kHanNegations) {
    for (std::size_t at = text.find(sign); at != std::string::npos; at = text.find(sign, at + sign.size())) ++count;
  }
  return count;
}

int negations(const Sense& own, const Sense& other) {
  const auto count =
      std::ranges::count_if(own.words, [&](const Word& word) { return is_negation(word) || is_negated_word(word, own, other); });
  return static_cast<int>(count) + signs_of_negation(own.folded);
}

bool has_opposites(const Sense& left, const Sense& right) {
  const auto word = [](const Sense& sense, std::string_view one) {
    return std::ranges::any_of(sense.words, [&](const Word& w) { return w.folded == one || w.stem == one; });
  };
  const auto part = [](const Sense& sense, std::string_view one) { return sense.folded.find(one) != std::string::npos; };
  const auto opposed = [&](const auto& has, std::string_view one, std::string_view other) {
    return has(left, one) && !has(left, other) && has(right, other) && !has(right, one);
  };
  return std::ranges::any_of(kOpposites,
                             [&](const auto& pair) {
                               return opposed(word, pair.first, pair.second) || opposed(word, pair.second, pair.first);
                             }) ||
         std::ranges::any_of(kHanOpposites, [&](const auto& pair) {
           return opposed(part, pair.first, pair.second) || opposed(part, pair.second, pair.first);
         });
}

bool names_other(const Sense& own, const Sense& other) {
  return std::ranges::any_of(own.words, [&](const Word& word) { return word.named && !other.stems.contains(word.stem); });
}

Asked asked_of(const Sense& sense) {
  for (const Asking& row : kAsking) {
    const std::string& text = row.words.front() == ' ' ? sense.spaced : sense.folded;
    if (text.find(row.words) != std::string::npos) return row.asked;
  }
  return Asked::kNone;
}

}  // namespace

std::string ask_plainly(std::string folded) {
  for (const auto& [from, to] : kPlainly) {
    for (std::size_t at = folded.find(from); at != std::string::npos; at = folded.find(from, at + to.size()))
      folded.replace(at, from.size(), to);
  }
  return folded;
}

int negations_in(std::string_view text) {
  const Sense sense = sense_of(text);
  return static_cast<int>(std::ranges::count_if(sense.words, is_negation)) + signs_of_negation(sense.folded);
}

bool have_opposites(std::string_view left, std::string_view right) { return has_opposites(sense_of(left), sense_of(right)); }

bool ask_opposites(std::string_view left, std::string_view right) {
  const Sense ours = sense_of(left), theirs = sense_of(right);
  if ((negations(ours, theirs) - negations(theirs, ours)) % 2 != 0) return true;
  if (has_opposites(ours, theirs) || names_other(ours, theirs) || names_other(theirs, ours)) return true;
  if (has_swapped_sides(left, right)) return true;
  const Asked one = asked_of(ours), other = asked_of(theirs);
  return one != other && one != Asked::kNone && other != Asked::kNone;
}

}  // namespace ckm::text
