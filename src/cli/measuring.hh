// Measures of a store: the facts that store reads, summed up by insight.
#pragma once

#include <vector>

#include "insight/measurer.hh"
#include "store/store.hh"

namespace ckm::cli {

// Of one moment; reads no more than the measures need.
std::vector<insight::Measured> measure_store(store::Store& store, const insight::MeasureOptions& options);

}  // namespace ckm::cli
