// From the store to an exporter.
#pragma once

#include <cstdint>

#include "formats/export.hh"
#include "store/items.hh"

namespace ckm::cli {

// What becomes of texts that a repair changed.
enum class Texts : std::uint8_t { kRepaired, kAsTheyCame };

// Hands an item, which must exist, to the exporter, with the category that counts.
void export_item(store::Store& store, const store::Item& item, formats::Exporter& out, Texts texts = Texts::kRepaired);

}  // namespace ckm::cli
