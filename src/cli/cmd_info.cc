#include <fmt/format.h>

#include <filesystem>

#include "base/counted.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "store/queue.hh"
#include "store/segments.hh"

namespace ckm::cli {
namespace {

struct Count {
  std::string kind;
  std::string source;
  std::int64_t items;
};

std::vector<Count> count_items(store::Store& store) {
  std::vector<Count> counts;
  store::Stmt stmt = store.db().prepare(
      "SELECT 1, s.name, count(*) FROM ticket t JOIN source s ON s.id = t.source_id GROUP BY s.name "
      "UNION ALL SELECT a.kind, s.name, count(*) FROM article a JOIN source s ON s.id = a.source_id GROUP BY a.kind, s.name "
      "ORDER BY 1, 2");
  stmt.bind();
  while (stmt.step()) {
    counts.push_back({std::string(model::info(static_cast<model::Kind>(stmt.integer(0))).name), stmt.string(1), stmt.integer(2)});
  }
  return counts;
}

std::string size_text(std::uintmax_t bytes) {
  constexpr double kStep = 1024;
  const char* unit = "bytes";
  auto size = static_cast<double>(bytes);
  for (const char* next : {"KiB", "MiB", "GiB"}) {
    if (size < kStep) break;
    size /= kStep;
    unit = next;
  }
  return bytes < 1024 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", size, unit);
}

Exit info(Context& context) {
  store::Store& store = context.store();
  const store::Snapshot snapshot(store.db());
  const std::vector<Count> counts = count_items(store);
  std::int64_t documents = 0;
  std::int64_t dead = 0;
  const std::vector<store::SegmentRow> segments = store::read_segments(store, true);
  for (const store::SegmentRow& row : segments) {
    documents += row.docs - row.dead;
    dead += row.dead;
  }
  const std::int64_t queued = store::queue_length(store);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(store.path(), error);
  const std::int64_t schema = store.db().integer("PRAGMA user_version");
  const std::int64_t categories = store.db().integer("SELECT count(*) FROM category");
  const std::int64_t customers = store.db().integer("SELECT count(*) FROM customer");
  const std::int64_t people = store.db().integer("SELECT count(*) FROM person");
  const std::int64_t changes = store.db().integer("SELECT count(*) FROM change");
  const bool rebuilding = store::rebuilding(store);

  Value members = Value::Object{};
  members.set("path", store.path()).set("schema_version", schema).set("bytes", static_cast<std::int64_t>(bytes));
  Value items = Value::Array{};
  Value by_name = Value::Object{};
  // As rows of name and value: items.ticket.desk.
  const bool rows = context.format != Format::kJson && context.format != Format::kJsonl;
  for (const Count& count : counts) {
    if (rows) {
      by_name.set(fmt::format("{}.{}", count.kind, count.source), count.items);
      continue;
    }
    items.push(Value(Value::Object{{"kind", count.kind}, {"source", count.source}, {"count", count.items}}));
  }
  members.set("items", rows ? std::move(by_name) : std::move(items))
      .set("categories", categories)
      .set("customers", customers)
      .set("people", people);
  members.set("changes", changes);
  members.set("index", Value(Value::Object{{"segments", static_cast<std::int64_t>(segments.size())},
                                           {"documents", documents},
                                           {"replaced", dead},
                                           {"queued", queued},
                                           {"rebuilding", rebuilding}}));

  std::string text = fmt::format("store       {}\nsize        {}\nschema      {}\n", store.path(), size_text(bytes), schema);
  for (const Count& count : counts) text += fmt::format("{:<11} {} from {}\n", count.kind, count.items, count.source);
  if (counts.empty()) text += "items       none yet: ckm import FILE\n";
  text += fmt::format("categories  {}\ncustomers   {}\npeople      {}\nchanges     {}\n", categories, customers, people, changes);
  std::string state =
      fmt::format("{} in {}", counted(documents, "document"), counted(static_cast<std::int64_t>(segments.size()), "segment"));
  if (queued > 0) state += fmt::format(", {} waiting: ckm index", counted(queued, "change"));
  if (rebuilding) state += ", a rebuild is under way or was interrupted";
  text += fmt::format("index       {}\n", state);
  print_object(context, "info", members, text);
  return Exit::kDone;
}

}  // namespace

Run declare_info(CLI::App&) {
  return {[] { return Access::kRead; }, [](Context& context) { return info(context); }};
}

}  // namespace ckm::cli
