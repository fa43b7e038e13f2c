#include "base/json.hh"
#include "formats/exporters.hh"
#include "formats/person_values.hh"

namespace ckm::formats {
namespace {

// One record a line, whole: what it reads back is equal.
class JsonlExporter final : public Exporter {
 public:
  explicit JsonlExporter(Write write) : write_(std::move(write)) {}

  void ticket(const Identity& identity, const model::Ticket& ticket) override {
    put(identity, model::Kind::kTicket, model::to_value(ticket));
  }
  void article(const Identity& identity, const model::Article& article) override {
    put(identity, article.kind, model::to_value(article));
  }
  void record(model::Kind kind, const Value& fields) override {
    begin();
    Value::Object record;
    record.emplace_back("kind", model::info(kind).name);
    for (const Value::Member& member : *fields.object()) record.push_back(member);
    put(Value(std::move(record)));
  }
  void finish() override { begin(); }

 private:
  void begin() {
    if (begun_) return;
    begun_ = true;
    line_ = json::dump(Value::Object{{"schema", kExportSchema}});
    line_.push_back('\n');
    write_(line_);
  }
  void put(const Identity& identity, model::Kind kind, Value fields) {
    begin();
    Value::Object record;
    record.emplace_back("ref", identity.ref);
    record.emplace_back("kind", model::info(kind).name);
    record.emplace_back("source", identity.source);
    for (Value::Member& member : *fields.object()) {
      if (member.first != "kind") record.push_back(std::move(member));
    }
    if (!identity.category.empty()) {
      Value category = Value::Object{{"path", identity.category}, {"origin", identity.category_by}};
      if (!identity.category_actor.empty()) category.set("actor", identity.category_actor);
      if (identity.category_time) category.set("at", format_time(*identity.category_time));
      record.emplace_back("effective_category", std::move(category));
    }
    if (!identity.values.empty()) record.emplace_back(kSaidMember, to_value(identity.values));
    put(Value(std::move(record)));
  }
  void put(const Value& record) {
    line_.clear();
    json::append(line_, record);
    line_.push_back('\n');
    write_(line_);
  }

  Write write_;
  std::string line_;
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<Exporter> make_jsonl_exporter(Write write, const ExportOptions&) {
  return std::make_unique<JsonlExporter>(std::move(write));
}

}  // namespace ckm::formats
