// Links and uses that imports said, and the things that they name: an end may come in a later import.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/store.hh"

namespace ckm::store {

// A ticket or an article.
struct LinkEnd {
  int kind = 0;  // model::Kind.
  std::int64_t id = 0;
  bool operator==(const LinkEnd&) const = default;
};

// What an import said that is no link or use in the store.
struct UntiedLink {
  std::int64_t record = 0;  // In link_record.
  std::string from, relation, to;
  std::int64_t at = 0;
  std::string actor;
  std::int64_t run = 0;
  std::optional<LinkEnd> from_end, to_end;  // Nothing: it is not there. Of a use also what is no ticket, or no article.
};
enum class Untied : std::uint8_t { kLinks, kUses };
// In the order in which they came. What `visit` writes does not change what follows.
void for_each_untied(Store& store, Untied which, const std::function<void(const UntiedLink&)>& visit);

// One that waits for a thing, for people.
struct WaitingLink {
  std::int64_t record = 0, run = 0;
  std::uint64_t line = 0;  // Of the input that says it; 0: not known.
  std::string what;        // there is no ticket 'T-9' yet
};
WaitingLink waiting_link(const UntiedLink& link);

// A source, and whether it has any.
struct SourceHas {
  std::string name;
  bool tickets = false, articles = false;
};
std::vector<SourceHas> sources_of_items(Store& store);
// Whether a ticket or an article of any source has that identifier.
bool is_identifier(Store& store, std::string_view id);

// The links and uses that one input said: 16 bytes for each that is not tied yet.
class LinkRows {
 public:
  void add(std::int64_t record, std::uint64_t line, bool tied);
  // Once all are there; then each that waits. What another input said is not counted.
  void begin_tying();
  void let_wait(WaitingLink&& link);

  [[nodiscard]] std::int64_t said() const { return said_; }
  [[nodiscard]] std::int64_t waiting() const { return waiting_; }
  [[nodiscard]] const std::vector<WaitingLink>& first_waiting() const { return first_; }  // At most five.

 private:
  std::vector<std::pair<std::int64_t, std::uint64_t>> untied_;  // Records and lines.
  std::int64_t said_ = 0, waiting_ = 0;
  std::vector<WaitingLink> first_;
};

}  // namespace ckm::store
