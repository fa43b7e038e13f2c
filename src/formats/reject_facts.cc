#include "formats/reject_facts.hh"

#include <fmt/format.h>

namespace ckm::formats {

std::string without_facts(std::string object) {
  const std::string begin = fmt::format("{{\"{}\":{{", kFactMember);
  if (!object.starts_with(begin)) return object;
  bool in_text = false;
  for (std::size_t at = begin.size(); at < object.size(); ++at) {
    if (in_text && object[at] == '\\') ++at;
    else if (object[at] == '"') in_text = !in_text;
    else if (!in_text && object[at] == '}') {
      const std::size_t next = object.find_first_not_of(" \t\r\n", at + 1);
      return "{" + object.substr(next != std::string::npos && object[next] == ',' ? next + 1 : at + 1);
    }
  }
  return object;
}

}  // namespace ckm::formats
