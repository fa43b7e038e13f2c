// From the store to an exporter.
#pragma once

#include <cstddef>
#include <cstdint>

#include "formats/export.hh"
#include "store/items.hh"
#include "store/ticket_reader.hh"

namespace ckm::cli {

// What becomes of texts that a repair changed.
enum class Texts : std::uint8_t { kRepaired, kAsTheyCame };

// How an item is told: as here, perhaps with a number that counts in this copy of the store alone; by a name that all copies
// know; or so, and without what programs say of it.
enum class Naming : std::uint8_t { kHere, kNamed, kForAll };

// Hands an item, which must exist, to the exporter, with the category that counts. `only`: of a ticket that one of its messages,
// counted from 1; 0: all.
void export_item(store::Store& store, const store::Item& item, formats::Exporter& out, Texts texts = Texts::kRepaired,
                 std::size_t only = 0, Naming naming = Naming::kHere);
// The same of the ticket that was read last.
void export_ticket(store::TicketReader& reader, formats::Exporter& out, Naming naming);

}  // namespace ckm::cli
