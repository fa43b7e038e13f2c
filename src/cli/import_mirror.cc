#include "cli/import_mirror.hh"

#include <span>
#include <vector>

#include "base/interrupt.hh"
#include "store/mirror.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kBatch = 5'000;

}  // namespace

std::optional<Imported> mark_gone(Context& context, const ImportOptions& options, const std::string& input,
                                  const std::string& source) {
  const std::vector<std::int64_t> absent = store::absent_tickets(context.store(), source, *options.seen);
  if (absent.empty()) return std::nullopt;
  const store::RunKey key{source, model::Kind::kTicket, std::string(store::kMirrorFormat), input, std::nullopt};
  std::optional<store::ImportRun> run;
  search::Indexer indexer(context.store(), context.settings.index());
  ProgressLine progress(source, "tickets marked gone", !context.quiet);
  for (std::size_t at = 0; at < absent.size() && interrupted() == 0; at += kBatch) {
    std::optional<store::Transaction> transaction;
    if (!options.dry_run) transaction.emplace(context.store().db());
    if (!run) run.emplace(context.store(), key, context.author(options.message), options.dry_run);
    for (const std::int64_t ticket : std::span(absent).subspan(at, std::min(kBatch, absent.size() - at))) run->mark_gone(ticket);
    if (!transaction) continue;
    if (at + kBatch >= absent.size()) run->finish();
    else run->checkpoint();
    while (options.index && indexer.step(kBatch) > 0) {
    }
    transaction->commit();
    transaction.reset();
    store::let_others_write();
    progress.show(static_cast<std::int64_t>(at), at, absent.size());
  }
  if (!run) return std::nullopt;
  Imported marked;
  marked.input = marked.name = input;
  marked.format = key.format;
  marked.sources = {source};
  marked.run = options.dry_run ? 0 : run->id();
  marked.counts = run->counts();
  marked.resumed = run->resumed();
  return marked;
}

}  // namespace ckm::cli
