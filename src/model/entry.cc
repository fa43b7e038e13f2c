#include "model/entry.hh"

#include <fmt/format.h>

#include <array>

namespace ckm::model {
namespace {

void put(Value& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.set(std::string(name), text);
}

void put(Value& out, std::string_view name, const Party& party) {
  if (party.empty()) return;
  Value value = Value::Object{};
  put(value, "name", party.name);
  put(value, "email", party.email);
  put(value, "id", party.external_id);
  out.set(std::string(name), std::move(value));
}

void put_extra(Value& out, const Value& extra) {
  if (!extra.is_null()) out.set("extra", extra);
}

Value number(double value) { return Number{fmt::format("{}", value)}; }

void fill(Value& out, const Person& person) {
  put(out, "id", person.external_id);
  put(out, "name", person.name);
  put(out, "email", person.email);
  put(out, "team", person.team);
  if (!person.skills.empty()) {
    const Value skills = Value::strings(person.skills);
    out.set("skills", std::move(skills));
  }
  put_extra(out, person.extra);
}

void fill(Value& out, const Customer& customer) {
  put(out, "id", customer.external_id);
  if (customer.organisation) out.set("type", "organisation");
  put(out, "name", customer.name);
  put(out, "email", customer.email);
  put(out, "phone", customer.phone);
  put(out, "tier", customer.tier);
  put(out, "region", customer.region);
  put(out, "organisation", customer.belongs_to);
  put_extra(out, customer.extra);
}

void fill(Value& out, const CategoryEntry& category) {
  put(out, "path", category.path);
  put(out, "title", category.title);
  put(out, "description", category.description);
  put(out, "owner", category.owner);
  if (category.review_days) out.set("review_days", *category.review_days);
  if (!category.rule.is_null()) out.set("rule", category.rule);
}

void fill(Value& out, const Link& link) {
  put(out, "from", link.from);
  put(out, "relation", link.relation);
  put(out, "outcome", link.outcome);
  put(out, "to", link.to);
  if (link.at) out.set("at", format_time(*link.at));
  put(out, "actor", link.actor);
}

void fill(Value& out, const Purchase& purchase) {
  put(out, "id", purchase.external_id);
  put(out, "customer", purchase.customer);
  out.set("at", format_time(purchase.at));
  put(out, "product", purchase.product);
  out.set("quantity", number(purchase.quantity)).set("amount", number(purchase.amount));
  put(out, "currency", purchase.currency);
  put_extra(out, purchase.extra);
}

void fill(Value& out, const Exported& exported) { out = exported.fields; }

}  // namespace

std::string organisation_id(std::string_view id) { return id.empty() ? std::string() : fmt::format("org:{}", id); }

Kind kind_of(const Entry& entry) {
  if (const auto* const exported = std::get_if<Exported>(&entry)) return exported->kind;
  constexpr std::array kKindOf = {Kind::kPerson, Kind::kCustomer, Kind::kCategory, Kind::kLink, Kind::kPurchase};
  static_assert(kKindOf.size() + 1 == std::variant_size_v<Entry>);
  return kKindOf[entry.index()];
}

Value to_value(const Entry& entry) {
  Value out = Value::Object{};
  std::visit([&](const auto& record) { fill(out, record); }, entry);
  return out;
}

}  // namespace ckm::model
