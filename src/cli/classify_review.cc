#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <memory>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/number.hh"
#include "base/utf8.hh"
#include "cli/assignment.hh"
#include "cli/classify.hh"
#include "cli/judging.hh"
#include "cli/printer.hh"
#include "cli/refs.hh"
#include "store/categories.hh"
#include "store/governance.hh"
#include "store/said_values.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kShown = 600;  // Bytes of a text.

struct Options {
  std::string field;
  std::string below;
  std::int64_t limit = 20;
  bool list = false;
};

Exit list(Context& context, const std::vector<store::Uncertain>& all) {
  using Use = Column::Use;
  Printer out(
      context, "classify-review",
      {{"ref", Use::kId}, {"says", Use::kPlain}, {"confidence", Use::kNumber}, {"counts"}, {"second"}, {"title", Use::kText}});
  for (const store::Uncertain& one : all) {
    const auto summary = store::read_summary(context.store(), one.item);
    if (!summary) continue;
    out.row({Value(summary->ref), Value(one.verdict.value), Value::decimal(one.verdict.confidence, 3),
             Value(one.verdict.sure ? "yes" : "no"), Value(one.verdict.reason.text("second")), Value(summary->title)});
  }
  out.finish();
  return all.empty() ? Exit::kNo : Exit::kDone;
}

// One key of the terminal, without its line; a line's first word where standard input is no terminal. Empty at the end.
class Keys {
 public:
  Keys() : terminal_(::isatty(STDIN_FILENO) != 0 && ::tcgetattr(STDIN_FILENO, &before_) == 0) {}
  ~Keys() { rest(); }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  // Before a question is shown: a key that is typed at once, such as Ctrl-D, is not one of a line then.
  void listen() {
    if (!terminal_ || raw_) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    raw_ = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
  }

  std::string key() {
    if (!terminal_) return line();
    listen();
    char c = 0;
    const ssize_t n = ::read(STDIN_FILENO, &c, 1);
    std::string key(1, c);
    // An arrow or a function key is several bytes, and so is a letter of another script: no answer is one of them.
    constexpr char kEscape = 27;
    if (n > 0 && (c == kEscape || (static_cast<unsigned char>(c) & 0x80U) != 0)) {
      pollfd waiting{STDIN_FILENO, POLLIN, 0};
      while (::poll(&waiting, 1, 0) > 0 && ::read(STDIN_FILENO, &c, 1) > 0) key += c;
    }
    constexpr char kEnd = 4;
    if (n <= 0 || key.front() == kEnd) return {};
    return key;
  }
  // Empty at the end of the input.
  std::string line() {
    std::string text;
    if (!std::getline(std::cin, text)) return {};
    while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.pop_back();
    return text.empty() ? "\n" : text;
  }
  [[nodiscard]] bool terminal() const { return terminal_; }
  // Before a line is asked for: keys make lines again.
  void rest() {
    if (raw_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
    raw_ = false;
  }

 private:
  termios before_{};
  bool terminal_;
  bool raw_ = false;
};

void show(Context& context, const store::Uncertain& one, std::size_t number, std::size_t all) {
  const auto summary = store::read_summary(context.store(), one.item);
  std::string text = store::asked_text(context.store(), one.item);
  if (text.size() > kShown) text = std::string(utf8::head(text, kShown)) + " …";
  context.warn(fmt::format("\n{}/{}  {}\n{}", number, all, summary->ref, utf8::printable(text)));
  const std::string second = one.verdict.reason.text("second");
  if (one.verdict.value.empty()) {
    context.warn("says: no idea");
    return;
  }
  context.warn(
      fmt::format("says: {} ({:.2f}){}{}", one.verdict.value, one.verdict.confidence, second.empty() ? "" : ", else ", second));
}

// The value, or nothing where no category is called so, which is told.
std::string known(Context& context, const store::Target& target, std::string value) {
  if (value.empty() || !target.path || store::find_category(context.store(), value)) return value;
  context.warn(fmt::format("there is no category {}; a new one is made with: ckm set REF category={}", utf8::one_line(value),
                           utf8::one_line(value)));
  return {};
}

// A value as ckm set takes it; one that may be a mistake is told and not taken.
std::string checked(Context& context, const store::Target& target, const std::string& typed) {
  if (typed.find_first_not_of(" \t\r\n") == std::string::npos) return {};
  std::string value;
  try {
    const Assignment said =
        parse_assignments({"-", fmt::format("{}={}", target.list ? "tags" : target.field, typed)}).all.front();
    if (target.list && said.tags.size() != 1) {
      context.warn("one tag, please: more are set with ckm set");
      return {};
    }
    value = target.list ? said.tags.front() : said.value;
  } catch (const Error& e) {
    context.warn(fmt::format("{}: {}", e.what(), e.hint()));
    return {};
  }
  return known(context, target, std::move(value));
}

enum class Step : std::uint8_t { kNext, kAgain, kQuit };

struct Session {
  Context& context;
  const store::Target& target;
  std::int64_t said = 0;
  std::int64_t skipped = 0;
};

void say_label(Session& session, const store::Item& item, const std::string& value) {
  store::Store& store = session.context.store();
  store::Transaction transaction(store.db());
  if (!store::read_times(store, item)) {
    session.context.warn("it was removed meanwhile");
    return;
  }
  try {
    store::need_may_change(store, item, session.context.actor);
  } catch (const Error& e) {
    session.context.warn(fmt::format("{}: {}", e.what(), e.hint()));
    ++session.skipped;
    return;
  }
  store::ChangeWriter change(store, session.context.author());
  store::say_value(store, item, session.target, value, session.context.actor, change);
  change.seal();
  index_now(session.context);
  transaction.commit();
  ++session.said;
}

Step answer(Session& session, const store::Uncertain& one, Keys& keys) {
  Context& context = session.context;
  keys.listen();
  const std::string key = keys.key();
  if (key.empty() || key == "q" || key == "quit") return Step::kQuit;
  if (key == "s" || key == "skip" || key == "\n") {
    ++session.skipped;
    return Step::kNext;
  }
  std::string value;
  if (key == "a" || key == "y" || key == "accept" || key == "2") {
    value = key == "2" ? one.verdict.reason.text("second") : one.verdict.value;
    if (value.empty()) context.warn(fmt::format("it has none: {} says another one", keys.terminal() ? "c" : "=VALUE"));
    value = known(context, session.target, std::move(value));
  } else if (keys.terminal() && (key == "c" || key == "=")) {
    keys.rest();
    context.warn(fmt::format("{}:", session.target.field));
    value = checked(context, session.target, keys.line());
  } else if (key.starts_with("=")) {
    value = checked(context, session.target, key.substr(1));
  } else {
    context.warn(fmt::format("'{}' is none of the answers: a accept, 2 the second, {}, s skip, q quit", utf8::one_line(key),
                             keys.terminal() ? "c change" : "=VALUE change"));
  }
  if (value.empty()) return Step::kAgain;
  say_label(session, one.item, value);
  return Step::kNext;
}

Exit review(Context& context, const Options& options) {
  store::Store& store = context.store();
  const store::Target& target = need_target(options.field);
  const auto below = options.below.empty() ? std::optional(1.0) : parse_number(options.below);
  if (!below || *below < 0 || *below > 1)
    throw Error(Exit::kUsage, fmt::format("--below: '{}' is no probability", options.below), "write a number from 0 to 1");
  need_classifier(store, target);
  const std::vector<store::Uncertain> all = store::least_certain(store, target, *below, options.limit);
  if (all.empty()) context.say("there is nothing in doubt; sort what is new with: ckm classify apply --new");
  if (options.list) return list(context, all);
  if (all.empty()) return Exit::kNo;
  Keys keys;
  Session session{context, target};
  context.warn(keys.terminal() ? "a accept, 2 the second, c change, s skip, q quit"
                               : "a line each: a accept, 2 the second, =VALUE change, s skip, q quit");
  std::size_t number = 0;
  for (const store::Uncertain& one : all) {
    ++number;
    if (!store::read_times(store, one.item)) continue;  // Removed meanwhile.
    keys.listen();
    show(context, one, number, all.size());
    Step step = Step::kAgain;
    while (step == Step::kAgain && interrupted() == 0) step = answer(session, one, keys);
    stop_if_interrupted();
    if (step == Step::kQuit) break;
  }
  context.say(fmt::format("{} said, {} skipped", session.said, session.skipped));
  return Exit::kDone;
}

}  // namespace

Run declare_classify_review(Args& args) {
  const auto options = std::make_shared<Options>();
  add_field(args, options->field);
  args.add({.name = "--list", .into = &options->list, .summary = "only list what would be asked"});
  args.add({.name = "--below",
            .into = &options->below,
            .value = "P",
            .summary = "only what is less certain than that",
            .filled = true});
  args.add({.name = "--limit", .letter = 'n', .into = &options->limit, .summary = "how many at most (20)", .least = 1});
  return {[options] { return options->list ? Access::kRead : Access::kWrite; },
          [options](Context& context) { return review(context, *options); }};
}

}  // namespace ckm::cli
