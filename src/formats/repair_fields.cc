#include "formats/repair_fields.hh"

#include <string>
#include <utility>
#include <vector>

#include "formats/record.hh"
#include "text/html.hh"
#include "text/repair.hh"
#include "text/repair_readings.hh"

namespace ckm::formats {
namespace {

// A text that may be damaged, and where it goes as it came.
struct Suspect {
  std::string* text;
  std::string name;        // Its member of `raw`,
  std::string* raw_field;  // unless it has a field of its own.
  bool is_body;            // It may be HTML.
};

FieldRepairs repair_all(const std::vector<Suspect>& suspects, Value& raw) {
  FieldRepairs done;
  text::RepairOptions options;
  std::size_t readings = 0;
  for (const Suspect& suspect : suspects) readings += text::count_readings(*suspect.text, options.min_readings);
  if (readings >= options.min_readings) options.min_readings = 1;
  for (const auto& [text, name, raw_field, is_body] : suspects) {
    std::string converted;
    if (is_body && text::is_html(*text)) converted = text::html_to_markdown(*text);
    text::Repair repaired = text::repair(converted.empty() ? *text : converted, options);
    done.findings += repaired.findings.size();
    // What is taken away at the end leaves the white space that stood before it. At the beginning that may be an indentation.
    const std::string_view kept = trimmed(repaired.text);
    repaired.text.resize(kept.empty() ? 0 : static_cast<std::size_t>(kept.data() - repaired.text.data()) + kept.size());
    if (repaired.text == *text || repaired.text.empty()) continue;
    ++done.texts;
    std::string came = std::exchange(*text, std::move(repaired.text));
    if (raw_field == nullptr && raw.find(name) == nullptr) raw.set(name, std::move(came));
    else if (raw_field != nullptr && raw_field->empty()) *raw_field = std::move(came);
  }
  return done;
}

}  // namespace

FieldRepairs repair_fields(model::Ticket& ticket) {
  std::vector<Suspect> suspects;
  model::for_each_text(ticket, [&](const std::string& name, std::string& text) {
    if (text::may_be_damaged(text)) suspects.push_back({&text, name, nullptr, false});
  });
  for (model::Message& message : ticket.messages) {
    if (text::may_be_damaged(message.body)) suspects.push_back({&message.body, {}, &message.raw, true});
  }
  return suspects.empty() ? FieldRepairs() : repair_all(suspects, ticket.raw);
}

FieldRepairs repair_fields(model::Article& article) {
  std::vector<Suspect> suspects;
  model::for_each_text(article, [&](const std::string& name, std::string& text) {
    if (text::may_be_damaged(text)) suspects.push_back({&text, name, nullptr, name == "body"});
  });
  return suspects.empty() ? FieldRepairs() : repair_all(suspects, article.raw);
}

}  // namespace ckm::formats
