#include "formats/import_stackexchange.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/interrupt.hh"
#include "formats/mapping.hh"
#include "formats/stack_index.hh"
#include "formats/stack_thread.hh"

namespace ckm::formats {
namespace {

constexpr std::array<std::string_view, 8> kFiles = {"posts", "comments", "postlinks", "users",
                                                    "votes", "badges",   "tags",      "posthistory"};
constexpr std::string_view kPosts = "posts";
constexpr std::string_view kComments = "comments";
constexpr std::string_view kPostLinks = "postlinks";
// Of a FAQ's further answers: how many at most, and what score they have at least, beside half of the best one's.
constexpr std::size_t kMostFurther = 3;
constexpr std::int32_t kLeastScore = 2;

// The name of the document's first element, or nothing where it is none of a dump's.
std::string_view root_of(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  for (;;) {
    head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    const std::string_view end = head.starts_with("<?") ? "?>" : head.starts_with("<!--") ? "-->" : "";
    if (end.empty()) break;
    const std::size_t at = head.find(end);
    if (at == std::string_view::npos) return {};
    head.remove_prefix(at + end.size());
  }
  if (!head.starts_with('<')) return {};
  const std::string_view name = head.substr(1, head.find_first_of(" \t\r\n/>", 1) - 1);
  return std::ranges::find(kFiles, name) == kFiles.end() ? std::string_view() : name;
}

// What the answer of a FAQ is made of: the accepted answer, else the best one, and then others that are good too.
std::vector<StackPost> answers_for_faq(const StackPost& question, std::span<const StackPost> all) {
  std::vector<StackPost> answers(all.begin(), all.end());
  std::ranges::stable_sort(answers, std::ranges::greater(), &StackPost::score);
  if (answers.empty()) return {};
  const std::int32_t best = answers.front().score;
  const auto accepted = std::ranges::find(answers, question.link, &StackPost::id);
  const bool is_accepted = question.link != 0 && accepted != answers.end();
  if (is_accepted) std::rotate(answers.begin(), accepted, accepted + 1);
  else if (best <= 0) return {};
  const auto further = std::find_if(answers.begin() + 1, answers.end(), [&](const StackPost& answer) {
    return answer.score < kLeastScore || answer.score < best / 2 + best % 2;
  });
  answers.erase(further, answers.end());
  if (answers.size() > kMostFurther + 1) answers.resize(kMostFurther + 1);
  return answers;
}

enum class Part : std::uint8_t { kQuestion, kTornQuestion, kAnswer, kComment, kDuplicate };

// The rows of one question after another, as a document of their own.
class Gathered final : public ByteSource {
 public:
  Gathered(const StackIndex& index, const Stored& posts, const Stored* comments, bool tickets, Sink& out)
      : index_(index), posts_(posts), comments_(comments), tickets_(tickets), out_(out) {}

  std::size_t read(std::span<char> into) override {
    while (at_ == ready_.size()) {
      if (ended_) return 0;
      ready_.clear();
      at_ = 0;
      next();
    }
    const std::size_t n = ready_.copy(into.data(), into.size(), at_);
    at_ += n;
    return n;
  }
  // What the next row of it is.
  Part take_part() {
    const Part part = parts_.front();
    parts_.pop_front();
    return part;
  }
  [[nodiscard]] bool passed_any() const { return passed_any_; }
  // How many questions name an accepted answer that is not there.
  [[nodiscard]] std::int64_t torn() const { return torn_; }

 private:
  void next();
  void add(const Stored& in, std::uint64_t offset, std::uint32_t size, Part part) {
    read_row(in, offset, size, ready_);
    parts_.push_back(part);
  }
  void add_comments(std::uint32_t post) {
    if (comments_ == nullptr) return;
    for (const StackComment& comment : index_.comments_of(post)) add(*comments_, comment.offset, comment.size, Part::kComment);
  }

  const StackIndex& index_;
  const Stored& posts_;
  const Stored* comments_;
  bool tickets_;
  Sink& out_;
  std::string ready_;
  std::size_t at_ = 0;
  std::deque<Part> parts_;
  std::size_t question_ = 0;
  bool begun_ = false;
  bool ended_ = false;
  bool passed_any_ = false;
  std::int64_t torn_ = 0;
};

void Gathered::next() {
  stop_if_interrupted();
  if (!std::exchange(begun_, true)) ready_ = "<posts>";
  if (question_ == index_.questions.size()) {
    ready_ += "</posts>";
    ended_ = true;
    return;
  }
  const StackPost& question = index_.questions[question_++];
  const std::span<const StackPost> all = index_.answers_of(question.id);
  const std::vector<StackPost> chosen = tickets_ ? std::vector<StackPost>() : answers_for_faq(question, all);
  const bool torn = question.link != 0 && std::ranges::find(all, question.link, &StackPost::id) == all.end();
  torn_ += torn ? 1 : 0;
  if (!tickets_ && chosen.empty()) {
    passed_any_ |= !torn;
    out_.pass_over();
    return;
  }
  add(posts_, question.offset, question.size, torn ? Part::kTornQuestion : Part::kQuestion);
  for (const StackPost& answer : tickets_ ? all : chosen) add(posts_, answer.offset, answer.size, Part::kAnswer);
  if (tickets_) {
    add_comments(question.id);
    for (const StackPost& answer : all) add_comments(answer.id);
    return;
  }
  for (const StackDuplicate& duplicate : index_.duplicates_of(question.id)) {
    const StackPost* const other = index_.question(duplicate.id);
    if (other != nullptr) add(posts_, other->offset, other->size, Part::kDuplicate);
  }
}

// Makes records of the gathered rows.
class Records final : public XmlHandler {
 public:
  // `whole`: the file that is read with the posts was given; what it had told stays otherwise.
  Records(Gathered& gathered, bool tickets, bool whole, Sink& out) : gathered_(gathered), tickets_(tickets), out_(out) {
    if (!whole && tickets) origin_.said.elsewhere = kStackComment;
    origin_.phrasings = whole;
  }
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "row" || !more_) return;
    const Part part = gathered_.take_part();
    if (part == Part::kQuestion || part == Part::kTornQuestion) {
      finish();
      origin_.torn = part == Part::kTornQuestion;
    }
    StackRow row;
    row.attributes.reserve(attributes.size());
    for (std::size_t i = 0; i < attributes.size(); ++i) row.attributes.emplace_back(attributes.name(i), attributes.value(i));
    switch (part) {
      case Part::kQuestion:
      case Part::kTornQuestion: thread_.emplace(StackThread{std::move(row), {}, {}, {}}); break;
      case Part::kAnswer: thread_->answers.push_back(std::move(row)); break;
      case Part::kComment: thread_->comments.push_back(std::move(row)); break;
      case Part::kDuplicate: thread_->other_titles.emplace_back(row.get("Title")); break;
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
  void finish() {
    if (!thread_ || !more_) return;
    more_ = tickets_ ? out_.ticket(stack_ticket(*thread_), origin_, {}) : out_.article(stack_faq(*thread_), origin_, {});
    thread_.reset();
  }
  [[nodiscard]] bool more() const { return more_; }

 private:
  Gathered& gathered_;
  bool tickets_;
  Sink& out_;
  std::optional<StackThread> thread_;
  model::Origin origin_;
  bool more_ = true;
};

void check_kind(const ReadOptions& options) {
  const model::Kind kind = options.kind.value_or(model::Kind::kFaq);
  if (kind == model::Kind::kFaq || kind == model::Kind::kTicket) return;
  throw Error(Exit::kUsage, fmt::format("{}: a dump of Stack Exchange holds FAQ or tickets", options.name),
              "give --kind faq or --kind ticket");
}

void give_raw(ByteSource& in, const std::string& name, Sink& out) {
  const Stored stored(in);
  read_rows(stored, name, [&](const XmlAttributes& row, const StackPlace& place) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells.push_back({row.name(i), nullptr, row.value(i)});
    return out.raw(cells, {place.line, 0});
  });
}

// What is in the dump and in no record.
void tell_left_out(const StackIndex& index, Sink& out) {
  std::size_t answers = 0;
  for (const StackPost& question : index.questions) answers += index.answers_of(question.id).size();
  const auto tell = [&](std::uint64_t count, std::string_view what, std::string_view why) {
    if (count > 0) out.note(fmt::format("has {} {}, left out", counted(static_cast<std::int64_t>(count), what), why));
  };
  tell(index.answers.size() - answers, "answer", "to questions that are not there");
  tell(index.others, "post", "beside questions and answers, such as wikis of tags");
}

// `other` as of read_dump().
void read_threads(const Stored& posts, StackIndex& index, const Stored* other, const ReadOptions& options, Sink& out,
                  const std::optional<Error>& broken) {
  index.sort();
  const bool tickets = options.kind == model::Kind::kTicket;
  auto gathered = std::make_unique<Gathered>(index, posts, tickets ? other : nullptr, tickets, out);
  Gathered& rows = *gathered;
  Records threads(rows, tickets, other != nullptr, out);
  XmlReader reader(std::move(gathered), options.name, threads);
  while (threads.more() && reader.step()) {
  }
  threads.finish();
  if (rows.passed_any() && threads.more())
    out.note("has questions with neither an accepted answer nor one of a score above 0: --kind ticket takes them too");
  if (rows.torn() > 0 && threads.more())
    out.note(fmt::format("has {} whose accepted answer is not in it: what is known of {} stays", counted(rows.torn(), "question"),
                         rows.torn() == 1 ? "it" : "them"));
  if (threads.more()) tell_left_out(index, out);
  if (broken && threads.more()) throw Error(*broken);
}

// What is wrong with the posts at some place leaves what stands before.
std::optional<Error> index_as_far_as_possible(const Stored& posts, const std::string& name, StackIndex& index, Sink& out,
                                              bool& more) {
  try {
    more = index_posts(posts, name, index, out);
  } catch (const Error& e) {
    if (e.code() != Exit::kInput || index.questions.empty()) throw;
    return e;
  }
  return std::nullopt;
}

std::string head_of(const Stored& file) {
  std::string head(4096, '\0');
  head.resize(file.read_at(0, head));
  return head;
}

// Of the file that is read with the posts.
std::string_view other_root(const ReadOptions& options) { return options.kind == model::Kind::kTicket ? kComments : kPostLinks; }

// `other`: the comments of tickets, the links of FAQ; may be null.
void read_dump(const Stored& posts, const std::string& name, const Stored* other, const std::string& other_name,
               const ReadOptions& options, Sink& out) {
  out.header("<posts>");
  StackIndex index;
  bool more = true;
  const std::optional<Error> broken = index_as_far_as_possible(posts, name, index, out, more);
  if (!more) return;
  const bool tickets = options.kind == model::Kind::kTicket;
  if (other != nullptr && tickets) index_comments(*other, other_name, index);
  else if (other != nullptr) index_links(*other, other_name, index);
  read_threads(posts, index, other, options, out, broken);
}

}  // namespace

bool sniff_stackexchange(std::string_view head) {
  return !root_of(head).empty() && (head.find("<row ") != std::string_view::npos || head.size() < 256);
}

Together together_in_stackexchange(std::string_view head) {
  if (!sniff_stackexchange(head)) return Together::kNo;
  const std::string_view root = root_of(head);
  if (root == kPosts) return Together::kMain;
  return root == kComments || root == kPostLinks ? Together::kBeside : Together::kUnread;
}

void read_stackexchange(ByteSource& in, const ReadOptions& options, Sink& out) {
  if (out.wants_raw()) return give_raw(in, options.name, out);
  check_kind(options);
  const Stored posts(in);
  const std::string head = head_of(posts);
  if (const std::string_view root = root_of(head); !root.empty() && root != kPosts) {
    throw Error(Exit::kInput, fmt::format("{} holds the {} of a Stack Exchange dump, not its posts", options.name, root),
                "give its Posts.xml, or the folder or archive with all of the dump's files, which joins comments and links");
  }
  std::vector<std::unique_ptr<Stored>> others;
  for (ByteSource* const file : options.beside) others.push_back(std::make_unique<Stored>(*file));
  const std::string_view wanted = other_root(options);
  const auto other = std::ranges::find_if(others, [&](const auto& file) { return root_of(head_of(*file)) == wanted; });
  read_dump(posts, options.name, other == others.end() ? nullptr : other->get(), options.name, options, out);
}

bool is_stackexchange(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(std::filesystem::path(path) / "Posts.xml", error);
}

void read_stackexchange_folder(const std::string& path, const ReadOptions& options, Sink& out) {
  const std::filesystem::path folder(path);
  const std::string posts_name = (folder / "Posts.xml").string();
  FileSource posts_file(posts_name);
  if (out.wants_raw()) return give_raw(posts_file, posts_name, out);
  check_kind(options);
  const Stored posts(posts_file);
  const std::string other_name = (folder / (options.kind == model::Kind::kTicket ? "Comments.xml" : "PostLinks.xml")).string();
  std::optional<FileSource> other_file;
  std::optional<Stored> other;
  if (std::filesystem::exists(other_name)) other.emplace(other_file.emplace(other_name));
  read_dump(posts, posts_name, other ? &*other : nullptr, other_name, options, out);
}

}  // namespace ckm::formats
