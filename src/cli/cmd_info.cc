#include <fmt/format.h>

#include <filesystem>

#include "base/counted.hh"
#include "base/process.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "store/overview.hh"
#include "store/queue.hh"
#include "store/segments.hh"

namespace ckm::cli {
namespace {

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
  const store::Overview overview = store::read_overview(store);
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
  const auto rebuilder = store::rebuilder(store);

  Value members = Value::Object{};
  members.set("path", store.path()).set("schema_version", overview.schema_version).set("bytes", static_cast<std::int64_t>(bytes));
  Value items = Value::Array{};
  Value by_name = Value::Object{};
  // As rows of name and value: items.ticket.desk.
  const bool rows = context.format != Format::kJson && context.format != Format::kJsonl;
  for (const store::SourceCount& count : overview.items) {
    const std::string_view kind = model::info(count.kind).name;
    if (rows) {
      by_name.set(fmt::format("{}.{}", kind, count.source), count.items);
      continue;
    }
    items.push(Value(Value::Object{{"kind", kind}, {"source", count.source}, {"count", count.items}}));
  }
  members.set("items", rows ? std::move(by_name) : std::move(items))
      .set("categories", overview.categories)
      .set("customers", overview.customers)
      .set("people", overview.people)
      .set("purchases", overview.purchases)
      .set("links", overview.links);
  members.set("changes", overview.changes);
  members.set("index", Value(Value::Object{{"segments", static_cast<std::int64_t>(segments.size())},
                                           {"documents", documents},
                                           {"replaced", dead},
                                           {"queued", queued},
                                           {"rebuilding", rebuilder.has_value()}}));

  std::string text =
      fmt::format("store       {}\nsize        {}\nschema      {}\n", store.path(), size_text(bytes), overview.schema_version);
  for (const store::SourceCount& count : overview.items) {
    text += fmt::format("{:<11} {} from {}\n", model::info(count.kind).name, count.items, count.source);
  }
  if (overview.items.empty()) text += "items       none yet: ckm import FILE\n";
  text +=
      fmt::format("categories  {}\ncustomers   {}\npeople      {}\npurchases   {}\nlinks       {}\nchanges     {}\n",
                  overview.categories, overview.customers, overview.people, overview.purchases, overview.links, overview.changes);
  std::string state =
      fmt::format("{} in {}", counted(documents, "document"), counted(static_cast<std::int64_t>(segments.size()), "segment"));
  if (queued > 0) state += fmt::format(", {} waiting: ckm index", counted(queued, "change"));
  if (rebuilder) state += process_lives(*rebuilder) ? ", a rebuild is under way" : ", a rebuild was interrupted: ckm index";
  text += fmt::format("index       {}\n", state);
  print_object(context, "info", members, text);
  return Exit::kDone;
}

}  // namespace

Run declare_info(Args&) {
  return {[] { return Access::kRead; }, [](Context& context) { return info(context); }};
}

}  // namespace ckm::cli
