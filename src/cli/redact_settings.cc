#include "cli/redact_settings.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <vector>

#include "base/error.hh"
#include "base/suggest.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kExample = R"(write it like: patterns = [{name = "order", match = 'SO-\d+'}])";

std::vector<std::string> kinds() {
  std::vector<std::string> names;
  for (const text::PersonalName& kind : text::personal_names()) names.emplace_back(kind.name);
  return names;
}

bool is_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c >= 0x80; });
}

class Checker {
 public:
  Checker(std::string_view name, const std::string& path) : name_(name), path_(path) {}
  [[nodiscard]] Error wrong(const Value& at, std::string_view what, const std::string& hint) const {
    return {Exit::kUsage, fmt::format("{}:{}:{}: {}: {}", path_, at.line, at.column, name_, what), hint};
  }
  void pattern(const Value& value) {
    if (value.object() == nullptr) throw wrong(value, "each is a table", std::string(kExample));
    for (const auto& [member, inner] : *value.object()) {
      if (member != "name" && member != "match")
        throw wrong(inner, fmt::format("there is no '{}'", member),
                    did_you_mean(member, {"name", "match"}, std::string(kExample)));
      if (inner.string() == nullptr) throw wrong(inner, fmt::format("{} is a text", member), std::string(kExample));
    }
    const std::string name = value.text("name");
    if (!is_name(name)) throw wrong(value, "a name of letters, digits and - is needed", std::string(kExample));
    const std::vector<std::string> known = kinds();
    if (std::ranges::find(known, name) != known.end() || name == "customer" || name == "agent" || name == "system")
      throw wrong(value, fmt::format("'{}' is the name of what ckm knows", name), "choose another name");
    const Value* const match = value.find("match");
    if (match == nullptr) throw wrong(value, "match is missing", std::string(kExample));
    if (const std::string fault = text::pattern_fault(*match->string()); !fault.empty())
      throw wrong(*match, fmt::format("'{}' can't be looked for: {}", *match->string(), fault),
                  fault.starts_with("it fits") ? "let it need a character: + in place of *"
                                               : "the syntax is RE2's; in TOML, single quotes keep backslashes: '\\d+'");
  }

 private:
  std::string_view name_;
  const std::string& path_;
};

}  // namespace

void check_redact_setting(std::string_view name, const Value& value, const std::string& path) {
  Checker checker(name, path);
  if (value.array() == nullptr)
    throw checker.wrong(value, "it is a list",
                        name == kRedactOff    ? "write it like: off = [\"plate\"]"
                        : name == kRedactKeep ? "write it like: keep = [\"help@example.org\"]"
                                              : std::string(kExample));
  for (const Value& element : *value.array()) {
    if (name == kRedactPatterns) {
      checker.pattern(element);
      continue;
    }
    if (name == kRedactKeep) {
      if (text::PersonalFinder().find(element.to_text()).empty())
        throw checker.wrong(element, fmt::format("'{}' is nothing that would be taken out", element.to_text()),
                            "write it as articles do, such as help@example.org or +886 2 2345 6789");
      continue;
    }
    const std::vector<std::string> known = kinds();
    const std::string kind = element.to_text();
    if (std::ranges::find(known, kind) == known.end())
      throw checker.wrong(element, fmt::format("there is no '{}'", kind),
                          did_you_mean(kind, known, "ckm-redact(1) lists the kinds"));
  }
}

text::PersonalFinder personal_finder(const Settings& settings) {
  std::vector<std::string> off;
  std::vector<std::string> keep;
  std::vector<text::OwnPattern> patterns;
  if (const Value* const value = settings.value(kRedactKeep)) {
    for (const Value& element : *value->array()) keep.push_back(element.to_text());
  }
  if (const Value* const value = settings.value(kRedactOff)) {
    for (const Value& element : *value->array()) off.push_back(element.to_text());
  }
  if (const Value* const value = settings.value(kRedactPatterns)) {
    for (const Value& element : *value->array()) patterns.push_back({element.text("name"), element.text("match")});
  }
  return text::PersonalFinder(off, patterns, keep);
}

}  // namespace ckm::cli
