#include "cli/what_was_said.hh"

#include <fmt/format.h>

#include <algorithm>

#include "store/links.hh"
#include "store/said_values.hh"

namespace ckm::cli {
namespace {

std::optional<bool> flag_of(const Value& content, std::string_view name) {
  const Value* const found = content.find(name);
  return found == nullptr || found->boolean() == nullptr ? std::nullopt : std::optional(*found->boolean());
}

std::string with_text(std::string words, std::string_view text) {
  return text.empty() ? words : fmt::format("{}: {}", words, text);
}

}  // namespace

std::string_view solved_words(std::optional<bool> solved) { return !solved ? "" : *solved ? "solved" : "did not solve it"; }

std::string_view link_words(std::string_view relation, bool outwards) {
  const auto row = std::ranges::find(store::kRelations, relation, &store::Relation::name);
  return outwards || row == store::kRelations.end() ? relation : row->inverse;
}

std::string what_was_said(store::Store& store, const store::SaidEntry& entry, const store::End& end) {
  if (entry.content.is_null()) return "forgotten";
  const bool gone = entry.op == "remove";
  const bool first = entry.ends.front() == end;
  const auto other = [&] { return store::end_ref(store, entry.ends[first ? 1 : 0]); };
  const Value& content = entry.content;
  switch (entry.kind) {
    case model::Kind::kUse:
      return with_text(fmt::format("{}used {}{}", gone ? "no longer " : "", first ? "on " : "", other()),
                       gone ? "" : solved_words(flag_of(content, "solved")));
    case model::Kind::kFeedback:
      return with_text(fmt::format("feedback{}: {}",
                                   gone                                                       ? " taken back"
                                   : entry.op == "change" && entry.author.command != "forget" ? " moved here"
                                                                                              : "",
                                   flag_of(content, "helpful").value_or(false) ? "helpful" : "unhelpful"),
                       content.text("comment"));
    case model::Kind::kReview: {
      const std::string next = content.text("next");
      const std::string verdict =
          fmt::format("review{}: {}{}", gone ? " taken back" : "", flag_of(content, "ok").value_or(false) ? "ok" : "not ok",
                      next.empty() ? "" : ", next " + next.substr(0, next.find('T')));
      return with_text(verdict, content.text("note"));
    }
    case model::Kind::kLabel:
      return fmt::format("{}{} = {}", gone ? "no longer " : "", content.text("field"), store::shown_value(content));
    default:
      return fmt::format("{}linked: {} {}", gone ? "no longer " : "", link_words(content.text("relation"), first), other());
  }
}

}  // namespace ckm::cli
