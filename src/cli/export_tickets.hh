// Exports tickets one after the other, many of them on all cores: runs of them are written to memory, and from there in the order
// in which they were given, so that the bytes are those of one exporter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/background.hh"
#include "cli/export_chain.hh"
#include "cli/export_item.hh"
#include "store/same_moment.hh"
#include "store/ticket_reader.hh"

namespace ckm::cli {

class TicketsExport {
 public:
  struct How {
    Naming naming = Naming::kHere;
    ChainOptions chain = {};
    // Makes what writes the tickets behind the first one: the format's exporter, headless. Empty: all go to `first`.
    std::function<std::unique_ptr<formats::Exporter>(formats::Write)> make = {};
    formats::Write write = {};
    std::size_t run = 1'000;  // How many tickets are one piece of work.
  };
  // Tickets of `store`, by the connections of `moment` where that has any. `first` takes the first ticket; what else it is given
  // comes before add() or after finish(). All but `how` must outlive it.
  TicketsExport(const Context& context, store::Store& store, store::SameMoment& moment, formats::Exporter& first, How how);
  TicketsExport(const TicketsExport&) = delete;
  TicketsExport& operator=(const TicketsExport&) = delete;
  ~TicketsExport();

  // All throw what reading or writing one of the tickets before did.
  void add(std::int64_t ticket);
  void finish();

 private:
  struct Worker;
  void hand_over();
  void write_run(Worker& worker) const;
  void write_out(Worker& worker);

  formats::Exporter& first_;
  How how_;
  store::TicketReader reader_;
  bool begun_ = false;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::size_t next_ = 0;           // The worker whose turn it is, whose last run is the next to be written.
  std::vector<std::int64_t> run_;  // To be handed over.
  std::string written_;            // Of a run, to be written on.
};

}  // namespace ckm::cli
