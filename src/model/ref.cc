#include "model/ref.hh"

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace ckm::model {

std::optional<Ref> parse_ref(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return std::nullopt;
  text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Ref ref;
  const auto kind = kind_from_name(text.substr(0, colon));
  if (!kind) return std::nullopt;
  ref.kind = *kind;
  const std::string_view rest = text.substr(colon + 1);
  if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
    ref.source = rest.substr(0, slash);
    ref.external_id = rest.substr(slash + 1);
    if (ref.source.empty() || ref.external_id.empty()) return std::nullopt;
    return ref;
  }
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), ref.id);
  if (error != std::errc() || end != rest.data() + rest.size() || ref.id <= 0) return std::nullopt;
  return ref;
}

std::string format_ref(Kind kind, std::int64_t id, std::string_view source, std::string_view external_id) {
  const std::string_view prefix = info(kind).prefix;
  if (source.empty() || source == kLocalSource || external_id.empty() || external_id.front() == kContentIdMark) {
    return fmt::format("{}:{}", prefix, id);
  }
  return format_ref_for_all(kind, source, external_id);
}

std::string format_ref_for_all(Kind kind, std::string_view source, std::string_view external_id) {
  const std::string_view prefix = info(kind).prefix;
  std::string ref;
  ref.reserve(prefix.size() + source.size() + external_id.size() + 2);
  return ref.append(prefix).append(1, ':').append(source).append(1, '/').append(external_id);
}

std::optional<MessageRef> parse_message_ref(std::string_view text) {
  const std::size_t hash = text.rfind('#');
  if (hash == std::string_view::npos) return std::nullopt;
  std::string_view digits = text.substr(hash + 1);
  while (!digits.empty() && static_cast<unsigned char>(digits.back()) <= ' ') digits.remove_suffix(1);
  MessageRef ref{std::string(text.substr(0, hash)), 0};
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ref.number);
  if (error != std::errc() || end != digits.data() + digits.size() || ref.number == 0) return std::nullopt;
  const auto ticket = parse_ref(ref.ticket);
  return ticket && ticket->kind == Kind::kTicket ? std::optional(std::move(ref)) : std::nullopt;
}

std::string format_message_ref(std::string_view ticket, std::size_t number) { return fmt::format("{}#{}", ticket, number); }

}  // namespace ckm::model
