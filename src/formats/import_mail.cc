#include "formats/import_mail.hh"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/counted.hh"
#include "base/error.hh"
#include "base/hash.hh"
#include "base/interrupt.hh"
#include "base/stored.hh"
#include "base/utf8.hh"
#include "formats/mail_message.hh"
#include "formats/mail_threads.hh"
#include "formats/mail_ticket.hh"
#include "formats/mail_words.hh"
#include "formats/mbox.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostHeader = std::size_t{256} << 10;
constexpr std::size_t kMostPart = std::size_t{8} << 20;       // Bytes of text of a thread at a time.
constexpr std::size_t kMostRejected = std::size_t{16} << 20;  // Of a message that --rejects gets.
constexpr std::size_t kTellingBytes = std::size_t{64} << 10;  // By which a message without identifier is known.
constexpr std::size_t kLongestId = 500;
constexpr std::size_t kLongestFromLine = 512;
constexpr const char* kAnyFromLine = "From MAILER-DAEMON Thu Jan  1 00:00:00 1970";

struct Entry {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t line = 1;
  std::optional<Time> at = {};  // Of the From_ line, where the header has none.
};

// An open message, or the whole mailbox that it lies in.
class Opened {
 public:
  explicit Opened(int fd, std::uint64_t start, bool own) : fd_(fd), start_(start), own_(own) {}
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() {
    if (own_ && fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] MailPlace place(const Entry& entry, bool from_marks) const {
    return {fd_, start_ + entry.begin, start_ + entry.end, from_marks};
  }
  [[nodiscard]] std::string read(const Entry& entry, std::size_t most) const {
    std::string bytes(std::min<std::uint64_t>(most, entry.end - entry.begin), '\0');
    std::size_t have = 0;
    while (have < bytes.size()) {
      const ssize_t n = ::pread(fd_, bytes.data() + have, bytes.size() - have, static_cast<off_t>(start_ + entry.begin + have));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) break;
      have += static_cast<std::size_t>(n);
    }
    bytes.resize(have);
    return bytes;
  }

 private:
  int fd_;
  std::uint64_t start_;
  bool own_;
};

// A maildir's file by its path in that: new/1.
std::string_view inside(std::string_view file) {
  const std::size_t name = file.rfind('/');
  const std::size_t folder = name == std::string_view::npos || name == 0 ? std::string_view::npos : file.rfind('/', name - 1);
  return folder == std::string_view::npos ? std::string_view() : file.substr(folder + 1);
}

// The messages of one input, and how they become tickets.
class Mailbox {
 public:
  // `folder`: of the files that hold one message each; empty where `stored` holds all.
  Mailbox(const ReadOptions& options, Sink& out, const Stored* stored, bool from_marks)
      : options_(options), out_(out), stored_(stored), from_marks_(from_marks) {}

  // The next message. False where the sink wants no more.
  bool add(const Entry& entry, std::string_view from_line, std::string_view header, const std::string& file = {});
  void write();

 private:
  [[nodiscard]] Opened open(std::uint32_t number) const;
  bool reject(const Entry& entry, const Opened& opened, std::string reason, std::string_view from_line, const std::string& file);
  [[nodiscard]] std::string id_of(const MailHeader& header, const Entry& entry, const Opened& opened) const;
  [[nodiscard]] std::string from_line_of(const Entry& entry) const;
  std::string root_of(std::span<const std::uint32_t> thread);
  bool write_thread(std::span<const std::uint32_t> thread);
  bool give(MailTicket& ticket);

  const ReadOptions& options_;
  Sink& out_;
  const Stored* stored_;
  bool from_marks_;
  Threads threads_;
  std::vector<Entry> entries_;
  std::vector<std::string> files_;
  std::uint64_t line_ = 1;  // Of the thread's first message.
  std::int64_t repeated_ = 0;
  std::int64_t cut_ = 0;
  std::int64_t encrypted_ = 0;
};

Opened Mailbox::open(std::uint32_t number) const {
  if (stored_ != nullptr) return Opened(stored_->fd(), stored_->start(), false);
  return Opened(::open(files_[number].c_str(), O_RDONLY | O_CLOEXEC), 0, true);
}

bool Mailbox::reject(const Entry& entry, const Opened& opened, std::string reason, std::string_view from_line,
                     const std::string& file) {
  Rejection rejection{{.line = entry.line, .file = inside(file)}, std::move(reason), {}};
  if (entry.end - entry.begin <= kMostRejected) {
    // As mboxrd, whatever it came in.
    rejection.raw = fmt::format("{}\n", from_line.empty() ? kAnyFromLine : from_line);
    const std::string bytes = opened.read(entry, kMostRejected);
    for (std::string_view rest = bytes; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size() - 1) + 1;
      const std::string_view line = rest.substr(0, end);
      if (!from_marks_ && line.substr(std::min(line.find_first_not_of('>'), line.size())).starts_with("From "))
        rejection.raw += '>';
      rejection.raw += line;
      rest.remove_prefix(end);
    }
  }
  return out_.reject(std::move(rejection));
}

bool Mailbox::add(const Entry& entry, std::string_view from_line, std::string_view block, const std::string& file) {
  const MailHeader header(block);
  if (header.size() == 0) {
    const Opened opened = stored_ != nullptr ? Opened(stored_->fd(), stored_->start(), false)
                                             : Opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC), 0, true);
    return reject(entry, opened, entry.begin == entry.end ? "an empty message" : "no header: it does not begin as mail does",
                  from_line, file);
  }
  const auto at = header.time();
  Entry kept = entry;
  // What the From_ line says of the time stands behind the address.
  if (!at && from_line.size() > 5) kept.at = mail_time(from_line.substr(std::min(from_line.find(' ', 5), from_line.size())));
  threads_.add(header, at ? at : kept.at, decode_header_text(header.field("subject"), charset_of(header)));
  entries_.push_back(kept);
  if (!file.empty()) files_.push_back(file);
  return true;
}

// The line that the message began with in an mbox; empty where there was none.
std::string Mailbox::from_line_of(const Entry& entry) const {
  if (stored_ == nullptr || !from_marks_) return {};
  std::string before(std::min<std::uint64_t>(entry.begin, kLongestFromLine), '\0');
  stored_->read_at(entry.begin - before.size(), before);
  std::string_view line = trimmed(before);
  line.remove_prefix(line.rfind('\n') == std::string_view::npos ? 0 : line.rfind('\n') + 1);
  return is_from_line(line) ? std::string(line) : std::string();
}

std::string Mailbox::id_of(const MailHeader& header, const Entry& entry, const Opened& opened) const {
  std::string id(trimmed(utf8::printable(utf8::one_line(header.id()))));
  if (!id.empty() && id.size() <= kLongestId && !utf8::first_invalid(id)) return id;
  return "~" + hex(content_hash(opened.read(entry, kTellingBytes)));
}

// The identifier of the thread's first message; of a thread that begins with a reply to what is not there, that of what it
// replies to.
std::string Mailbox::root_of(std::span<const std::uint32_t> thread) {
  std::string found;
  for (const std::uint32_t number : thread) {
    const Opened opened = open(number);
    const Entry& entry = entries_[number];
    const std::string bytes = opened.read(entry, kMostHeader);
    const MailHeader header(header_block(bytes));
    const std::vector<std::string> references = header.references();
    const bool root = references.empty() && !subject_key(decode_header_text(header.field("subject"))).reply;
    if (root) return id_of(header, entry, opened);
    if (found.empty()) found = references.empty() ? id_of(header, entry, opened) : references.front();
  }
  return std::string(trimmed(utf8::one_line(found)));
}

bool Mailbox::give(MailTicket& ticket) {
  model::Origin origin;
  model::Ticket taken = ticket.take(origin);
  return out_.ticket(std::move(taken), origin, {line_, 0});
}

bool Mailbox::write_thread(std::span<const std::uint32_t> thread) {
  line_ = entries_[thread.front()].line;
  MailTicket ticket(root_of(thread), options_.agents);
  for (const std::uint32_t number : thread) {
    stop_if_interrupted();
    const Entry& entry = entries_[number];
    const Opened opened = open(number);
    const std::string bytes = opened.read(entry, kMostHeader);
    const MailHeader header(header_block(bytes));
    Mail mail = read_mail(header, opened.place(entry, from_marks_));
    if (mail.text.empty() && mail.subject.empty() && mail.attachments.empty()) {
      if (!reject(entry, opened, "neither subject nor text nor attachment", from_line_of(entry),
                  files_.empty() ? std::string() : files_[number]))
        return false;
      continue;
    }
    if (!mail.at) mail.at = entry.at;
    cut_ += mail.cut ? 1 : 0;
    encrypted_ += mail.encrypted ? 1 : 0;
    if (!ticket.add(std::move(mail), id_of(header, entry, opened))) ++repeated_;
    if (ticket.size() > kMostPart && !give(ticket)) return false;
  }
  return ticket.empty() || give(ticket);
}

void Mailbox::write() {
  threads_.visit([&](std::span<const std::uint32_t> thread) { return write_thread(thread); });
  const auto tell = [&](std::int64_t count, std::string_view what) {
    if (count > 0) out_.note(fmt::format("has {} {}", counted(count, "message"), what));
  };
  tell(repeated_, "that came before, by the Message-ID: each copy is kept");
  tell(encrypted_, "whose text is encrypted");
  tell(cut_, fmt::format("with a text over {} MiB: the rest of it is left out", kMostMailText >> 20));
}

}  // namespace

bool sniff_mbox(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head.remove_prefix(std::min(head.find_first_not_of("\r\n"), head.size()));
  std::string_view line = head.substr(0, head.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return is_from_line(line);
}

namespace {

// The header that a text begins with, empty where it begins with none.
std::string_view first_header(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::string_view block = header_block(head);
  return is_header_line(block.substr(0, block.find('\n'))) ? block : std::string_view();
}

}  // namespace

bool sniff_eml(std::string_view head) {
  const MailHeader header(first_header(head));
  const bool people = !header.field("from").empty();
  const bool when = !header.field("date").empty() || !header.field("received").empty();
  const bool what = !header.field("message-id").empty() || !header.field("subject").empty() || !header.field("to").empty();
  return people && when && what;
}

bool sniff_named_eml(std::string_view head) {
  constexpr std::array kFields = {"from",       "to",       "cc",       "subject", "date",
                                  "message-id", "received", "reply-to", "sender",  "mime-version"};
  const MailHeader header(first_header(head));
  return std::ranges::count_if(kFields, [&](const char* name) { return !header.field(name).empty(); }) >= 2;
}

void read_mbox(ByteSource& in, const ReadOptions& options, Sink& out) {
  const Stored stored(in);
  Mailbox box(options, out, &stored, true);
  MboxScanner scanner(stored);
  bool any = false;
  while (scanner.next()) {
    any = true;
    if (!box.add({scanner.begin(), scanner.end(), scanner.line()}, scanner.from_line(), scanner.header())) return;
  }
  if (!any)
    throw Error(Exit::kInput, fmt::format("{}: nothing in it", options.name), "check the file, or the program that wrote it");
  box.write();
}

void read_eml(ByteSource& in, const ReadOptions& options, Sink& out) {
  const Stored stored(in);
  std::string head(std::min<std::uint64_t>(kMostHeader, stored.size()), '\0');
  head.resize(stored.read_at(0, head));
  Entry entry{0, stored.size(), 1};
  if (head.starts_with("\xEF\xBB\xBF")) entry.begin = 3;
  // Some programs leave the line of an mbox.
  const std::string_view line = std::string_view(head).substr(entry.begin, head.find('\n') - entry.begin);
  if (is_from_line(line)) entry.begin = std::min<std::uint64_t>(entry.begin + line.size() + 1, head.size());
  Mailbox box(options, out, &stored, false);
  if (box.add(entry, {}, header_block(std::string_view(head).substr(entry.begin)))) box.write();
}

bool is_maildir(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder(path);
  return std::filesystem::is_directory(folder / "cur", error) && std::filesystem::is_directory(folder / "new", error);
}

void read_maildir(const std::string& path, const ReadOptions& options, Sink& out) {
  std::vector<std::pair<std::string, std::string>> files;  // By the file's name: that begins with the time of delivery.
  std::int64_t deleted = 0;
  std::int64_t folders = 0;
  try {
    for (const char* const part : {"cur", "new"}) {
      for (const auto& file : std::filesystem::directory_iterator(std::filesystem::path(path) / part)) {
        if (!file.is_regular_file()) continue;
        const std::string name = file.path().filename().string();
        const std::size_t flags = name.rfind(":2,");
        if (name.starts_with('.')) continue;
        if (flags != std::string::npos && name.find('T', flags) != std::string::npos) ++deleted;
        else files.emplace_back(name, file.path().string());
      }
    }
    for (const auto& inner : std::filesystem::directory_iterator(path)) folders += is_maildir(inner.path().string()) ? 1 : 0;
  } catch (const std::filesystem::filesystem_error& e) {
    throw Error(Exit::kInput, fmt::format("can't read {}: {}", options.name, e.code().message()),
                "check the folder and its permissions");
  }
  std::ranges::sort(files);
  Mailbox box(options, out, nullptr, false);
  for (auto& [name, file] : files) {
    stop_if_interrupted();
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const Opened opened(fd, 0, true);
    const off_t size = fd < 0 ? -1 : ::lseek(fd, 0, SEEK_END);
    if (size < 0) {
      if (!out.reject({{.file = inside(file)}, fmt::format("can't be read: {}", std::strerror(errno)), {}})) return;
      continue;
    }
    const Entry entry{0, static_cast<std::uint64_t>(size), 1};
    const std::string head = opened.read(entry, kMostHeader);
    if (!box.add(entry, {}, header_block(head), file)) return;
    name.clear();
  }
  if (deleted > 0)
    out.note(
        fmt::format("has {} marked as deleted, which {} left out", counted(deleted, "message"), deleted == 1 ? "is" : "are"));
  if (folders > 0)
    out.note(fmt::format("has {} inside that {} not read: name {} too", counted(folders, "maildir"), folders == 1 ? "is" : "are",
                         folders == 1 ? "it" : "them"));
  box.write();
}

}  // namespace ckm::formats
