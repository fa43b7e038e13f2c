// Telling JSON and JSON lines by how they begin.
#include <algorithm>
#include <array>

#include "base/json.hh"
#include "formats/import_json.hh"
#include "formats/json_records.hh"

namespace ckm::formats {
namespace {

bool has_more_than_blanks(std::string_view text) { return text.find_first_not_of(" \t\r\n") != std::string_view::npos; }

// Whether what begins so is an object with an array of records inside. Looks no further than to the first of those.
class PageLook final : public json::Handler {
 public:
  explicit PageLook(const Mapper& mapper) : test_(mapper) {}
  bool scalar(Value&&) override { return true; }
  bool start_object() override {
    found_ = ++depth_ == 3 && in_array_ && test_.holds_records(member_);
    return !found_;
  }
  bool key(std::string& name) override {
    if (depth_ == 1) test_.member(member_ = name);
    return true;
  }
  bool end_object() override { return end(); }
  bool start_array() override {
    if (++depth_ == 2) in_array_ = true;
    return true;
  }
  bool end_array() override { return end(); }
  [[nodiscard]] bool found() const { return found_; }

 private:
  bool end() {
    if (--depth_ == 1) in_array_ = false;
    return true;
  }
  EnvelopeTest test_;
  std::string member_;
  std::size_t depth_ = 0;
  bool in_array_ = false;
  bool found_ = false;
};

bool is_page(std::string_view text) {
  return std::ranges::any_of(std::array{model::Kind::kTicket, model::Kind::kFaq}, [&](model::Kind kind) {
    const Mapper mapper(kind);
    PageLook look(mapper);
    MemorySource in(text);
    json::Reader(in).read(look);
    return look.found();
  });
}

// What the lines of a text's head are, blank ones left out. An object that the head cuts off tells nothing.
struct LineLook {
  std::size_t all = 0;
  std::size_t ended = 0;
  std::size_t whole = 0;     // An object each.
  bool begins_well = false;  // The first one is, and the second looks like one.
  bool page = false;         // Records stand inside of them: pages glued together, one a line, are documents.
};

LineLook look_at_lines(std::string_view head) {
  constexpr std::size_t kMost = 200;
  LineLook out;
  while (!head.empty() && out.all < kMost) {
    const std::size_t end = head.find('\n');
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (!has_more_than_blanks(line)) continue;
    const bool brace = line[line.find_first_not_of(" \t\r")] == '{';
    if (++out.all == 2) out.begins_well = brace && out.whole == 1;
    Value value;
    const bool whole = brace && json::parse_line(line, value).reason.empty();
    if (whole || !brace || end != std::string_view::npos) ++out.ended;
    if (whole && out.whole++ == 0) out.page = is_page(line);
  }
  return out;
}

}  // namespace

bool sniff_json(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  const std::size_t second = head.find_first_not_of(" \t\r\n", first + 1);
  const char follows = second == std::string_view::npos ? '\0' : head[second];
  if (head[first] == '[' && follows == ']') {  // "[ ] tidy up" is prose.
    const std::size_t third = head.find_first_not_of(" \t\r\n", second + 1);
    return third == std::string_view::npos || head[third] == '[' || head[third] == '{';
  }
  if (head[first] == '[') return follows == '{';
  return head[first] == '{' && (follows == '"' || follows == '}');
}

bool sniff_jsonl(std::string_view head) {
  const LineLook lines = look_at_lines(head);
  if (lines.all < 2 || lines.page) return false;  // One line may as well be a document.
  return lines.begins_well || (lines.whole > 0 && 2 * lines.whole >= lines.ended);
}

bool sniff_named_jsonl(std::string_view head) {
  const LineLook lines = look_at_lines(head);
  if (lines.page) return false;
  if (lines.ended > 0) return lines.whole > 0 && 2 * lines.whole >= lines.ended;
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == '{' && !is_page(head);  // A line longer than what is looked at.
}

}  // namespace ckm::formats
