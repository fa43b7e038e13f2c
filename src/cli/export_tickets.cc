#include "cli/export_tickets.hh"

#include <algorithm>
#include <utility>

namespace ckm::cli {

// With a connection, an exporter and a thread of its own.
struct TicketsExport::Worker {
  Worker(const Context& context, store::Store& connection, const How& how)
      : reader(connection),
        writer(how.make([this](std::string_view bytes) { written.append(bytes); })),
        chain(context, how.chain, *writer) {}

  store::TicketReader reader;
  std::vector<std::int64_t> run;
  std::string written;
  std::unique_ptr<formats::Exporter> writer;
  ExportChain chain;
  Background background;  // Last: its end waits for what uses the rest.
};

TicketsExport::TicketsExport(const Context& context, store::Store& store, store::SameMoment& moment, formats::Exporter& first,
                             How how)
    : first_(first), how_(std::move(how)), reader_(store) {
  if (!how_.make) return;
  for (std::size_t i = 0; i < moment.others(); ++i) workers_.push_back(std::make_unique<Worker>(context, moment.other(i), how_));
}

TicketsExport::~TicketsExport() = default;

void TicketsExport::add(std::int64_t ticket) {
  // What stands before all is written with the first one.
  if (!std::exchange(begun_, true) || workers_.empty()) {
    reader_.read(ticket);
    export_ticket(reader_, first_, how_.naming);
    return;
  }
  run_.push_back(ticket);
  if (run_.size() >= how_.run) hand_over();
}

void TicketsExport::write_out(Worker& worker) {
  worker.background.wait();
  how_.write(worker.written);
  worker.written.clear();
}

void TicketsExport::write_run(Worker& worker) const {
  std::size_t last = 0;  // Of those that follow one another.
  for (std::size_t i = 0; i < worker.run.size(); ++i) {
    for (last = std::max(last, i); last + 1 < worker.run.size() && worker.run[last + 1] == worker.run[last] + 1;) ++last;
    worker.reader.read(worker.run[i], worker.run[last]);
    export_ticket(worker.reader, worker.chain.front(), how_.naming);
  }
}

void TicketsExport::hand_over() {
  Worker& worker = *workers_[next_];
  next_ = (next_ + 1) % workers_.size();
  worker.background.wait();
  written_.clear();
  written_.swap(worker.written);
  worker.run.swap(run_);
  run_.clear();
  worker.background.run([this, &worker] { write_run(worker); });
  how_.write(written_);
}

void TicketsExport::finish() {
  if (!run_.empty()) hand_over();
  for (std::size_t i = 0; i < workers_.size(); ++i) write_out(*workers_[(next_ + i) % workers_.size()]);
}

}  // namespace ckm::cli
