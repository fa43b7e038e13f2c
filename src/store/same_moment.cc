#include "store/same_moment.hh"

#include <utility>

#include "base/error.hh"

namespace ckm::store {
namespace {

constexpr int kTries = 8;

// A connection reads its moment with its first statement, not with BEGIN.
void read_something(Db& db) { db.integer("SELECT count(*) FROM sqlite_master"); }

// Another number whenever this connection sees that others wrote since it looked last.
std::int64_t data_version(Db& db) { return db.integer("PRAGMA data_version"); }

}  // namespace

SameMoment::SameMoment(Store& store, std::size_t others) {
  try {
    while (!store.path().empty() && others_.size() < others)
      others_.push_back(std::make_unique<Other>(Store::open(store.path(), Access::kRead)));
    // Else it is another file that has the name now.
    if (!others_.empty() && store.db().has_moved()) others_.clear();
    for (int i = 0; i < kTries && !others_.empty(); ++i) {
      if (begin(store)) return;
    }
  } catch (const Error&) {
  }
  others_.clear();
  own_.reset();
  own_.emplace(store.db());
}

// Whoever saw nothing written from before `store` began to read until after it began itself sees what that does.
bool SameMoment::begin(Store& store) {
  own_.reset();
  std::vector<std::int64_t> before;
  for (const auto& other : others_) {
    other->snapshot.reset();
    before.push_back(data_version(other->store.db()));
  }
  own_.emplace(store.db());
  read_something(store.db());
  for (std::size_t i = 0; i < others_.size(); ++i) {
    Db& db = others_[i]->store.db();
    others_[i]->snapshot.emplace(db);
    read_something(db);
    if (data_version(db) != before[i]) return false;
  }
  return true;
}

}  // namespace ckm::store
