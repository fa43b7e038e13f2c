#include "cli/query_batch.hh"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <vector>

#include "base/counted.hh"
#include "base/interrupt.hh"
#include "base/out_file.hh"
#include "cli/lines.hh"
#include "cli/printer.hh"

namespace ckm::cli {
namespace {

constexpr int kScoreDecimals = 6;
using Clock = std::chrono::steady_clock;

double percentile(const std::vector<double>& ascending, double share) {
  return ascending[static_cast<std::size_t>(share * static_cast<double>(ascending.size() - 1))];
}

void tell(Context& context, std::vector<double> ms) {
  if (ms.empty()) return;
  std::ranges::sort(ms);
  context.warn(fmt::format("searched {}: median {:.2f} ms, 95 % {:.2f} ms, 99 % {:.2f} ms",
                           counted(static_cast<std::int64_t>(ms.size()), "query", "queries"), percentile(ms, 0.5),
                           percentile(ms, 0.95), percentile(ms, 0.99)));
}

}  // namespace

Exit query_batch(Context& context, const std::string& path, const search::SearchOptions& options, bool timing) {
  store::Store& store = context.store();
  search::Session session(store);
  using Use = Column::Use;
  std::optional<Printer> out;
  if (context.format != Format::kTrec)
    out.emplace(context, "batch",
                std::vector<Column>{
                    {"query"}, {"rank", Use::kNumber}, {"ref", Use::kId}, {"score", Use::kNumber}, {"title", Use::kText}});
  std::vector<double> ms;
  bool found = false;
  for_each_line(path, [&](const std::vector<std::string_view>& cells, std::uint64_t line) {
    if (interrupted() != 0) throw Interrupted();
    if (cells.size() < 2 || cells[0].empty()) {
      throw Error(Exit::kInput, fmt::format("{}:{}: a line is a name, a tab and a query", path, line),
                  "number queries, for example with: nl -w1");
    }
    const std::string name(cells[0]);
    const auto start = Clock::now();
    search::Search search(session, cells[1], options);
    const std::vector<search::Candidate> best = search.best();
    ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    found |= !best.empty();
    for (std::size_t i = 0; i < best.size(); ++i) {
      const std::string ref = store::item_ref(store, best[i].item);
      const double score = best[i].score.total();
      if (!out) {
        write_stdout(fmt::format("{} Q0 {} {} {:.6f} ckm\n", name, ref, i + 1, score));
        continue;
      }
      const auto summary = store::read_summary(store, best[i].item);
      out->row({Value(name), Value(static_cast<std::int64_t>(i + 1)), Value(ref), Value::decimal(score, kScoreDecimals),
                Value(summary ? summary->title : "")});
    }
  });
  if (out) out->finish();
  if (timing) tell(context, std::move(ms));
  return found ? Exit::kDone : Exit::kNo;
}

}  // namespace ckm::cli
