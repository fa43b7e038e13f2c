// From the store to an exporter.
#pragma once

#include "formats/export.hh"
#include "store/items.hh"

namespace ckm::cli {

// Hands an item, which must exist, to the exporter, with the category that counts.
void export_item(store::Store& store, const store::Item& item, formats::Exporter& out);

}  // namespace ckm::cli
