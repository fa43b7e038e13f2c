// What was forgotten (forget.hh): known by number to those who ask, and by a mark to imports, which leave it away.
//
// A mark is a hash of a key that each store has of its own and the thing's uid, so that it tells nobody without the file what was
// there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "model/ref.hh"
#include "store/store.hh"

namespace ckm::store {

// Within the caller's transaction. `number`: one that it had, or 0.
void note_forgotten(Store& store, model::Kind kind, std::string_view uid, std::int64_t number);

// When the thing of a number or a source's identifier was forgotten; nothing where it was not.
std::optional<Time> forgotten_at(Store& store, const model::Ref& ref);
// The same by its uid, and the reference by its number; empty for none.
std::optional<Time> forgotten_at(Store& store, std::string_view uid);
std::string forgotten_ref(Store& store, std::string_view uid);

// Erases what entries of the history say; their digests stay. `where` and its values choose which: "uid = ?1". Returns how many.
template <typename... Values>
std::int64_t erase_entries(Store& store, std::string_view where, const Values&... values) {
  constexpr std::string_view kErase = "UPDATE change_entry SET snapshot = NULL, salt = '' WHERE snapshot IS NOT NULL AND ";
  store.db().cached(std::string(kErase).append(where)).run(values...);
  return store.db().changed_rows();
}

// Throws Error{kNotFound} that tells when it was forgotten, where it was.
void tell_forgotten(Store& store, const model::Ref& ref, std::string_view asked);

// Looks marks up for as long as an import takes; costs nothing where there are none.
class ForgottenMarks {
 public:
  explicit ForgottenMarks(Store& store) : store_(store) { look_again(); }
  // Others may have forgotten things since.
  void look_again();
  // Whether the thing was forgotten and its record is to be left away, which is counted.
  bool keep_away(std::string_view uid);
  // The same of a ticket's record, by either identifier, and of somebody's.
  bool keep_away_ticket(std::string_view source, std::string_view external_id, std::string_view internal_id);
  bool keep_away_party(bool customer, std::string_view source, std::string_view external_id);
  [[nodiscard]] bool any() const { return !key_.empty(); }
  [[nodiscard]] std::int64_t kept_away() const { return kept_away_; }

 private:
  Store& store_;
  std::string key_;  // Empty: there are no marks.
  std::int64_t kept_away_ = 0;
};

}  // namespace ckm::store
