// Further connections to a store that see the same moment of it, for reading it in several threads.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "store/store.hh"

namespace ckm::store {

class SameMoment {
 public:
  // Begins a Snapshot of `store`, which must outlive it and is within no transaction, and of up to `others` further connections
  // to its file. There are none of these where the store is temporary, can't be opened again, or is written to without a pause.
  SameMoment(Store& store, std::size_t others);
  SameMoment(const SameMoment&) = delete;
  SameMoment& operator=(const SameMoment&) = delete;

  // Each for one thread at a time.
  [[nodiscard]] std::size_t others() const { return others_.size(); }
  [[nodiscard]] Store& other(std::size_t i) { return others_[i]->store; }

 private:
  struct Other {
    explicit Other(Store&& opened) : store(std::move(opened)) {}
    Store store;
    std::optional<Snapshot> snapshot;
  };
  bool begin(Store& store);

  std::vector<std::unique_ptr<Other>> others_;
  std::optional<Snapshot> own_;
};

}  // namespace ckm::store
