// Formats that records leave in: one row each in formats.cc.
//
// An exporter writes records as they come, in bounded memory; the same records give the same bytes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/article.hh"
#include "model/origin.hh"
#include "model/ticket.hh"

namespace ckm::formats {

// The first line of an export as JSON lines: {"schema":"ckm.export/1"}, of one that is made for readers with what was done for
// them: {"schema":"ckm.export/1","audience":"public","script":"zh-Hant","redacted":true}. Importing knows it again.
inline constexpr std::string_view kExportSchema = "ckm.export/1";

// What Markdown is called as an export.
inline constexpr std::string_view kMarkdownExport = "md";

// What every record has besides its fields.
struct Identity {
  std::string ref;     // As users say it: faq:stackfaq/17.
  std::string source;  // "local" for what was made here.
  // The category that counts, and who says so; the ticket's or article's own is what its source says.
  std::string category = {};
  std::string category_by = {};                 // person, source, rule or model; empty without a category.
  std::string category_actor = {};              // Of a person's word.
  std::optional<Time> category_time = {};       // The same.
  std::vector<model::PersonValue> values = {};  // What people say that a ticket's other fields are.
};

// Whom an export is made for, where that is not its own store: it holds less than that, or other words.
struct Readers {
  std::string_view audience = {};  // Empty: the team.
  std::string_view script = {};    // Empty: as it is.
  bool redacted = false;
};

struct ExportOptions {
  // CSV and TSV: leave cells as they are that a spreadsheet would run as a formula. Without it such a cell is written with a
  // single quote before it, which importing does not take away again.
  bool raw = false;
  bool headless = false;  // Of formats that are separable: without what stands before the first record.
  bool bom = false;       // CSV and TSV: begin with a byte-order mark, by which Excel knows UTF-8.
  std::function<void(const std::string&)> tell = {};  // What the owner of the output should know; may be empty.
  Readers readers = {};
};

// What a format has a place for; the rest is left out.
enum class Takes : std::uint8_t {
  kAll,  // Tickets and articles.
  kArticles,
  kFaq,
  kEverything,  // What is neither, too: record().
};

class Exporter {
 public:
  Exporter() = default;
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;
  virtual ~Exporter() = default;
  virtual void ticket(const Identity& identity, const model::Ticket& ticket) = 0;
  virtual void article(const Identity& identity, const model::Article& article) = 0;
  // What is neither (store/exported_records.hh), for formats that take everything.
  virtual void record(model::Kind, const Value&) {}
  virtual void finish() = 0;  // Writes what must stand at the end. Once, last.
};

using Write = std::function<void(std::string_view)>;

struct ExportFormat {
  std::string_view name;
  std::string_view summary;
  bool one_kind;  // Tickets and articles can't share one output: a table has one header. A mixture throws Error{kUsage}.
  std::unique_ptr<Exporter> (*make)(Write write, const ExportOptions& options);
  Takes takes = Takes::kAll;
  // The records of a kind stand one behind the other and depend on none before: what several exporters write of them, all but the
  // first headless, is together what one would.
  bool separable = false;
  bool cells = false;  // It is a table of cells: --raw and --bom are about it.
  // Where nothing but articles is written; null: as the others.
  std::unique_ptr<Exporter> (*make_articles)(Write write, const ExportOptions& options) = nullptr;
};

// The article as a person edits it: a category that one said counts above its source's.
model::Article edited_form(const Identity& identity, model::Article article);

std::span<const ExportFormat> export_formats();
const ExportFormat* find_export_format(std::string_view name);
// Whether a format has a place for a kind.
bool takes(const ExportFormat& format, model::Kind kind);

}  // namespace ckm::formats
