#include "cli/card.hh"

#include <fmt/format.h>

#include "base/utf8.hh"

namespace ckm::cli {

void Card::heading(std::string_view ref, std::string_view title) { text_ += fmt::format("{}  {}\n", ref, utf8::one_line(title)); }

void Card::fact(std::string_view name, std::string_view value) {
  if (!value.empty()) text_ += fmt::format("{:<10}  {}\n", utf8::one_line(name), utf8::one_line(value));
}

void Card::fact(std::string_view name, const std::optional<Time>& time) {
  if (time) fact(name, format_time(*time));
}

void Card::fact(std::string_view name, const std::vector<std::string>& list) {
  std::string joined;
  for (const std::string& item : list) joined += (joined.empty() ? "" : ", ") + item;
  fact(name, joined);
}

void Card::facts(const Value& members) {
  if (members.object() == nullptr) return;
  for (const auto& [name, value] : *members.object()) fact(name, value.to_text());
}

void Card::section(std::string_view name, std::string_view body) {
  if (body.empty()) return;
  text_ += name.empty() ? "\n" : fmt::format("\n{}\n", name);
  text_ += utf8::printable(body);
  if (!body.ends_with('\n')) text_.push_back('\n');
}

}  // namespace ckm::cli
