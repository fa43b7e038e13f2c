#include "formats/error_answer.hh"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <span>

#include "base/json.hh"
#include "base/utf8.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostMembers = 12;
constexpr std::size_t kMostShown = 120;         // Columns of a message.
constexpr std::size_t kLongestMessage = 300;    // Bytes of one that has nothing beside it but a code.
constexpr std::size_t kShortPage = 200;         // Bytes of the text of a page that is there for its form.
constexpr std::size_t kLongestErrorPage = 600;  // Bytes of the text of a page whose title is an error's number.

constexpr std::string_view kErrors[] = {"error",     "errors", "errorMessages", "error_message", "errorMessage",
                                        "errorCode", "fault",  "exception",     "error_code"};
// What only a record has.
constexpr std::string_view kOfRecord[] = {"id",      "_id",      "key",  "number",     "subject",
                                          "summary", "question", "body", "created_at", "createdAt"};
constexpr std::string_view kMessages[] = {"message", "Message", "msg", "detail", "error_description", "reason", "title"};
constexpr std::string_view kCodes[] = {"status", "statusCode", "status_code", "code", "errcode", "ret", "success", "ok"};
// Of codes, in small letters.
constexpr std::string_view kGood[] = {"0", "00", "000", "0000", "200", "201", "success", "ok", "true"};
constexpr std::string_view kData[] = {"data", "result", "results", "payload", "response"};
constexpr std::string_view kOthers[] = {"documentation_url", "timestamp", "path", "request_id", "requestId", "type",
                                        "instance",          "details",   "data"};
// Of codes and messages, in small letters.
constexpr std::string_view kWords[] = {"unauthori",  "unauthenti", "forbidden", "denied",    "credential",
                                       "expired",    "invalid",    "not_found", "not found", "logged in",
                                       "rate limit", "too many",   "gateway",   "timeout",   "internal server error",
                                       "unavailable"};

// Messages that need nothing beside them.
constexpr std::string_view kSole[] = {
    "not found",     "access denied", "permission denied",     "bad credentials", "too many requests",   "rate limit exceeded",
    "invalid token", "token expired", "internal server error", "bad gateway",     "service unavailable", "gateway timeout"};

bool is_among(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string small(std::string_view text) {
  std::string letters(text);
  std::ranges::transform(letters, letters.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return letters;
}

bool has_word(std::string_view text) {
  const std::string letters = small(text);
  return std::ranges::any_of(kWords, [&](std::string_view word) { return letters.find(word) != std::string::npos; });
}

// 401, and what begins with it.
bool is_http_error(std::string_view text) {
  if (text.size() < 3 || (text[0] != '4' && text[0] != '5')) return false;
  const auto digit = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '9'; };
  return digit(1) && digit(2) && !digit(3);
}

bool says_something(const Value& value) {
  if (value.is_null()) return false;
  if (const Value::Array* const list = value.array()) return !list->empty();
  if (const Value::Object* const object = value.object()) return !object->empty();
  const std::string text = value.to_text();
  return !text.empty() && text != "false" && text != "0";
}

// The first text in it that is a message, else all of it.
std::string message_of(const Value& value) {
  if (const Value::Array* const list = value.array(); list != nullptr && !list->empty()) return message_of(list->front());
  if (value.object() == nullptr) return value.to_text();
  for (const std::string_view name : {"detail", "message", "title", "description", "error"}) {
    const Value* const found = value.find(name);
    if (found != nullptr && found->string() != nullptr && !found->string()->empty()) return *found->string();
  }
  return json::dump(value);
}

// Whether its members are a message and what it is coded by, which says that it is an error's.
bool is_coded_message(const Value::Object& members) {
  const std::string* message = nullptr;
  bool coded = false;
  for (const auto& [name, value] : members) {
    const std::string text = value.array() != nullptr || value.object() != nullptr ? std::string() : value.to_text();
    if (is_among(kMessages, name) && value.string() != nullptr) {
      if (message == nullptr || name != "title") message = value.string();
    } else if (is_among(kCodes, name)) {
      coded |= name == "success" || name == "ok" ? text == "false"
                                                 : is_http_error(text) || (text.find(' ') == std::string::npos && has_word(text));
    } else if (!is_among(kOthers, name) && !names_errors(name)) {
      return false;
    } else {
      coded |= name == "documentation_url";
    }
  }
  if (message == nullptr || message->size() > kLongestMessage) return false;
  return coded || (members.size() == 1 && message->size() < 100 &&
                   (is_http_error(*message) || is_among(kSole, small(*message)) ||
                    (has_word(*message) && message->find(' ') == std::string::npos)));
}

bool says_success(const Value& object) {
  for (const std::string_view name : kCodes) {
    const Value* const code = object.find(name);
    if (code == nullptr || code->object() != nullptr || code->array() != nullptr) continue;
    if (!is_among(kGood, small(code->to_text()))) return false;
  }
  return true;
}

std::string shown(std::string_view text) { return utf8::fit(utf8::one_line(text), kMostShown); }

constexpr std::string_view kSignIn[] = {"sign in",   "signin",      "log in", "login", "log on", "anmeld",  "connexion",
                                        "connecter", "iniciar ses", "accedi", "登录",  "登入",   "ログイン"};
constexpr std::string_view kErrorTitles[] = {"access denied", "forbidden",           "unauthorized",  "not found",
                                             "bad gateway",   "service unavailable", "just a moment", "attention required"};

}  // namespace

bool names_errors(std::string_view member) { return is_among(kErrors, member); }

std::string error_answer(const Value& object) {
  const Value::Object* const members = object.object();
  if (members == nullptr || members->empty() || members->size() > kMostMembers) return {};
  const Value* error = nullptr;
  for (const auto& [name, value] : *members) {
    if (is_among(kOfRecord, name)) return {};
    if (error == nullptr && names_errors(name) && says_something(value)) error = &value;
  }
  const std::string_view asked = asked_for(object);
  const bool failed = !asked.empty() && !says_something(*object.find(asked)) && !says_success(object);
  if (error == nullptr && !failed && !is_coded_message(*members)) return {};
  for (const std::string_view name : kMessages) {
    const Value* const found = object.find(name);
    if (found != nullptr && found->string() != nullptr && !found->string()->empty()) return shown(*found->string());
  }
  return error == nullptr ? failed ? shown(json::dump(object)) : std::string() : shown(message_of(*error));
}

std::string_view asked_for(const Value& object) {
  if (object.object() == nullptr) return {};
  bool coded = false;
  for (const auto& [name, value] : *object.object()) {
    if (is_among(kOfRecord, name)) return {};
    coded |= is_among(kCodes, name);
    const bool known = is_among(kCodes, name) || is_among(kMessages, name) || is_among(kOthers, name) || names_errors(name);
    if (value.string() != nullptr && !known) return {};
  }
  const auto* const found = std::ranges::find_if(kData, [&](std::string_view name) {
    const Value* const data = object.find(name);
    return data != nullptr && (data->is_null() || data->object() != nullptr || data->array() != nullptr);
  });
  return coded && found != std::end(kData) ? *found : std::string_view();
}

std::string error_page(const text::HtmlPage& page) {
  const std::string title = small(page.title);
  const auto says = [&](std::string_view word) { return title.find(word) != std::string::npos; };
  const auto begins = [&](std::string_view word) { return title.starts_with(word); };
  const bool asks = page.asks_password && (page.body.size() < kShortPage || std::ranges::any_of(kSignIn, says));
  std::string_view number = title;
  for (const std::string_view word : {"http ", "error "}) {
    if (number.starts_with(word)) number.remove_prefix(word.size());
  }
  const bool error = page.body.size() < kLongestErrorPage && (is_http_error(number) || std::ranges::any_of(kErrorTitles, begins));
  if (!asks && !error) return {};
  return page.title.empty() ? "password" : shown(page.title);
}

}  // namespace ckm::formats
