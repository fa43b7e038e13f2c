// What of a store is neither ticket nor article, as an export tells it losslessly: people, customers and purchases by their
// source and identifier, categories by their path, and what was said of things (said.hh) by its uid. import_exported.cc reads it.
//
//   person    source, id, name, email, team, skills, extra, updated_at, hash
//   customer  source, id, name, email, phone, tier, region, organisation {source, id}, merged_into {source, id}, extra,
//             updated_at, hash
//   purchase  source, id, customer {source, id}, at, product, quantity, amount, currency, extra, updated_at, hash
//   category  uid, and what its history keeps of it (category_content())
//   use, feedback, review, link  uid, and what their history keeps of them
//   link      also source, from, relation, to, at, actor, of one that an import said and whose end is missing: texts, as there
//
// What is empty is left out. `hash`: in hexadecimal, of what a record of its own said; none: others name it only.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/value.hh"
#include "model/kind.hh"
#include "store/store.hh"

namespace ckm::store {

// In this order: what a record names comes before it. Tickets and articles come between the two.
inline constexpr std::array kRecordsBefore = {model::Kind::kPerson, model::Kind::kCustomer, model::Kind::kCategory};
inline constexpr std::array kRecordsAfter = {model::Kind::kPurchase, model::Kind::kUse, model::Kind::kFeedback,
                                             model::Kind::kReview, model::Kind::kLink};

// Every one of a kind, as an object, in an order that is the same in all copies of a store. False from `visit` ends it.
void for_each_record(Store& store, model::Kind kind, const std::function<bool(const Value& fields)>& visit);

// A person, a customer or a purchase as it is told; nothing where there is none.
std::optional<Value> record_of(Store& store, model::Kind kind, std::string_view source, std::string_view id);

}  // namespace ckm::store
