// The people who take part, each with one number, however sources and the history name them.
//
// Two entries of people are the same human being where they have one address, or where one of them has none and both have one
// name. A name in the history (an actor) or above a message is looked for as an address, a name, an identifier, and as what
// stands before the @ of an address; who is not found, or could be several, is somebody of their own. Case does not count in
// ASCII.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/store.hh"

namespace ckm::store {

class Participants {
 public:
  // Reads all people.
  explicit Participants(Store& store);

  // Of an entry of people; 0 for 0.
  std::int64_t of_person(std::int64_t person_id) const;
  // Of an actor; 0 for an empty name.
  std::int64_t of_actor(std::string_view actor);
  // Of whom a source's message names as its author: by the identifier of the source's own people, else as an actor.
  std::int64_t of_author(std::int64_t source_id, std::string_view author);
  // What somebody is shown as: name, else address, else as they were named. Numbers are from 1 to size().
  [[nodiscard]] const std::string& name(std::int64_t number) const { return names_[static_cast<std::size_t>(number)]; }
  [[nodiscard]] std::size_t size() const { return names_.size() - 1; }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  // Numbers by a name; kSeveral where it is that of several.
  using Index = std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>;
  static void note(Index& index, std::string_view key, std::int64_t number);
  static std::int64_t find(const Index& index, std::string_view key);
  std::int64_t look_up(std::string_view actor);
  std::int64_t add(std::string_view name);

  std::vector<std::string> names_ = {""};
  std::vector<std::int64_t> by_id_;
  Index addresses_, full_names_, identifiers_, mailboxes_, others_;
  std::unordered_map<std::int64_t, Index> own_;  // Identifiers by source.
  // Answers, by what was asked: there are a million messages of a hundred people.
  Index actors_;
  std::unordered_map<std::int64_t, Index> authors_;  // By source.
};

}  // namespace ckm::store
