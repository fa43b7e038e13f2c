#include "store/asked_log.hh"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "base/error.hh"
#include "base/json.hh"

namespace ckm::store {
namespace {

constexpr std::size_t kMostText = 4'000;  // Bytes of a query.

std::string path_of(const std::string& store_path) { return store_path + "-asked"; }

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  // A file, locked, and still of that name.
  [[nodiscard]] bool hold(int how) const {
    struct stat is {};
    return fd_ >= 0 && ::fstat(fd_, &is) == 0 && S_ISREG(is.st_mode) && ::flock(fd_, how | LOCK_NB) == 0 &&
           ::fstat(fd_, &is) == 0 && is.st_nlink > 0;
  }

 private:
  int fd_;
};

bool write_whole(int fd, std::string_view line) {
  return ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
}

// Not random: tests fix the random numbers.
std::string number_of_its_own() {
  const auto ticks = std::chrono::system_clock::now().time_since_epoch().count();
  return std::to_string(::getpid()) + "-" + std::to_string(ticks);
}

// Makes the file with its first line under another name, so that nobody sees it without.
void make(const std::string& path) {
  const std::string beside = path + "." + std::to_string(::getpid());
  {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (file.get() < 0) return;
    if (write_whole(file.get(), "{\"ckm.asked\":1,\"id\":\"" + number_of_its_own() + "\"}\n"))
      ::link(beside.c_str(), path.c_str());
  }
  ::unlink(beside.c_str());
}

std::string read_whole(int fd) {
  std::string all;
  std::string part(1 << 16, '\0');
  for (ssize_t n = 0; (n = ::pread(fd, part.data(), part.size(), static_cast<off_t>(all.size()))) > 0;)
    all.append(part, 0, static_cast<std::size_t>(n));
  return all;
}

std::string line_of(const Asked& asked) {
  std::size_t size = std::min(asked.text.size(), kMostText);
  while (size < asked.text.size() && (static_cast<unsigned char>(asked.text[size]) & 0xC0) == 0x80) --size;
  Value line = Value::Object{};
  line.set("at", asked.at).set("actor", asked.actor).set("text", asked.text.substr(0, size));
  line.set("found", asked.found).set("filtered", asked.filtered);
  return json::dump(line) + "\n";
}

std::int64_t number(const Value& line, std::string_view name) {
  const Value* const value = line.find(name);
  return value != nullptr && value->integer() != nullptr ? *value->integer() : 0;
}

// What was taken of the file with that number.
std::size_t taken(Db& db, const std::string& id) {
  Stmt row = db.cached("SELECT value FROM meta WHERE name = 'asked_taken'");
  if (!row.step()) return 0;
  const std::string value = row.string(0);
  row.reset();
  const auto colon = value.find(':');
  if (colon == std::string::npos || value.substr(0, colon) != id) return 0;
  return static_cast<std::size_t>(std::strtoull(value.c_str() + colon + 1, nullptr, 10));
}

// The number of the file that begins with a line; empty for somebody else's file: its lines count, and it is taken away like
// ours.
std::string id_of(const std::string& all, const std::string& path) {
  try {
    return json::parse(all.substr(0, all.find('\n')), path).text("id");
  } catch (const Error&) {
    return {};
  }
}

Asked asked_of(const Value& line) {
  return {number(line, "at"), line.text("actor"), line.text("text"), number(line, "found"), line.text("filtered") == "true"};
}

// The lines behind the first one and behind `from`, but for those that a full disk cut off.
void for_each_line(const std::string& all, std::size_t from, const std::string& path,
                   const std::function<void(const Value&)>& visit) {
  for (std::size_t at = std::max(all.find('\n') + 1, from); at < all.size();) {
    const std::size_t end = std::min(all.find('\n', at), all.size());
    Value line;
    try {
      line = json::parse(all.substr(at, end - at), path);
    } catch (const Error& error) {
      if (error.code() != Exit::kInput && error.code() != Exit::kUsage) throw;
    }
    if (line.object() != nullptr) visit(line);
    at = end + 1;
  }
}

}  // namespace

void note_asked(const std::string& store_path, const Asked& asked) noexcept {
  try {
    const std::string path = path_of(store_path);
    // The file may be taken away between opening and locking it, then there is another one. A pipe in its place would wait for a
    // reader, if it were not for O_NONBLOCK.
    for (int attempt = 0; attempt < 3; ++attempt) {
      const Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC));
      if (file.hold(LOCK_SH)) {
        (void)write_whole(file.get(), line_of(asked));
        return;
      }
      if (file.get() < 0) make(path);
    }
  } catch (...) {  // Nothing is worth a query's failing.
  }
}

std::int64_t take_asked(Store& store, std::int64_t days) {
  const std::string path = path_of(store.path());
  const Descriptor file(::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!file.hold(LOCK_EX)) return 0;
  const std::string all = read_whole(file.get());
  if (all.find('\n') == std::string::npos) return 0;
  const std::string id = id_of(all, path);
  Db& db = store.db();
  std::int64_t count = 0;
  Transaction transaction(db);
  for_each_line(all, taken(db, id), path, [&](const Value& line) {
    const Asked asked = asked_of(line);
    db.cached("INSERT INTO asked (text, found, filtered, at, actor) VALUES (?1, ?2, ?3, ?4, ?5)")
        .run(asked.text, asked.found, asked.filtered ? 1 : 0, asked.at, asked.actor);
    ++count;
  });
  db.run("INSERT OR REPLACE INTO meta VALUES ('asked_taken', ?1)", id + ":" + std::to_string(all.size()));
  db.run("DELETE FROM asked WHERE at < ?1", now() - days * kDay);
  transaction.commit();
  ::unlink(path.c_str());
  return count;
}

void for_each_question(Store& store, const std::function<void(const Asked&)>& visit) {
  const std::string path = path_of(store.path());
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  const std::string waiting = file.hold(LOCK_SH) ? read_whole(file.get()) : std::string();
  Stmt rows = store.db().prepare("SELECT at, actor, text, found, filtered FROM asked ORDER BY id");
  rows.bind();
  while (rows.step()) visit({rows.integer(0), rows.string(1), rows.string(2), rows.integer(3), rows.integer(4) != 0});
  if (waiting.find('\n') == std::string::npos) return;
  for_each_line(waiting, taken(store.db(), id_of(waiting, path)), path, [&](const Value& line) { visit(asked_of(line)); });
}

void for_each_asked(Store& store, const std::function<void(std::string_view text)>& visit) {
  Stmt rows = store.db().prepare("SELECT text FROM asked ORDER BY id");
  rows.bind();
  while (rows.step()) visit(rows.text(0));
}

}  // namespace ckm::store
