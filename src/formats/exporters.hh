// The exporters behind the rows of the table.
#pragma once

#include <memory>

#include "formats/export.hh"

namespace ckm::formats {

std::unique_ptr<Exporter> make_jsonl_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_csv_exporter(Write write, const ExportOptions& options);
// Articles as texts (article_text.hh), one behind the other; a ticket throws Error{kUsage}.
std::unique_ptr<Exporter> make_article_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_tsv_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_xlsx_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_ids_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_bulk_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_zendesk_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_faqpage_exporter(Write write, const ExportOptions& options);
std::unique_ptr<Exporter> make_markdown_exporter(Write write, const ExportOptions& options);

}  // namespace ckm::formats
