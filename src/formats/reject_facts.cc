#include "formats/reject_facts.hh"

#include <fmt/format.h>

#include "base/json.hh"
#include "model/ref.hh"

namespace ckm::formats {
namespace {

// The object of facts that an object begins with; empty where it begins with none.
std::string_view facts_in(std::string_view object) {
  const std::string begin = fmt::format("{{\"{}\":{{", kFactMember);
  if (!object.starts_with(begin)) return {};
  bool in_text = false;
  for (std::size_t at = begin.size(); at < object.size(); ++at) {
    if (in_text && object[at] == '\\') ++at;
    else if (object[at] == '"') in_text = !in_text;
    else if (!in_text && object[at] == '}') return object.substr(begin.size() - 1, at + 2 - begin.size());
  }
  return {};
}

}  // namespace

std::string without_facts(std::string object) {
  const std::string_view facts = facts_in(object);
  if (facts.empty()) return object;
  const auto end = static_cast<std::size_t>(facts.data() + facts.size() - object.data());
  const std::size_t next = object.find_first_not_of(" \t\r\n", end);
  return "{" + object.substr(next != std::string::npos && object[next] == ',' ? next + 1 : end);
}

std::string system_in_facts(std::string_view object) {
  Value facts;
  const std::string_view text = facts_in(object);
  if (text.empty() || !json::parse_line(text, facts).reason.empty()) return {};
  const Value* const system = facts.find(kSystemMember);
  return system == nullptr || system->string() == nullptr ? std::string() : *system->string();
}

void SystemSink::use(std::string_view system) {
  const bool named = system != model::kLocalSource && system.find_first_of("/\n\r\t") == std::string_view::npos;
  system_ = named ? system : std::string_view();
}

}  // namespace ckm::formats
