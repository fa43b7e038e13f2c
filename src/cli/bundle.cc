#include "cli/bundle.hh"

#include <fmt/format.h>

#include <vector>

#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/json.hh"

namespace ckm::cli {
namespace {

constexpr std::string_view kImport = "import";
constexpr std::string_view kRecord = "record";
constexpr std::string_view kEnd = "end";  // The last line, with the count of those before it.

class Lines {
 public:
  explicit Lines(const Write& write) : write_(write) {}
  [[nodiscard]] std::int64_t count() const { return count_; }
  void put(const Value& value) {
    ++count_;
    line_.clear();
    json::append(line_, value);
    line_.push_back('\n');
    write_(line_);
  }

 private:
  const Write& write_;
  std::string line_;
  std::int64_t count_ = 0;
};

Value labelled(std::string_view name, Value value) {
  Value line = Value::Object{};
  return line.set(std::string(name), std::move(value));
}

// Takes lines in their order: the history, then tickets.
class Joiner {
 public:
  Joiner(store::Store& store, store::LazyGraph& graph) : store_(store), graph_(graph), history_(store) {}

  void put(const Value& line) {
    const Value* const import = line.find(kImport);
    const Value* const record = line.find(kRecord);
    if (import != nullptr) tickets().put(store::run_from_value(*import));
    else if (record != nullptr) tickets().put(store::ticket_of_copy_from_value(*record));
    else if (tickets_)
      throw Error(Exit::kInput, "a changeset stands behind tickets", "write the bundle again with: ckm export --as bundle");
    else if (model::is_change_header(line)) history_.put(model::change_header_from_value(line));
    else history_.put(model::change_entry_from_value(line));
  }
  void put(const model::ChangeHeader& header) { history_.put(header); }
  void put(const model::ChangeEntry& entry) { history_.put(entry); }
  store::TicketJoiner& tickets() {
    if (!tickets_) {
      history_.finish();
      tickets_.emplace(store_, graph_.get());
    }
    return *tickets_;
  }
  Joined finish() {
    tickets().finish();
    return {history_.counts(), tickets().counts()};
  }

 private:
  store::Store& store_;
  store::LazyGraph& graph_;
  store::HistoryJoiner history_;
  std::optional<store::TicketJoiner> tickets_;
};

void need_bundle(const Value& line, const std::string& name) {
  if (line.text("schema") == kBundleSchema) return;
  const std::string schema = line.text("schema");
  if (schema.starts_with("ckm.bundle/"))
    throw Error(Exit::kInput, fmt::format("{} was written by a newer ckm: {}", name, schema), "update this ckm");
  throw Error(Exit::kInput, fmt::format("{} is no bundle", name), "write one with: ckm export --as bundle");
}

}  // namespace

std::int64_t write_bundle(store::Store& store, std::optional<std::int64_t> since, const Write& write, ProgressLine& progress) {
  const store::HistoryGraph graph(store);
  std::vector<bool> leave_out;
  if (since) {
    const auto node = graph.find(*since);
    if (!node)
      throw Error(Exit::kConflict, "the import that --since names is not done yet", "wait for its end, or begin it again");
    leave_out = graph.behind(*node);
    leave_out.resize(graph.nodes().size(), false);
  }
  Lines lines(write);
  lines.put(Value(Value::Object{{"schema", kBundleSchema}}));
  std::int64_t count = 0;
  const auto counted = [&] { progress.show(++count, 0, 0); };
  store::for_each_changeset(
      store, graph, leave_out,
      [&](const model::ChangeHeader& header) {
        lines.put(to_value(header));
        counted();
      },
      [&](const model::ChangeEntry& entry) { lines.put(to_value(entry)); });
  store::for_each_run(store, graph, leave_out, [&](const store::RunOfCopy& run) { lines.put(labelled(kImport, to_value(run))); });
  store::for_each_ticket(store, graph, leave_out, [&](const store::TicketOfCopy& ticket) {
    lines.put(labelled(kRecord, to_value(ticket)));
    counted();
  });
  lines.put(labelled(kEnd, lines.count()));
  return count;
}

void write_history(store::Store& store, const Write& write) {
  Lines lines(write);
  store::for_each_changeset(
      store, store::HistoryGraph(store), {}, [&](const model::ChangeHeader& header) { lines.put(to_value(header)); },
      [&](const model::ChangeEntry& entry) { lines.put(to_value(entry)); });
}

Joined join_bundle(store::Store& store, store::LazyGraph& graph, ByteSource& in, const std::string& name,
                   ProgressLine& progress) {
  json::Reader reader(in);
  Joiner joiner(store, graph);
  std::int64_t count = 0;
  json::Position at;
  const auto refuse = [&](std::string_view what, const std::string& hint) {
    throw Error(Exit::kInput, fmt::format("{}:{}: {}", name, at.line, what), hint);
  };
  const auto with_line = [&](const auto& work) {
    try {
      return work();
    } catch (const Error& error) {
      if (error.code() != Exit::kInput) throw;
      throw Error(Exit::kInput, fmt::format("{}:{}: {}", name, at.line, error.what()), error.hint());
    }
  };
  bool first = true;
  bool ended = false;
  while (reader.more()) {
    stop_if_interrupted();
    json::ValueBuilder builder;
    const std::string fault = reader.read(builder);
    at = reader.position();
    if (first && !fault.empty())
      throw Error(Exit::kInput, fmt::format("{} is no bundle", name), "write one with: ckm export --as bundle");
    if (!fault.empty() || !builder.complete())
      refuse(fault.empty() ? builder.refusal() : fault,
             "the file was changed or cut; write it again with: ckm export --as bundle");
    const Value line = builder.take();
    if (ended) refuse("something stands behind its end", "merge one bundle at a time");
    if (const Value* const end = line.find(kEnd)) {
      ended = true;
      if (*end != Value(count)) refuse("lines are missing", "write it again with: ckm export --as bundle");
      continue;
    }
    if (first) need_bundle(line, name);
    else with_line([&] { joiner.put(line); });
    first = false;
    progress.show(++count, 0, 0);
  }
  if (first) throw Error(Exit::kInput, fmt::format("{} is empty", name), "write a bundle with: ckm export --as bundle");
  if (!ended) refuse("its end is missing", "it was cut off; write it again with: ckm export --as bundle");
  return with_line([&] { return joiner.finish(); });
}

Joined join_store(store::Store& store, store::LazyGraph& graph, store::Store& other, ProgressLine& progress) {
  const store::Snapshot snapshot(other.db());
  const store::HistoryGraph theirs(other);
  Joiner joiner(store, graph);
  std::int64_t count = 0;
  store::for_each_changeset(
      other, theirs, {},
      [&](const model::ChangeHeader& header) {
        joiner.put(header);
        progress.show(++count, 0, 0);
      },
      [&](const model::ChangeEntry& entry) { joiner.put(entry); });
  store::for_each_run(other, theirs, {}, [&](const store::RunOfCopy& run) { joiner.tickets().put(run); });
  store::for_each_ticket(other, theirs, {}, [&](const store::TicketOfCopy& ticket) {
    joiner.tickets().put(store::TicketOfCopy(ticket));
    progress.show(++count, 0, 0);
  });
  return joiner.finish();
}

}  // namespace ckm::cli
