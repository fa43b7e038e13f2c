#include "formats/redactor.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "base/hash.hh"
#include "base/utf8.hh"

namespace ckm::formats {
namespace {

constexpr std::string_view kCustomer = "customer";
constexpr std::string_view kAgent = "agent";
constexpr std::string_view kEmail = "email";
// What desks write in place of a name: it names nobody and is in every other sentence.
constexpr auto kNobody = std::to_array<std::string_view>(
    {"客服",     "客户",   "客戶",   "顾客",      "顧客",    "用户",   "用戶", "匿名", "系统",  "系統",
     "管理员",   "管理員", "机器人", "機器人",    "买家",    "買家",   "卖家", "賣家", "售后",  "售後",
     "admin",    "agent",  "bot",    "customer",  "support", "system", "team", "user", "guest", "service",
     "helpdesk", "desk",   "sales",  "billing",   "the",     "and",    "mr",   "mrs",  "ms",    "staff",
     "noreply",  "help",   "info",   "anonymous", "office",  "unknown"});

bool is_ascii_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed_name(std::string_view text) {
  while (!text.empty() && std::string_view(" \t\r\n,.<>()\"").find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && std::string_view(" \t\r\n,.<>()\"").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
}

// Two Han characters or three letters at least, and nobody's name.
bool is_telling(std::string_view name) {
  if (std::ranges::find(kNobody, lower(name)) != kNobody.end()) return false;
  std::size_t letters = 0;
  for (const char32_t c : utf8::code_points(name))
    letters += c >= 0x3400 ? 3 : c >= 0x80 || std::isalpha(static_cast<int>(c)) != 0 ? 2 : 0;
  return letters >= 6;
}

bool whole_word(std::string_view text, std::size_t begin, std::size_t end) {
  const bool starts = begin == 0 || !is_ascii_word(text[begin]) || !is_ascii_word(text[begin - 1]);
  return starts && (end == text.size() || !is_ascii_word(text[end - 1]) || !is_ascii_word(text[end]));
}

struct Token {
  std::string_view kind;
  int number = 0;
  std::size_t end = 0;
};

// The token that begins there, as [email-3]; its end is 0 where there is none.
Token token_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 60;
  const std::size_t close = text.substr(0, std::min(text.size(), at + kLongest)).find(']', at);
  if (close == std::string_view::npos || text[at] != '[') return {};
  const std::string_view inner = text.substr(at + 1, close - at - 1);
  const std::size_t dash = inner.rfind('-');
  if (dash == std::string_view::npos || dash == 0 || inner.find('[') != std::string_view::npos) return {};
  Token token{inner.substr(0, dash), 0, close + 1};
  const char* const end = inner.data() + inner.size();
  const auto read = std::from_chars(inner.data() + dash + 1, end, token.number);
  return read.ec == std::errc() && read.ptr == end && token.number > 0 ? token : Token{};
}

bool is_token(std::string_view text) { return !text.empty() && token_at(text, 0).end == text.size(); }

struct Place {
  std::size_t begin;
  std::size_t length;
  std::string kind;
  std::string value;  // Of a person the token.
  bool person;
};

}  // namespace

void Redactor::count_on(std::string_view text) {
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    const Token token = token_at(text, at);
    if (token.end == 0) continue;
    int& count = counts_[std::string(token.kind)];
    count = std::max(count, token.number);
  }
}

std::string Redactor::token(const std::string& kind, const std::string& value) {
  std::string& known = tokens_[{kind, value}];
  if (known.empty()) known = fmt::format("[{}-{}]", kind, ++counts_[kind]);
  return known;
}

void Redactor::know(const std::string& name, const std::string& kind, const std::string& token) {
  const std::string_view whole = trimmed_name(name);
  if (!is_telling(whole)) return;
  names_.push_back({lower(whole), false, kind, token});
  for (std::size_t at = 0; at < whole.size();) {
    const std::size_t end = std::min(whole.find_first_of(" ,@", at), whole.size());
    const std::string_view word = trimmed_name(whole.substr(at, end - at));
    if (word.size() < whole.size() && is_telling(word) && std::isupper(static_cast<unsigned char>(word.front())) != 0)
      names_.push_back({std::string(word), true, kind, token});
    if (end < whole.size() && whole[end] == '@') break;  // What follows is a domain.
    at = end + 1;
  }
}

std::string Redactor::person(const std::string& kind, const std::string& name) {
  const std::string key = lower(trimmed_name(name));
  if (const auto known = people_.find(key); known != people_.end()) return known->second.second;
  const std::string made = token(kind, key);
  people_[key] = {kind, made};
  know(name, kind, made);
  return made;
}

void Redactor::redact_name(std::string& name, const std::string& kind, const std::string& field) {
  if (trimmed_name(name).empty() || is_token(name)) return;
  const std::string made = person(kind, name);
  const std::string of = people_[lower(trimmed_name(name))].first;
  if (tell_) tell_({field, of, made, name});
  name = made;
}

void Redactor::redact_actor(std::string& name, const std::string& field) { redact_name(name, std::string(kAgent), field); }

void Redactor::redact_party(model::Party& party, const std::string& kind, const std::string& field) {
  redact_name(party.name, kind, field + ".name");
  if (!party.email.empty() && !is_token(party.email) && finder_.looks_for(kEmail)) {
    const auto found = finder_.find(party.email);
    const std::string value = found.size() == 1 && found[0].length == party.email.size() ? found[0].value : lower(party.email);
    const std::string made = token(std::string(kEmail), value);
    if (tell_) tell_({field + ".email", std::string(kEmail), made, party.email});
    party.email = made;
  }
  party.external_id.clear();
  party.organisation.clear();
}

void Redactor::redact(std::string& text, const std::string& field, std::string_view beside) {
  if (text.empty()) return;
  std::vector<Place> places;
  for (const text::PersonalFinding& finding : finder_.find(text, beside))
    places.push_back({finding.offset, finding.length, std::string(finding.kind), finding.value, false});
  if (!names_.empty()) {
    const std::string low = lower(text);
    for (const Name& name : names_) {
      const std::string_view in = name.exact ? std::string_view(text) : std::string_view(low);
      for (std::size_t at = in.find(name.text); at != std::string_view::npos; at = in.find(name.text, at + name.text.size())) {
        if (whole_word(in, at, at + name.text.size())) places.push_back({at, name.text.size(), name.kind, name.token, true});
      }
    }
  }
  if (places.empty()) return;
  std::ranges::stable_sort(
      places, [](const Place& a, const Place& b) { return a.begin != b.begin ? a.begin < b.begin : a.length > b.length; });
  std::string out;
  std::size_t done = 0;
  for (const Place& place : places) {
    if (place.begin < done) {  // It overlaps what stands before it: what juts out goes as well.
      done = std::max(done, place.begin + place.length);
      continue;
    }
    const std::string made = place.person ? place.value : token(place.kind, place.value);
    if (tell_) tell_({field, place.kind, made, text.substr(place.begin, place.length)});
    out.append(text, done, place.begin - done).append(made);
    done = place.begin + place.length;
  }
  text = out.append(text, done);
}

void Redactor::redact(Value& value, const std::string& field, std::string_view beside) {
  if (value.object() != nullptr) {
    for (auto& [name, member] : *value.object()) {
      redact(member, fmt::format("{}.{}", field, name), name);
      redact(name, field);
    }
  } else if (value.array() != nullptr) {
    for (Value& element : *value.array()) redact(element, field, beside);
  } else if (value.string() != nullptr || value.integer() != nullptr || value.number() != nullptr) {
    const std::string before = value.to_text();
    std::string after = before;
    redact(after, field, beside);
    if (after != before) value = Value(std::move(after));
  }
}

std::string Redactor::identifier(const std::string& id) const {
  if (id.empty() || finder_.find(id).empty()) return id;
  constexpr std::size_t kDigits = 16;
  return "id-" + hex(content_hash(id)).substr(0, kDigits);
}

void Redactor::redact_identifier(std::string& id, const std::string& field) {
  std::string now = identifier(id);
  if (now == id) return;
  if (tell_) tell_({field, std::string(finder_.find(id).front().kind), now, id});
  id = std::move(now);
}

void Redactor::redact(model::Ticket& ticket) {
  model::for_each_text(ticket, [&](const std::string&, std::string& text) { count_on(text); });
  count_on(ticket.requester.email + ticket.assignee.email);
  for (const model::Message& message : ticket.messages) count_on(message.author + "\n" + message.body);
  const auto known_as = [&](const model::Party& party, std::string_view kind) {
    const std::string& first = !party.name.empty() ? party.name : !party.email.empty() ? party.email : party.external_id;
    if (trimmed_name(first).empty() || is_token(first)) return;
    const std::string made = person(std::string(kind), first);
    for (const std::string* const other : {&party.email, &party.external_id}) {
      if (!other->empty()) people_.try_emplace(lower(trimmed_name(*other)), std::string(kind), made);
    }
  };
  known_as(ticket.requester, kCustomer);
  known_as(ticket.assignee, kAgent);
  for (const model::Message& message : ticket.messages) {
    if (!trimmed_name(message.author).empty() && !is_token(message.author))
      person(std::string(role_name(message.role)), message.author);
  }
  ticket.raw = {};
  redact_identifier(ticket.external_id, "id");
  redact_identifier(ticket.internal_id, "internal_id");
  redact_party(ticket.requester, std::string(kCustomer), "requester");
  redact_party(ticket.assignee, std::string(kAgent), "assignee");
  const auto without_people = [&](const std::string& name, std::string& text) {
    if (name != "requester.name" && name != "assignee.name") redact(text, name);
  };
  model::for_each_text(ticket, without_people);
  for (std::size_t i = 0; i < ticket.messages.size(); ++i) {
    model::Message& message = ticket.messages[i];
    const std::string field = fmt::format("message {}", i + 1);
    message.raw.clear();
    redact_identifier(message.external_id, field + " id");
    redact_name(message.author, std::string(role_name(message.role)), field + " author");
    redact(message.body, field);
    redact(message.extra, field + " extra");
  }
  redact(ticket.extra, "extra");
}

void Redactor::redact(model::Article& article) {
  model::for_each_text(article, [&](const std::string&, std::string& text) { count_on(text); });
  for (const model::Attempt& attempt : article.story.attempts) {
    if (!trimmed_name(attempt.who).empty() && !is_token(attempt.who)) person(std::string(kAgent), attempt.who);
  }
  article.raw = {};
  redact_identifier(article.uid, "uid");
  redact_identifier(article.external_id, "id");
  for (std::size_t i = 0; i < article.story.attempts.size(); ++i)
    redact_name(article.story.attempts[i].who, std::string(kAgent), fmt::format("case.attempts.{}.who", i));
  const auto without_people = [&](const std::string& name, std::string& text) {
    if (!name.ends_with(".who")) redact(text, name);
  };
  model::for_each_text(article, without_people);
  if (article.kind != model::Kind::kCase) {  // Its texts are no texts of this kind, and there all the same.
    model::Article as_case;
    as_case.kind = model::Kind::kCase;
    as_case.story = std::move(article.story);
    model::for_each_text(as_case, without_people);
    article.story = std::move(as_case.story);
  }
  for (model::Attempt& attempt : article.story.attempts) redact(attempt.outcome, "case.attempts.outcome");
  for (auto& [name, text] : article.story.context) {
    redact(text, "case.context." + name, name);
    redact(name, "case.context");
  }
  for (std::size_t i = 0; i < article.tags.size(); ++i) redact(article.tags[i], fmt::format("tags.{}", i));
  redact(article.language, "language");
  redact(article.product, "product");
  redact(article.category, "category");
  redact(article.phase, "phase");
  redact(article.confidence, "confidence");
  redact(article.audience, "audience");
  redact(article.governance, "governance");
  redact(article.extra, "extra");
}

void Redactor::redact(model::Origin& origin) {
  if (origin.label) {
    redact(origin.label->category, "category");
    origin.label->actor.clear();
  }
  for (model::PersonValue& value : origin.values) {
    redact(value.value, value.field);
    value.actor.clear();
  }
  if (origin.part) {
    for (std::string& id : origin.part->related) id = identifier(id);
  }
}

}  // namespace ckm::formats
