#include "base/json.hh"
#include "formats/exporters.hh"
#include "formats/person_values.hh"

namespace ckm::formats {
namespace {

// One record a line, whole: what it reads back is equal.
class JsonlExporter final : public Exporter {
 public:
  JsonlExporter(Write write, const ExportOptions& options)
      : write_(std::move(write)), readers_(options.readers), begun_(options.headless) {}

  void ticket(const Identity& identity, const model::Ticket& ticket) override {
    begin();
    line_.clear();
    json::MemberWriter out(line_);
    put_name(out, identity, model::Kind::kTicket);
    model::write_members(ticket, out);
    put_said(out, identity);
    out.finish();
    end_line();
  }
  void article(const Identity& identity, const model::Article& article) override {
    begin();
    line_.clear();
    json::MemberWriter out(line_);
    put_name(out, identity, article.kind);
    const Value fields = model::to_value(article);
    for (const auto& [name, value] : *fields.object()) {
      if (name != "kind") out.value(name, value);
    }
    put_said(out, identity);
    out.finish();
    end_line();
  }
  void record(model::Kind kind, const Value& fields) override {
    begin();
    line_.clear();
    json::MemberWriter out(line_);
    out.text("kind", model::info(kind).name);
    for (const auto& [name, value] : *fields.object()) out.value(name, value);
    out.finish();
    end_line();
  }
  void finish() override { begin(); }

 private:
  void begin() {
    if (begun_) return;
    begun_ = true;
    line_.clear();
    json::MemberWriter out(line_);
    out.text("schema", kExportSchema);
    if (!readers_.audience.empty()) out.text("audience", readers_.audience);
    if (!readers_.script.empty()) out.text("script", readers_.script);
    if (readers_.redacted) out.value("redacted", true);
    out.finish();
    end_line();
  }
  static void put_name(Members& out, const Identity& identity, model::Kind kind) {
    out.text("ref", identity.ref);
    out.text("kind", model::info(kind).name);
    out.text("source", identity.source);
  }
  static void put_said(Members& out, const Identity& identity) {
    if (!identity.category.empty()) {
      out.open("effective_category", Members::Holds::kMembers);
      out.text("path", identity.category);
      out.text("origin", identity.category_by);
      if (!identity.category_actor.empty()) out.text("actor", identity.category_actor);
      if (identity.category_time) out.text("at", format_time(*identity.category_time));
      out.close();
    }
    if (!identity.values.empty()) out.value(kSaidMember, to_value(identity.values));
  }
  void end_line() {
    line_.push_back('\n');
    write_(line_);
  }

  Write write_;
  Readers readers_;
  std::string line_;
  bool begun_;
};

}  // namespace

std::unique_ptr<Exporter> make_jsonl_exporter(Write write, const ExportOptions& options) {
  return std::make_unique<JsonlExporter>(std::move(write), options);
}

}  // namespace ckm::formats
