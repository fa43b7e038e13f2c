// How article_text.hh is read.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.hh"
#include "base/json.hh"
#include "base/suggest.hh"
#include "base/toml.hh"
#include "formats/article_fields.hh"
#include "formats/article_text.hh"
#include "model/category.hh"
#include "text/language.hh"

namespace ckm::formats {
namespace {

using namespace article_fields;

constexpr std::array<std::string_view, 4> kOutcomes = {"", "worked", "failed", "partly"};

bool is_uid(std::string_view text) {
  constexpr std::size_t kSize = 32;
  return text.size() == kSize && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

class Reader {
 public:
  // `any`: takes what the text says it is known by; null: that has to be `blank`. `line`: that the text begins at.
  Reader(std::string_view text, const Article& blank, std::string_view name, ArticleText* any = nullptr, std::size_t line = 1)
      : blank_(blank), name_(name), any_(any), lines_before_(line - 1) {
    // Editors of other systems end all lines with CR LF; what ckm writes begins with a line that does not.
    if (text.substr(0, text.find('\n')).ends_with('\r')) {
      for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\r' || text.substr(i + 1, 1) != "\n") text_.push_back(text[i]);
      }
    } else {
      text_ = text;
    }
  }

  Article read() {
    article_.kind = blank_.kind;
    article_.confidence = blank_.confidence;
    article_.audience = blank_.audience;
    article_.governance = blank_.governance;
    std::string_view rest = text_;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    const std::vector<std::string_view> lines = lines_of(rest);
    if (const std::size_t line = find_conflict(rest); line > 0)
      fail(line, 1, "a conflict that Git marked begins here", "choose what is to stay, and take out the lines that mark it");
    std::size_t begin = 0;
    while (begin < lines.size() && lines[begin].find_first_not_of(" \t") == std::string_view::npos) ++begin;
    if (begin < lines.size() && lines[begin] == kFence) begin = front(lines, begin + 1);
    if (!any_field_) keep_fields();
    for (std::size_t i = begin; i + 1 < lines.size(); ++i) {
      if (!is_loose_border(lines[i], lines[i + 1])) continue;
      constexpr std::string_view kText = "a line of +++ that is text has a backslash before it";
      if (any_ == nullptr)
        fail(i + 1, 1, "several articles stand in it: another one begins here", fmt::format("ckm import takes them; {}", kText));
      fail(i + 1, 1, "another article begins here that does not begin with its uid",
           fmt::format("give each new article a file of its own; {}", kText));
    }
    take_body(lines, begin);
    if (article_.title.find_first_not_of(" \t\n") == std::string::npos) {
      fail(std::min(begin + 1, lines.size()), 1,
           article_.kind == model::Kind::kFaq ? "there is no question" : "there is no title",
           "write it as the first heading: # How long does a refund take?");
    }
    return std::move(article_);
  }

 private:
  [[noreturn]] void fail(std::size_t line, std::size_t column, std::string_view what, std::string_view hint) const {
    throw Error(Exit::kInput, fmt::format("{}:{}:{}: {}", name_, lines_before_ + line, column, what), std::string(hint));
  }
  [[noreturn]] void fail(const Value& value, std::string_view what, std::string_view hint) const {
    fail(value.line, value.column, what, hint);
  }

  std::size_t front(const std::vector<std::string_view>& lines, std::size_t begin) {
    std::size_t end = begin;
    while (end < lines.size() && lines[end] != kFence) ++end;
    if (end == lines.size()) fail(begin, 1, "the front matter has no end", "close it with a line of +++");
    std::string toml(begin, '\n');  // So that its lines are those of the text.
    for (std::size_t i = begin; i < end; ++i) toml.append(lines[i]).push_back('\n');
    const Value fields = parsed(toml);
    any_field_ = !fields.object()->empty();
    if (any_ != nullptr) find_kind(fields);
    for (const auto& [name, value] : *fields.object()) take_field(name, value);
    const bool known = article_.valid_from == blank_.valid_from && article_.valid_to == blank_.valid_to;
    if (!known && article_.valid_from && article_.valid_to && *article_.valid_to < *article_.valid_from)
      fail(*fields.find("valid_to"), "valid_to is before valid_from", "exchange them, or leave one out");
    return end + 1;
  }

  [[nodiscard]] Value parsed(const std::string& toml) const {
    try {
      return toml::parse(toml, name_);
    } catch (const Error&) {
      if (lines_before_ > 0) toml::parse(std::string(lines_before_, '\n') + toml, name_);  // Tells the line.
      throw;
    }
  }

  // Whoever writes no front matter has nothing to say of its fields.
  void keep_fields() {
    for (const TextRow& row : kTexts) article_.*row.field = blank_.*row.field;
    for (const TimeRow& row : kTimes) article_.*row.field = blank_.*row.field;
    for (const ListRow& row : kLists) article_.*row.field = blank_.*row.field;
    article_.story.context = blank_.story.context;
  }

  std::string text_of(std::string_view name, const Value& value) const {
    if (value.array() == nullptr && value.object() == nullptr) return value.to_text();
    fail(value, fmt::format("{} is one text", name), fmt::format("write {} = \"…\"", name));
  }

  [[nodiscard]] model::Kind kind_of(const Value& value) const {
    const auto kind = model::kind_from_name(text_of("kind", value));
    if (kind && model::info(*kind).article) return *kind;
    fail(value, fmt::format("'{}' is no kind of article", value.to_text()), "one of: faq, case, document");
  }

  // What other fields mean depends on it.
  void find_kind(const Value& fields) {
    const Value* const said = fields.find("kind");
    if (said == nullptr) return;
    article_.kind = kind_of(*said);
    any_->says_kind = true;
  }

  // Whether it is one of those by which an exported text is known.
  bool take_identity(std::string_view name, const Value& value) {
    if (name == "uid") {
      const std::string uid = text_of(name, value);
      if (!is_uid(uid)) fail(value, fmt::format("'{}' is no uid", uid), "leave it as it was exported; a new article has none");
      if (any_ != nullptr) article_.uid = uid;
      else if (blank_.uid.empty())
        fail(value, "a new article has no uid", "take that line out; ckm import takes the text as the article that it is of");
      else if (uid != blank_.uid)
        fail(value, "it is the text of another article", "ckm import takes it as the article that it is of");
      return true;
    }
    if (name == "created_at" || name == "updated_at") {
      const auto time = parse_time(text_of(name, value));
      if (!time) fail(value, fmt::format("'{}' is no time", value.to_text()), "leave it as it was exported, or out");
      if (any_ != nullptr) (name == "created_at" ? article_.created_at : article_.updated_at) = time;
      return true;
    }
    if (name != "source" && name != "id" && name != "base") return false;
    const std::string text = text_of(name, value);
    if (name == "source" && (text.empty() || text.find_first_of("/\n\r\t") != std::string::npos))
      fail(value, fmt::format("'{}' can't be the name of a source", text), "leave it as it was exported, or out");
    if (any_ == nullptr) return true;
    if (name == "base") any_->bases = split_bases(text);
    else (name == "source" ? any_->source : article_.external_id) = text;
    return true;
  }

  void take_field(std::string_view name, const Value& value) {
    if (name == "kind") {
      if (const model::Kind kind = kind_of(value); kind != article_.kind)
        fail(value, fmt::format("it is a {}, not a {}", model::info(kind).name, model::info(article_.kind).name),
             "a kind can't be changed");
      return;
    }
    if (take_identity(name, value)) return;
    if (name == "title") {
      article_.title = text_of(name, value);
      has_title_ = true;
      return;
    }
    if (const auto row = std::ranges::find(kTexts, name, &TextRow::name); row != kTexts.end()) return take_text(*row, value);
    if (const auto row = std::ranges::find(kTimes, name, &TimeRow::name); row != kTimes.end()) {
      article_.*row->field = parse_time(text_of(name, value));
      if (!(article_.*row->field)) fail(value, fmt::format("'{}' is no time", value.to_text()), "write a day such as 2026-03-05");
      return;
    }
    if (const auto row = std::ranges::find(kLists, name, &ListRow::name); row != kLists.end()) {
      if (value.array() == nullptr)
        fail(value, fmt::format("{} is a list", name), fmt::format("write {} = [\"one\", \"two\"]", name));
      for (const Value& element : *value.array()) (article_.*row->field).push_back(text_of(name, element));
      return;
    }
    if (name == "context") return take_context(value);
    std::vector<std::string> known = {"kind", "title", "context"};
    for (const auto& row : kTexts) known.emplace_back(row.name);
    for (const auto& row : kTimes) known.emplace_back(row.name);
    for (const auto& row : kLists) known.emplace_back(row.name);
    fail(value, fmt::format("there is no field '{}'", name),
         did_you_mean(name, known, fmt::format("the fields are {}", fmt::join(known, ", "))));
  }

  void take_text(const TextRow& row, const Value& value) {
    std::string text = text_of(row.name, value);
    const bool optional = row.field == &Article::phase && text.empty();
    if (!optional && !row.values.empty() && std::ranges::find(row.values, text) == row.values.end()) {
      const std::vector<std::string> values(row.values.begin(), row.values.end());
      fail(value, fmt::format("{} can't be '{}'", row.name, text),
           did_you_mean(text, values, fmt::format("one of: {}", fmt::join(values, ", "))));
    }
    if (const std::string hint = doubt(row, text); !hint.empty())
      fail(value, fmt::format("{} can't be '{}'", row.name, text), hint);
    article_.*row.field = std::move(text);
  }

  // What to write instead of a text that can't be a field's. What it is already may stay, for a source may say anything.
  [[nodiscard]] std::string doubt(const TextRow& row, const std::string& text) const {
    if (text.empty() || text == blank_.*row.field) return {};
    if (row.field == &Article::category && model::clean_path(text).empty())
      return "write a path such as billing/refund, or nothing for none";
    if (row.field != &Article::language || text::is_language_tag(text)) return {};
    if (any_ == nullptr || article_.uid.empty()) return std::string(text::kLanguageTagHint);
    any_->language_hint = text::kLanguageTagHint;
    return {};
  }

  void take_context(const Value& value) {
    if (article_.kind != model::Kind::kCase) fail(value, "only a case has a context", "leave it out");
    if (value.object() == nullptr)
      fail(value, "context is a table", "write [context] and a line such as channel = \"phone\" below");
    for (const auto& [name, text] : *value.object()) article_.story.context.emplace_back(name, text_of(name, text));
  }

  void take_body(const std::vector<std::string_view>& lines, std::size_t begin) {
    if (!has_title_) {
      while (begin < lines.size() && lines[begin].find_first_not_of(" \t") == std::string_view::npos) ++begin;
      if (begin == lines.size()) return;
      if (!lines[begin].starts_with(kTitle)) {
        fail(begin + 1, 1,
             article_.kind == model::Kind::kFaq ? "there is no question before the text" : "there is no title before the text",
             "the first line behind the front matter is a heading: # How long does a refund take?");
      }
      article_.title = lines[begin++].substr(kTitle.size());
    }
    std::string* into = &article_.body;
    std::size_t from = begin;
    std::array<std::size_t, kParts.size()> stands{};  // The line of each part's heading; 0: there is none yet.
    for (std::size_t i = begin; i <= lines.size(); ++i) {
      const PartRow* const part = i < lines.size() && article_.kind == model::Kind::kCase ? part_at(lines, i) : nullptr;
      if (i < lines.size() && part == nullptr) continue;
      if (into != nullptr) *into = content_of(lines, from, i);
      else take_attempts(lines, from, i);
      from = i + 1;
      if (part == nullptr) continue;
      into = part->field == nullptr ? nullptr : &(article_.story.*part->field);
      std::size_t& first = stands[static_cast<std::size_t>(part - kParts.data())];
      if (first != 0) {
        fail(i + 1, 1, fmt::format("the part '{}' stands there twice", part->heading),
             fmt::format("the first time in line {}: write all of it there", first));
      }
      first = i + 1;
    }
  }

  // The part that begins with a line; null: that is no heading.
  [[nodiscard]] const PartRow* part_at(const std::vector<std::string_view>& lines, std::size_t at) const {
    const std::string_view line = lines[at];
    const auto name = heading_of(line);
    if (!name) return nullptr;
    const auto part = std::ranges::find(kParts, *name, &PartRow::heading);
    const bool apart = line.substr(kSection.size()).starts_with(' ');
    if (part != kParts.end() && apart) return &*part;
    std::vector<std::string> names;
    std::vector<std::string> headings;
    for (const PartRow& row : kParts) {
      names.emplace_back(row.heading);
      headings.push_back(fmt::format("{} {}", kSection, row.heading));
    }
    fail(at + 1, 1, fmt::format("'{}' is no part of a case", line),
         did_you_mean(line, headings,
                      fmt::format("the parts are {}; a line of the text has a backslash before it", fmt::join(names, ", "))));
  }

  // A line that begins no other article and no conflict for the backslash before it.
  static std::string_view bordered(const std::vector<std::string_view>& lines, std::size_t at) {
    const std::string_view line = lines[at];
    if (!line.starts_with('\\')) return line;
    const std::string_view bare = without_escapes(line);
    const bool is = is_conflict_begin(bare) || (at + 1 < lines.size() && is_loose_border(bare, lines[at + 1]));
    return is ? line.substr(1) : line;
  }

  // A line that is no heading for the backslash before it.
  static std::string_view unescaped(std::string_view line) {
    return line.starts_with('\\') && heading_of(without_escapes(line)) ? line.substr(1) : line;
  }

  // Without the blank line before it, and the one behind it.
  [[nodiscard]] std::string content_of(const std::vector<std::string_view>& lines, std::size_t from, std::size_t to) const {
    const bool last = to == lines.size();
    if (from < to && lines[from].empty()) ++from;
    if (last && from < to && lines[to - 1].empty()) --to;
    else if (!last && from < to && lines[to - 1].empty()) --to;
    std::string out;
    bool any = false;
    for (std::size_t i = from; i < to; ++i) {
      std::string_view line = bordered(lines, i);
      if (article_.kind == model::Kind::kCase) line = unescaped(line);
      if (i > from) out.push_back('\n');
      out += line;
      any |= line.find_first_not_of(" \t") != std::string_view::npos;
    }
    return any || article_.kind != model::Kind::kCase ? out : std::string();
  }

  void take_attempts(const std::vector<std::string_view>& lines, std::size_t from, std::size_t to) {
    const auto is_item = [](std::string_view line) {
      const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
      return digits > 0 && (line.substr(digits).starts_with(". ") || line.substr(digits) == ".");
    };
    bool facts = false;
    std::size_t began = 0;
    const auto end_item = [&] {
      if (began == 0) return;
      std::string& method = article_.story.attempts.back().method;
      while (method.ends_with('\n') || method.ends_with(' ')) method.pop_back();
      // A source may have said what came of one without saying what it was.
      const bool exported = any_ != nullptr && !article_.uid.empty() && facts;
      if (method.empty() && !exported) fail(began, 1, "an attempt without a method", "write what was tried behind its number");
    };
    for (std::size_t i = from; i < to; ++i) {
      std::string_view line = lines[i];
      if (is_item(line)) {
        end_item();
        began = i + 1;
        facts = false;
        line.remove_prefix(line.find('.') + 1);
        if (line.starts_with(' ')) line.remove_prefix(1);
        article_.story.attempts.emplace_back().method = line;
        continue;
      }
      const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
      if (began == 0) {
        if (blank) continue;
        fail(i + 1, 1, "attempts are a numbered list", "begin it with: 1. What was tried");
      }
      line = unescaped(line);
      line.remove_prefix(std::min({line.find_first_not_of(' '), kIndent.size(), line.size()}));
      if (const FactRow* const row = fact_of(line)) {
        facts = true;
        take_fact(*row, line.substr(2 + row->name.size() + 1), i + 1);
      } else if (!facts) {
        if (line.starts_with('\\') && fact_of(without_escapes(line)) != nullptr) line.remove_prefix(1);
        article_.story.attempts.back().method.append("\n").append(line);
      } else if (!blank) {
        fail(i + 1, 1, "this is none of who, at, why and outcome",
             "the method stands before them; write a long text in quotes, with \\n for its line ends");
      }
    }
    end_item();
  }

  void take_fact(const FactRow& row, std::string_view typed, std::size_t line) {
    while (typed.starts_with(' ')) typed.remove_prefix(1);
    while (typed.ends_with(' ')) typed.remove_suffix(1);
    std::string text(typed);
    if (text.starts_with('"')) text = json::parse(text, fmt::format("{}:{}", name_, lines_before_ + line)).to_text();
    Attempt& attempt = article_.story.attempts.back();
    if (row.field == nullptr) {
      attempt.at = parse_time(text);
      if (!attempt.at && !text.empty())
        fail(line, 1, fmt::format("'{}' is no time", text), "write a day such as 2026-03-05, or 2026-03-05T14:00:00Z");
      return;
    }
    if (row.field == &Attempt::outcome && std::ranges::find(kOutcomes, text) == kOutcomes.end())
      fail(line, 1, fmt::format("an outcome can't be '{}'", text), "one of: worked, failed, partly");
    attempt.*row.field = std::move(text);
  }

  const Article& blank_;
  std::string text_;
  std::string name_;
  ArticleText* any_;
  std::size_t lines_before_;
  Article article_;
  bool any_field_ = false;
  bool has_title_ = false;
};

}  // namespace

Article read_article_text(std::string_view text, const Article& blank, std::string_view name) {
  return Reader(text, blank, name).read();
}

ArticleText read_any_article_text(std::string_view text, model::Kind kind, std::string_view name, std::size_t line) {
  ArticleText any;
  Article blank;
  blank.kind = kind;
  for (std::string* state : {&blank.confidence, &blank.audience, &blank.governance}) state->clear();
  any.article = Reader(text, blank, name, &any, line).read();
  if (!any.article.uid.empty() && any.article.external_id.empty()) any.article.external_id = any.article.uid;
  return any;
}

std::vector<std::string> split_bases(std::string_view text) {
  std::vector<std::string> out;
  for (;;) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    if (text.empty()) return out;
    out.emplace_back(text.substr(0, text.find(' ')));
    text.remove_prefix(out.back().size());
  }
}

std::size_t find_conflict(std::string_view text) {
  std::size_t begin = 0;
  bool middle = false;
  std::size_t number = 0;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (is_conflict_begin(line)) {
      begin = number;
      middle = false;
    } else if (begin > 0 && is_conflict_mark(line, '=')) {
      middle = true;
    } else if (middle && is_conflict_mark(line, '>')) {
      return begin;
    }
  }
  return 0;
}

bool is_exported_text(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  bool inside = false;
  while (!head.empty()) {
    std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(line.size() + 1, head.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!inside && line.find_first_not_of(" \t") == std::string_view::npos) continue;
    if (line == kFence && inside) return false;
    if (line != kFence && !inside) return false;
    inside = true;
    if (line.starts_with(kUid)) return true;
  }
  return false;
}

}  // namespace ckm::formats
