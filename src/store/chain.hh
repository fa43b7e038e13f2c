// The chain of changesets: digests that name all that came before, and whether they still do (ckm-store(5), "History").
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/hash.hh"
#include "model/kind.hh"
#include "store/store.hh"

namespace ckm::store {

// Of what a changeset did to one thing.
Sha256 entry_digest(std::string_view op, model::Kind kind, std::string_view uid, std::string_view salt,
                    std::string_view snapshot);

// Of a changeset whose entries and parents are written: its header, its parents and its entries' digests.
Sha256 change_digest(Store& store, std::int64_t change_id);

struct ChainFault {
  std::string name;  // change:ab12cd34ef, a reference, or what else it is about.
  std::string what;
};
using ReportFault = std::function<void(const ChainFault&)>;
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

// Computes all digests anew. What was forgotten has kept its digest, and counts by that. Reports changesets and entries whose
// digest is another one, that follow what is not there, or that nobody sealed. Throws Interrupted.
void verify_chain(Store& store, const ReportFault& report, const Progress& progress);

// Reports articles that are not what the last entry of their history says: something else than ckm wrote them. Throws
// Interrupted.
void verify_articles(Store& store, const ReportFault& report, const Progress& progress);

// What SQLite says of the file, its indexes and its references, at most twenty faults.
void verify_file(Store& store, const ReportFault& report);

}  // namespace ckm::store
