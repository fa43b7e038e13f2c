// Takes personal data out of a record: tokens such as [email-1] stand in its place, numbered by kind in the order of the record's
// texts, the same for the same value within one record. Another record counts from 1 again, so nothing links two of them.
//
// People are [customer-1] and [agent-1]: the requester and the assignee, authors of messages, who tried what in a case. Their
// names go out of the record's texts too: whole names of two Han characters or three letters at least, and each word of a name in
// letters that is as long. Identifiers and addresses of people and what they belong to go; how texts came before a repair goes.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/article.hh"
#include "model/origin.hh"
#include "model/ticket.hh"
#include "text/personal.hh"

namespace ckm::formats {

// One place.
struct Redacted {
  std::string field;  // subject, message 2, requester.email, extra.phone
  std::string kind;   // A kind of text/personal.hh, that of an own pattern, customer or agent.
  std::string token;
  std::string found;  // What stood there.
};

// Of one record.
class Redactor {
 public:
  // Who is told of each place, in the order of the record.
  using Tell = std::function<void(const Redacted&)>;
  // `finder` must outlive it.
  explicit Redactor(const text::PersonalFinder& finder, Tell tell = {}) : finder_(finder), tell_(std::move(tell)) {}

  // The whole record. Identifiers are as identifier() makes them.
  void redact(model::Ticket& ticket);
  void redact(model::Article& article);
  // What else is said of it; after the record itself.
  void redact(model::Origin& origin);
  void redact(std::string& text, const std::string& field, std::string_view beside = {});
  // All strings, names and numbers in it.
  void redact(Value& value, const std::string& field, std::string_view beside = {});
  // Whoever is named there and is not the customer is an agent.
  void redact_actor(std::string& name, const std::string& field);

  // An identifier in which personal data stands is replaced by one that is made from it, id- and 16 hexadecimal digits, so that
  // it stays apart from others and what is imported again is known again. Others stay.
  [[nodiscard]] std::string identifier(const std::string& id) const;

 private:
  struct Name {
    std::string text;  // In lower case, unless exact.
    bool exact;
    std::string kind;
    std::string token;
  };
  // Tokens that stand in the record already, from an earlier time, stay; new ones count on behind them.
  void count_on(std::string_view text);
  std::string token(const std::string& kind, const std::string& value);
  std::string person(const std::string& kind, const std::string& name);
  void know(const std::string& name, const std::string& kind, const std::string& token);
  void redact_party(model::Party& party, const std::string& kind, const std::string& field);
  void redact_identifier(std::string& id, const std::string& field);
  void redact_name(std::string& name, const std::string& kind, const std::string& field);

  const text::PersonalFinder& finder_;
  Tell tell_;
  std::map<std::string, int, std::less<>> counts_;
  std::map<std::pair<std::string, std::string>, std::string> tokens_;  // By kind and value.
  std::map<std::string, std::pair<std::string, std::string>> people_;  // Kind and token by name, address and identifier.
  std::vector<Name> names_;
};

}  // namespace ckm::formats
