#include "formats/header.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/mapping.hh"
#include "formats/record.hh"

namespace ckm::formats {

std::size_t known_names(std::span<const std::string_view> cells) {
  static const std::array<Mapper, 3> kMappers = {Mapper(model::Kind::kTicket), Mapper(model::Kind::kFaq),
                                                 Mapper(model::Kind::kCase)};
  std::size_t most = 0;
  for (const Mapper& mapper : kMappers) {
    const auto known = std::ranges::count_if(cells, [&](std::string_view cell) { return mapper.knows(cell); });
    most = std::max(most, static_cast<std::size_t>(known));
  }
  return most;
}

bool only_in_tickets(Field field) {
  constexpr std::array kFields = {Field::kPriority,      Field::kQueue,      Field::kRequesterEmail,
                                  Field::kRequesterId,   Field::kAssignee,   Field::kAssigneeId,
                                  Field::kAssigneeEmail, Field::kResolvedAt, Field::kMessages};
  return std::ranges::find(kFields, field) != kFields.end();
}

bool is_category_tree(std::span<const std::string_view> names) {
  static const Mapper kTicket(model::Kind::kTicket), kFaq(model::Kind::kFaq), kCategory(model::Kind::kCategory);
  bool first = false, second = false;
  for (const std::string_view name : names) {
    const Field in_ticket = kTicket.field(name);
    if (kTicket.gives_text(in_ticket) || in_ticket == Field::kMessages || in_ticket == Field::kExternalId ||
        kFaq.gives_text(kFaq.field(name)))
      return false;
    first |= kCategory.field(name) == Field::kLevel1;
    second |= kCategory.field(name) == Field::kLevel2;
  }
  return first && second;
}

std::string column_name(std::string_view header, std::size_t index) {
  const std::string_view name = trimmed(header);
  return name.empty() ? fmt::format("column_{}", index + 1) : std::string(name);
}

}  // namespace ckm::formats
