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
#include "cli/saved_words.hh"
#include "cli/stale.hh"
#include "search/filter.hh"
#include "search/parse.hh"

namespace ckm::cli {
namespace {

constexpr int kScoreDecimals = 6;
constexpr std::size_t kMostHeld = std::size_t{256} << 20U;  // Bytes of queries.
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

// As a field of a run: fields are apart by blanks.
std::string run_field(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ') out += fmt::format("%{:02X}", byte);
    else out += c;
  }
  return out;
}

struct Query {
  std::string name;
  std::string text;
};

std::vector<Query> read_queries(store::Store& store, const std::string& path, BadLines& bad) {
  std::vector<Query> queries;
  std::size_t held = 0;
  for_each_line(
      path,
      [&](const std::vector<std::string_view>& cells) {
        if (cells.size() < 2 || cells[0].empty()) {
          throw Error(Exit::kInput, "a line is a name, a tab and a query", "number queries, for example with: nl -w1");
        }
        std::vector<std::string> notes;
        std::string text = with_saved(store, std::string(cells[1]), [&](const std::string& note) { notes.push_back(note); });
        search::check_query(text);
        for (const std::string& note : notes) bad.note(note);
        for (const std::string& note : search::near_misses(search::parse_query(text))) bad.note(note);
        held += sizeof(Query) + cells[0].size() + text.size();
        if (held <= kMostHeld) queries.push_back({std::string(cells[0]), std::move(text)});
      },
      bad);
  if (held > kMostHeld) {
    throw Error(Exit::kInput, fmt::format("{} holds more queries than fit into {} MiB", path, kMostHeld >> 20U),
                "ask them in parts, for example after: split -C 100M");
  }
  return queries;
}

class Batch {
 public:
  Batch(Context& context, const search::SearchOptions& options)
      : context_(context), options_(options), session_(context.store()) {
    using Use = Column::Use;
    if (context.format == Format::kTrec) return;
    out_.emplace(context, "batch",
                 std::vector<Column>{
                     {"query"}, {"rank", Use::kNumber}, {"ref", Use::kId}, {"score", Use::kNumber}, {"title", Use::kText}});
  }

  void ask(const Query& query) {
    const auto start = Clock::now();
    search::Search search(session_, query.text, options_);
    const std::vector<search::Candidate> best = search.best();
    ms_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    found_ |= !best.empty();
    for (std::size_t i = 0; i < best.size(); ++i) print(query.name, static_cast<std::int64_t>(options_.offset + i + 1), best[i]);
  }
  void finish() {
    if (out_) out_->finish();
  }
  [[nodiscard]] bool found() const { return found_; }
  [[nodiscard]] const std::vector<double>& ms() const { return ms_; }

 private:
  void print(const std::string& name, std::int64_t rank, const search::Candidate& found) {
    store::Store& store = context_.store();
    const std::string ref = store::item_ref(store, found.item);
    const double score = found.score.total();
    if (!out_) {
      write_stdout(fmt::format("{} Q0 {} {} {:.6f} ckm\n", run_field(name), run_field(ref), rank, score));
      return;
    }
    const auto summary = store::read_summary(store, found.item);
    out_->row(
        {Value(name), Value(rank), Value(ref), Value::decimal(score, kScoreDecimals), Value(summary ? summary->title : "")});
  }

  Context& context_;
  const search::SearchOptions& options_;
  search::Session session_;
  std::optional<Printer> out_;
  std::vector<double> ms_;
  bool found_ = false;
};

}  // namespace

Exit query_batch(Context& context, const std::string& path, const search::SearchOptions& options, bool timing) {
  BadLines bad(context);
  const std::vector<Query> queries = read_queries(context.store(), path, bad);
  tell_stale(context);
  Batch batch(context, options);
  try {
    for (const Query& query : queries) {
      stop_if_interrupted();
      batch.ask(query);
    }
  } catch (...) {
    batch.finish();  // Programs read what there is.
    throw;
  }
  batch.finish();
  if (timing) tell(context, batch.ms());
  bad.sum_up("");
  if (bad.any()) return Exit::kInput;
  return batch.found() ? Exit::kDone : Exit::kNo;
}

}  // namespace ckm::cli
