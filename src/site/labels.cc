#include "site/labels.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ckm::site {
namespace {

struct Row {
  Label label;
  std::array<std::string_view, 3> words;  // As kLanguages.
};

constexpr std::size_t kRows = static_cast<std::size_t>(Label::kCount);

constexpr std::array<Row, kRows> kTable = {{
    {Label::kHelp, {"Help centre", "帮助中心", "說明中心"}},
    {Label::kTagline, {"How can we help?", "有什么可以帮您？", "需要什麼協助？"}},
    {Label::kSkip, {"Skip to the content", "跳到正文", "跳到正文"}},
    {Label::kHome, {"Home", "首页", "首頁"}},
    {Label::kSearch, {"Search", "搜索", "搜尋"}},
    {Label::kAsk, {"Ask a question", "输入问题或关键词", "輸入問題或關鍵字"}},
    {Label::kCategories, {"Browse by topic", "按主题浏览", "依主題瀏覽"}},
    {Label::kMostUsed, {"Often helpful", "常用文章", "常用文章"}},
    {Label::kNewest, {"Recently updated", "最近更新", "最近更新"}},
    {Label::kArticles, {"{} articles", "{} 篇文章", "{} 篇文章"}},
    {Label::kArticle, {"{} article", "{} 篇文章", "{} 篇文章"}},
    {Label::kOther, {"Other topics", "其他", "其他"}},
    {Label::kRelated, {"Related articles", "相关文章", "相關文章"}},
    {Label::kInLanguages, {"In other languages", "其他语言", "其他語言"}},
    {Label::kAlsoAsked, {"Also asked as", "也可以这样问", "也可以這樣問"}},
    {Label::kReviewed, {"Last reviewed", "最近审阅", "最近審閱"}},
    {Label::kChanged, {"Last updated", "最近更新", "最近更新"}},
    {Label::kSituation, {"What happened", "情况", "情況"}},
    {Label::kCause, {"Cause", "原因", "原因"}},
    {Label::kTried, {"What was tried", "尝试过的方法", "試過的方法"}},
    {Label::kResult, {"Result", "结果", "結果"}},
    {Label::kNextTime, {"If it happens again", "再次发生时", "再次發生時"}},
    {Label::kWorked, {"Worked", "有效", "有效"}},
    {Label::kFailed, {"Did not work", "无效", "無效"}},
    {Label::kPartly, {"Helped in part", "部分有效", "部分有效"}},
    {Label::kUnknown, {"Outcome not known", "结果未知", "結果未知"}},
    {Label::kWhy, {"Why:", "原因：", "原因："}},
    {Label::kNeedScript,
     {"Searching needs JavaScript, which is off in this browser.", "搜索需要 JavaScript，而此浏览器已将其关闭。",
      "搜尋需要 JavaScript，而此瀏覽器已將其關閉。"}},
    {Label::kBrowse, {"Browse by topic instead", "请按主题浏览", "請依主題瀏覽"}},
    {Label::kResults, {"{} results", "{} 条结果", "{} 筆結果"}},
    {Label::kResult1, {"1 result", "1 条结果", "1 筆結果"}},
    {Label::kNothing, {"Nothing found for “{}”", "没有找到与“{}”相关的内容", "找不到與「{}」相關的內容"}},
    {Label::kTryOther,
     {"Try fewer or other words, or browse by topic.", "请换用更少或其他的词，或按主题浏览。",
      "請改用較少或其他的詞，或依主題瀏覽。"}},
    {Label::kMeant, {"Showing results for {}", "以下为“{}”的结果", "以下為「{}」的結果"}},
    {Label::kMore, {"More results", "更多结果", "更多結果"}},
    {Label::kLoading, {"Searching…", "正在搜索…", "正在搜尋…"}},
    {Label::kLoadFailed, {"The search index could not be loaded.", "无法加载搜索索引。", "無法載入搜尋索引。"}},
    {Label::kKeys,
     {"Press / to search, arrow keys to move, Esc to return", "按 / 搜索，方向键移动，Esc 返回",
      "按 / 搜尋，方向鍵移動，Esc 返回"}},
    {Label::kBreadcrumbs, {"Breadcrumbs", "当前位置", "目前位置"}},
    {Label::kComma, {", ", "、", "、"}},
    {Label::kSubcategories, {"Topics within", "子主题", "子主題"}},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows; ++i) {
    if (static_cast<std::size_t>(kTable[i].label) != i) return false;
    for (const std::string_view words : kTable[i].words) {
      if (words.empty()) return false;
    }
  }
  return true;
}
static_assert(in_order(), "a row for each label, in their order, with words in each language");

constexpr std::array<std::string_view, 12> kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};

}  // namespace

Labels::Labels(std::string_view language) {
  const auto* const at = std::ranges::find(kLanguages, language);
  column_ = at == kLanguages.end() ? 0 : static_cast<std::size_t>(at - kLanguages.begin());
}

std::string_view Labels::operator[](Label label) const { return kTable[static_cast<std::size_t>(label)].words[column_]; }

std::string Labels::with(Label label, std::string_view value) const {
  std::string out((*this)[label]);
  if (const std::size_t at = out.find("{}"); at != std::string::npos) out.replace(at, 2, value);
  return out;
}

std::string Labels::articles(std::size_t count) const {
  return with(count == 1 ? Label::kArticle : Label::kArticles, std::to_string(count));
}

std::string Labels::day(std::string_view day) const {
  if (day.size() != 10) return std::string(day);
  const auto number = [&](std::size_t at, std::size_t size) {
    int n = 0;
    for (const char c : day.substr(at, size)) n = n * 10 + (c - '0');
    return n;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int of_month = number(8, 2);
  if (column_ != 0) return fmt::format("{}年{}月{}日", year, month, of_month);
  return fmt::format("{} {} {}", of_month, kMonths[static_cast<std::size_t>(std::clamp(month, 1, 12) - 1)], year);
}

std::string_view Labels::language() const { return kLanguages[column_]; }

std::string language_name(std::string_view tag) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kNames = {{
      {"en", "English"},
      {"zh-Hans", "简体中文"},
      {"zh-Hant", "繁體中文"},
      {"zh", "中文"},
      {"de", "Deutsch"},
      {"fr", "Français"},
      {"es", "Español"},
      {"pt", "Português"},
      {"it", "Italiano"},
      {"nl", "Nederlands"},
      {"sv", "Svenska"},
      {"da", "Dansk"},
      {"no", "Norsk"},
      {"fi", "Suomi"},
      {"ru", "Русский"},
      {"ja", "日本語"},
  }};
  for (const auto& [known, name] : kNames) {
    if (tag == known) return std::string(name);
  }
  return std::string(tag);
}

}  // namespace ckm::site
