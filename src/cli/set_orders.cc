#include "cli/set_orders.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "cli/lines.hh"

namespace ckm::cli {
namespace {

Order order_of(const std::string& where, const std::vector<std::string_view>& cells) {
  constexpr const char* kForm = "a line is REF TAB FIELD=VALUE, and perhaps more FIELD=VALUE, each behind a tab";
  if (cells.size() == 1) throw Error(Exit::kInput, "the line has no tab", kForm);
  Assignments parsed = split_assignments({cells.begin(), cells.end()});
  if (parsed.refs.size() != 1 || parsed.refs.front() == "-")
    throw Error(Exit::kInput,
                parsed.refs.size() > 1 ? "the line has more than one reference" : "the line does not begin with a reference",
                kForm);
  if (parsed.all.empty()) throw Error(Exit::kInput, "the line has no FIELD=VALUE", kForm);
  return {where, std::move(parsed.refs), std::move(parsed.all), {}};
}

// What it says, by field; of each tag that is added or taken away too.
std::vector<std::pair<std::string, std::string>> facts(const Assignment& a) {
  if (a.how == Assignment::How::kIs) {
    std::string value = a.field == kTagsField ? fmt::format("{}", fmt::join(a.tags, ",")) : a.value;
    if (a.time) value = std::to_string(*a.time);
    return {{a.field, "=" + value}};
  }
  std::vector<std::pair<std::string, std::string>> all = {{a.field, "+-"}};
  for (const std::string& tag : a.tags) all.emplace_back(a.field + ' ' + tag, a.how == Assignment::How::kMore ? "+" : "-");
  return all;
}

}  // namespace

std::vector<Order> read_orders(const std::string& path) {
  std::vector<Order> orders;
  for_each_line(path, {[&](const std::string& where, const auto& cells) { orders.push_back(order_of(where, cells)); },
                       [&](const std::string& where, const Error& e) {
                         orders.push_back({where, {}, {}, e});
                       }});
  return orders;
}

void SaidByLines::check(store::Store& store, const store::Item& item, const Order& order) const {
  for (const Assignment& a : order.assignments) {
    for (const auto& [field, value] : facts(a)) {
      const auto said = said_.find({item.kind, item.id, field});
      if (said != said_.end() && said->second.value != value)
        throw Error(Exit::kUsage,
                    fmt::format("{} sets {} of {} otherwise", said->second.where, a.typed, store::item_ref(store, item)),
                    "leave one of the two lines out");
    }
  }
}

void SaidByLines::add(const store::Item& item, const Order& order) {
  for (const Assignment& a : order.assignments) {
    for (auto& [field, value] : facts(a))
      said_.try_emplace({item.kind, item.id, std::move(field)}, Said{order.where, std::move(value)});
  }
}

}  // namespace ckm::cli
