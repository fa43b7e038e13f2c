#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/error.hh"
#include "formats/article_text.hh"
#include "formats/export.hh"
#include "formats/exporters.hh"
#include "formats/format.hh"
#include "formats/import_csv.hh"
#include "formats/import_html.hh"
#include "formats/import_json.hh"
#include "formats/import_mail.hh"
#include "formats/import_markdown.hh"
#include "formats/import_stackexchange.hh"
#include "formats/import_text.hh"
#include "formats/import_toml.hh"
#include "formats/import_xlsx.hh"

namespace ckm::formats {
namespace {

using model::Kind;

// What is a folder is no bytes.
bool sniff_nothing(std::string_view) { return false; }
void read_nothing(ByteSource&, const ReadOptions& options, Sink&) {
  throw Error(Exit::kInput, fmt::format("{} is not a folder", options.name), "name the folder that has cur and new in it");
}

constexpr std::array<ImportFormat, 13> kImports = {{
    {"mbox", "Mail: a mailbox, threads become tickets", ".mbox .mbx", sniff_mbox, false, Gives::kTickets, Kind::kTicket,
     read_mbox, true},
    {"eml", "Mail: one message", ".eml", sniff_eml, false, Gives::kTickets, Kind::kTicket, read_eml, true, nullptr, nullptr,
     sniff_named_eml},
    {"maildir", "Mail: a folder with cur and new", "", sniff_nothing, false, Gives::kTickets, Kind::kTicket, read_nothing, true,
     is_maildir, read_maildir},
    {"stackexchange", "A dump of Stack Exchange: Posts.xml, or its folder or archive", "", sniff_stackexchange, false,
     Gives::kQuestions, Kind::kFaq, read_stackexchange, true, is_stackexchange, read_stackexchange_folder, nullptr,
     together_in_stackexchange},
    {"jsonl", "JSON lines: one object a line", ".jsonl .ndjson", sniff_jsonl, false, Gives::kAny, Kind::kTicket, read_jsonl,
     false, nullptr, nullptr, sniff_named_jsonl},
    {"json", "JSON: an array of objects, alone or inside an object", ".json", sniff_json, false, Gives::kAny, Kind::kTicket,
     read_json},
    {"markdown", "Markdown: articles as ckm edit shows them, documents, or FAQ under headings; or a folder of them",
     ".md .markdown", sniff_markdown, true, Gives::kTexts, Kind::kDocument, read_markdown, false, is_markdown_folder,
     read_markdown_folder},
    {"html", "A web page: the questions in it, or one document", ".html .htm .xhtml", sniff_html, false, Gives::kTexts,
     Kind::kDocument, read_html},
    {"toml", "TOML: a category tree with its rules", ".toml", sniff_toml, true, Gives::kCategories, Kind::kCategory, read_toml},
    {"text", "A text: one document", ".txt .text", sniff_text, true, Gives::kTexts, Kind::kDocument, read_text},
    {"tsv", "Tab-separated text", ".tsv .tab", sniff_tsv, false, Gives::kAny, Kind::kTicket, read_tsv},
    {"csv", "Delimited text: comma, semicolon, tab or bar", ".csv .txt", sniff_csv, false, Gives::kAny, Kind::kTicket, read_csv},
    {"xlsx", "A workbook of Excel: tables in its sheets", ".xlsx .xlsm .xltx .xls .ods", sniff_xlsx, false, Gives::kAny,
     Kind::kTicket, read_xlsx, true},
}};

constexpr std::array<ExportFormat, 9> kExports = {{
    {"jsonl", "JSON lines: everything, to be imported again", false, make_jsonl_exporter, Takes::kEverything, true},
    {"csv", "A table for spreadsheets, of one kind", true, make_csv_exporter, Takes::kAll, true, true},
    {"tsv", "The same, separated by tabs", true, make_tsv_exporter, Takes::kAll, true, true},
    {"xlsx", "A workbook for spreadsheets, with a sheet for each kind", false, make_xlsx_exporter},
    {kMarkdownExport, "Markdown: articles as ckm edit shows them, or tickets to read", false, make_markdown_exporter, Takes::kAll,
     false, false, make_article_exporter},
    {"zendesk-articles", "Articles as Zendesk's Help Center takes them, in JSON", false, make_zendesk_exporter, Takes::kArticles},
    {"faqpage", "FAQ as schema.org has them, for a page: JSON-LD", false, make_faqpage_exporter, Takes::kFaq},
    {"bulk", "JSON lines for OpenSearch's bulk interface, with the terms that ckm finds by", false, make_bulk_exporter,
     Takes::kAll, true},
    {"ids", "References, one a line", false, make_ids_exporter, Takes::kAll, true},
}};

// What was saved under such a name was meant to be an export.
constexpr std::string_view kNeverPages = ".csv .tsv .json .jsonl .ndjson .xlsx .xls .xml .mbox .eml";

// Whether a path ends with one of the suffixes, whatever the case.
bool ends_with_one(std::string_view path, std::string_view suffixes) {
  std::string lower(path.substr(path.find_last_of('/') + 1));
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  while (!suffixes.empty()) {
    const std::size_t end = std::min(suffixes.find(' '), suffixes.size());
    if (lower.ends_with(suffixes.substr(0, end))) return true;
    suffixes.remove_prefix(std::min(end + 1, suffixes.size()));
  }
  return false;
}

}  // namespace

std::span<const ImportFormat> import_formats() { return kImports; }
std::span<const ExportFormat> export_formats() { return kExports; }

const ImportFormat* find_import_format(std::string_view name) {
  if (name == kMarkdownExport) name = "markdown";
  const auto* const found = std::ranges::find(kImports, name, &ImportFormat::name);
  return found == kImports.end() ? nullptr : found;
}

const ExportFormat* find_export_format(std::string_view name) {
  const auto* const found = std::ranges::find(kExports, name, &ExportFormat::name);
  return found == kExports.end() ? nullptr : found;
}

bool takes(const ExportFormat& format, model::Kind kind) {
  switch (format.takes) {
    case Takes::kAll: return true;
    case Takes::kArticles: return model::info(kind).article;
    case Takes::kFaq: return kind == model::Kind::kFaq;
    case Takes::kEverything: return true;
  }
  return false;
}

const ImportFormat* guess_bytes_format(std::string_view head, std::string_view path) {
  const auto* const found = std::ranges::find_if(kImports, [&](const ImportFormat& format) {
    return format.bytes && (!format.by_name || ends_with_one(path, format.suffixes)) && format.sniff(head);
  });
  if (found != kImports.end()) return found;
  const auto* const named = std::ranges::find_if(kImports, [&](const ImportFormat& format) {
    return format.bytes && format.sniff_named != nullptr && ends_with_one(path, format.suffixes) && format.sniff_named(head);
  });
  return named == kImports.end() ? nullptr : named;
}

Together read_together(std::string_view head) {
  for (const ImportFormat& format : import_formats()) {
    const Together how = format.together == nullptr ? Together::kNo : format.together(head);
    if (how != Together::kNo) return how;
  }
  return Together::kNo;
}

const ImportFormat* guess_folder_format(const std::string& path) {
  const auto* const found = std::ranges::find_if(
      kImports, [&](const ImportFormat& format) { return format.sniff_folder != nullptr && format.sniff_folder(path); });
  return found == kImports.end() ? nullptr : found;
}

void check_kind(const ImportFormat& format, model::Kind kind, std::string_view input) {
  const bool ticket = kind == model::Kind::kTicket;
  std::string_view given;
  switch (format.gives) {
    case Gives::kAny: return;
    case Gives::kTexts:
      if (ticket || model::info(kind).article) return;
      given = "tickets, FAQ, cases and documents";
      break;
    case Gives::kQuestions:
      if (ticket || kind == model::Kind::kFaq) return;
      given = "tickets and FAQ";
      break;
    case Gives::kTickets:
      if (ticket) return;
      given = "tickets only";
      break;
    case Gives::kCategories:
      if (kind == model::Kind::kCategory) return;
      given = "categories only";
      break;
  }
  throw Error(Exit::kUsage, fmt::format("{}: {} gives {}, no {}", input, format.name, given, model::info(kind).plural),
              format.gives == Gives::kTickets || format.gives == Gives::kCategories
                  ? "leave out --kind"
                  : "leave out --kind, or name one of these; tables and JSON give every kind (--as csv)");
}

namespace {

bool can_give(const ImportFormat& format, std::optional<Kind> kind) {
  if (!kind) return true;
  try {
    check_kind(format, *kind, {});
  } catch (const Error&) {
    return false;
  }
  return true;
}

}  // namespace

const ImportFormat& guess_import_format(std::string_view head, std::string_view path, bool columns, std::optional<Kind> kind) {
  if (head.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw Error(Exit::kInput, fmt::format("{}: nothing in it", path), "check the file, or the program that wrote it");
  }
  if (is_exported_text(head)) return *find_import_format("markdown");
  const auto named = [&](const ImportFormat& format) {
    return !format.bytes && format.sniff_named != nullptr && ends_with_one(path, format.suffixes) && format.sniff_named(head);
  };
  if (const auto* const found = std::ranges::find_if(kImports, named); found != kImports.end()) return *found;
  for (const ImportFormat& format : kImports) {
    if (format.bytes) continue;
    // What is a text by its name may be a table of something else, whose columns nobody named.
    if (format.by_name && !can_give(format, kind) && has_columns_of_blanks(head)) continue;
    if (format.by_name && (columns || !ends_with_one(path, format.suffixes))) continue;
    if (!format.sniff(head)) continue;
    if (format.sniff == sniff_html && ends_with_one(path, kNeverPages)) {
      throw Error(
          Exit::kInput, fmt::format("{}: a web page, which its name does not say", path),
          "where it asks to sign in or tells of an error, fetch the export again; a table in a page can be saved as CSV by a "
          "spreadsheet; --as html takes it as the page that it is");
    }
    return format;
  }
  for (const ImportFormat& format : kImports) {
    if (!format.bytes && !format.by_name && ends_with_one(path, format.suffixes)) return format;
  }
  std::string names;
  for (const ImportFormat& format : kImports) names.append(names.empty() ? "" : ", ").append(format.name);
  throw Error(Exit::kInput, fmt::format("{}: not a known format", path), fmt::format("say which it is with --as: {}", names));
}

}  // namespace ckm::formats
