#include "formats/stack_index.hh"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <optional>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr XmlAdvice kAdvice = {"don't trust the file; get the dump again from where it was published",
                               "get the dump again: a download that broke off ends too early"};
constexpr std::string_view kQuestion = "1";
constexpr std::string_view kAnswer = "2";
constexpr std::string_view kDuplicate = "3";  // LinkTypeId.

template <typename N>
std::optional<N> number(std::string_view text) {
  N value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

// A stored input from its beginning on.
class FromStart final : public ByteSource {
 public:
  explicit FromStart(const Stored& in) : in_(in) {}
  std::size_t read(std::span<char> into) override {
    stop_if_interrupted();
    const std::size_t n = in_.read_at(at_, into);
    at_ += n;
    return n;
  }

 private:
  const Stored& in_;
  std::uint64_t at_ = 0;
};

class Rows final : public XmlHandler {
 public:
  explicit Rows(const StackVisit& visit) : visit_(visit) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (!more_) return;
    const std::uint64_t begin = end_;
    end_ = reader_->position();
    if (name != "row") return;
    any_ = true;
    if (end_ <= begin || end_ - begin > std::numeric_limits<std::uint32_t>::max()) return;
    more_ = visit_(attributes, {begin, static_cast<std::uint32_t>(end_ - begin), reader_->line()});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  void read(XmlReader& reader) {
    reader_ = &reader;
    while (more_ && reader.step()) {
    }
  }
  [[nodiscard]] bool any() const { return any_; }

 private:
  const StackVisit& visit_;
  XmlReader* reader_ = nullptr;
  std::uint64_t end_ = 0;  // Behind the attributes of the element before.
  bool any_ = false;
  bool more_ = true;
};

template <typename Row>
std::span<const Row> group(const std::vector<Row>& rows, std::uint32_t key, std::uint32_t Row::*member) {
  const auto found = std::ranges::equal_range(rows, key, {}, member);
  return {found.begin(), found.end()};
}

}  // namespace

std::span<const StackPost> StackIndex::answers_of(std::uint32_t question) const {
  return group(answers, question, &StackPost::link);
}
std::span<const StackComment> StackIndex::comments_of(std::uint32_t post) const {
  return group(comments, post, &StackComment::post);
}
std::span<const StackDuplicate> StackIndex::duplicates_of(std::uint32_t question) const {
  return group(duplicates, question, &StackDuplicate::of);
}

const StackPost* StackIndex::question(std::uint32_t id) const {
  const auto found = std::ranges::lower_bound(questions, id, {}, &StackPost::id);
  return found == questions.end() || found->id != id ? nullptr : &*found;
}

void StackIndex::sort() {
  std::ranges::stable_sort(questions, {}, &StackPost::id);
  std::ranges::stable_sort(answers, {}, &StackPost::link);
  std::ranges::stable_sort(comments, {}, &StackComment::post);
  std::ranges::stable_sort(duplicates, {}, &StackDuplicate::of);
}

void read_rows(const Stored& in, const std::string& name, const StackVisit& visit) {
  Rows rows(visit);
  XmlReader reader(std::make_unique<FromStart>(in), name, rows, kAdvice);
  rows.read(reader);
  if (!rows.any()) throw Error(Exit::kInput, fmt::format("{} has no row", name), "check the file, or get the dump again");
}

bool index_posts(const Stored& in, const std::string& name, StackIndex& index, Sink& out) {
  bool more = true;
  read_rows(in, name, [&](const XmlAttributes& row, const StackPlace& place) {
    const std::string_view type = row.get("PostTypeId");
    if (type != kQuestion && type != kAnswer) {
      ++index.others;
      return true;
    }
    const bool question = type == kQuestion;
    const std::string_view link_name = question ? "AcceptedAnswerId" : "ParentId";
    const std::string_view link = row.get(link_name);
    const auto id = number<std::uint32_t>(row.get("Id"));
    const auto linked = number<std::uint32_t>(link);
    std::string reason;
    if (!id) reason = "no Id that is a number";
    else if (!linked && !(question && link.empty())) reason = fmt::format("no {} that is a number", link_name);
    else if (question && trimmed(row.get("Title")).empty()) reason = "a question without a Title";
    if (!reason.empty()) {
      std::string raw;
      read_row(in, place.offset, place.size, raw);
      return more = out.reject({{place.line, 0}, std::move(reason), std::move(raw)});
    }
    (question ? index.questions : index.answers)
        .push_back({place.offset, place.size, *id, linked.value_or(0), number<std::int32_t>(row.get("Score")).value_or(0)});
    return true;
  });
  return more;
}

void index_comments(const Stored& in, const std::string& name, StackIndex& index) {
  read_rows(in, name, [&](const XmlAttributes& row, const StackPlace& place) {
    if (const auto post = number<std::uint32_t>(row.get("PostId"))) index.comments.push_back({place.offset, place.size, *post});
    return true;
  });
}

void index_links(const Stored& in, const std::string& name, StackIndex& index) {
  read_rows(in, name, [&](const XmlAttributes& row, const StackPlace&) {
    const auto id = number<std::uint32_t>(row.get("PostId"));
    const auto of = number<std::uint32_t>(row.get("RelatedPostId"));
    if (id && of && row.get("LinkTypeId") == kDuplicate) index.duplicates.push_back({*of, *id});
    return true;
  });
}

void read_row(const Stored& in, std::uint64_t offset, std::uint32_t size, std::string& into) {
  std::string bytes(size, '\0');
  bytes.resize(in.read_at(offset, bytes));
  // An attribute holds no <, so the last one begins the element.
  const std::size_t begin = bytes.rfind('<');
  if (begin == std::string::npos || bytes.compare(begin, 4, "<row") != 0) {
    throw Error(Exit::kInput, "the dump changed while it was read", "import it again once it stays as it is");
  }
  into.append(bytes, begin);
  into.append("/>");
}

}  // namespace ckm::formats
