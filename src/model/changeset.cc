#include "model/changeset.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.hh"
#include "base/hash.hh"
#include "base/json.hh"

namespace ckm::model {
namespace {

constexpr std::array<std::string_view, 4> kOps = {"add", "change", "remove", "label"};
constexpr std::size_t kDigestBytes = sizeof(Sha256);

[[noreturn]] void refuse(std::string_view what) {
  throw Error(Exit::kInput, fmt::format("{} of a changeset makes no sense", what),
              "the file was changed or cut since it was written; write it again with: ckm export --as bundle");
}

std::string need_digest(const std::string& digits, std::string_view what) {
  const auto bytes = unhex(digits);
  if (!bytes || bytes->size() != kDigestBytes) refuse(what);
  return *bytes;
}

}  // namespace

Value to_value(const ChangeHeader& header) {
  Value line = Value::Object{};
  line.set("change", hex(header.digest)).set("at", format_time(header.at)).set("actor", header.actor);
  line.set("command", header.command);
  if (!header.message.empty()) line.set("message", header.message);
  if (!header.parents.empty()) {
    Value parents = Value::Array{};
    for (const std::string& parent : header.parents) parents.push(hex(parent));
    line.set("parents", std::move(parents));
  }
  if (!header.salt.empty()) line.set("salt", header.salt);
  if (!header.forgotten.empty()) line.set("forgotten", hex(header.forgotten));
  return line.set("entries", header.entries);
}

Value to_value(const ChangeEntry& entry) {
  Value line = Value::Object{};
  line.set("kind", info(entry.kind).name).set("uid", entry.uid).set("op", entry.op).set("salt", entry.salt);
  if (!entry.snapshot) return line.set("digest", hex(entry.digest));
  Value snapshot;
  const bool same = json::parse_line(*entry.snapshot, snapshot).reason.empty() && snapshot.object() != nullptr &&
                    json::dump(snapshot) == *entry.snapshot;
  return line.set("snapshot", same ? std::move(snapshot) : Value(*entry.snapshot));
}

bool is_change_header(const Value& line) { return line.find("change") != nullptr; }

ChangeHeader change_header_from_value(const Value& line) {
  ChangeHeader header;
  header.digest = need_digest(line.text("change"), "the name");
  const auto at = parse_time(line.text("at"));
  if (!at) refuse("the time");
  header.at = *at;
  header.actor = line.text("actor");
  header.command = line.text("command");
  header.message = line.text("message");
  if (const Value* const parents = line.find("parents")) {
    if (parents->array() == nullptr) refuse("what comes before");
    for (const Value& parent : *parents->array()) header.parents.push_back(need_digest(parent.to_text(), "what comes before"));
  }
  const Value* const entries = line.find("entries");
  if (entries == nullptr || entries->integer() == nullptr || *entries->integer() < 0) refuse("the count of entries");
  header.entries = *entries->integer();
  header.salt = line.text("salt");
  if (line.find("forgotten") != nullptr) header.forgotten = need_digest(line.text("forgotten"), "what was forgotten");
  return header;
}

ChangeEntry change_entry_from_value(const Value& line) {
  ChangeEntry entry;
  const auto* const kind = std::ranges::find(kKinds, line.text("kind"), &KindInfo::name);
  if (kind == kKinds.end()) refuse("the kind of an entry");
  entry.kind = kind->kind;
  entry.uid = line.text("uid");
  entry.op = line.text("op");
  entry.salt = line.text("salt");
  if (entry.uid.empty() || std::ranges::find(kOps, entry.op) == kOps.end()) refuse("an entry");
  const Value* const snapshot = line.find("snapshot");
  if (snapshot == nullptr || snapshot->is_null()) entry.digest = need_digest(line.text("digest"), "a forgotten entry");
  else entry.snapshot = snapshot->string() != nullptr ? *snapshot->string() : json::dump(*snapshot);
  return entry;
}

}  // namespace ckm::model
