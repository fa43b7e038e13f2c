#include "formats/xlsx_workbook.hh"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "base/error.hh"
#include "formats/xml_parts.hh"

namespace ckm::formats {
namespace {

unsigned number(std::string_view text) {
  unsigned out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

bool is_true(std::string_view text) { return text == "1" || text == "true" || text == "on"; }

// Sheets with the identifiers of their relations in place of their parts.
class WorkbookHandler final : public XmlHandler {
 public:
  explicit WorkbookHandler(XlsxWorkbook& into) : into_(into) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr" && is_true(attributes.get("date1904"))) into_.epoch = Epoch::k1904;
    if (name != "sheet") return;
    const std::string_view state = attributes.get("state");
    into_.sheets.push_back(
        {std::string(attributes.get("name")), std::string(attributes.get("id")), state == "hidden" || state == "veryHidden"});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  XlsxWorkbook& into_;
};

class StylesHandler final : public XmlHandler {
 public:
  explicit StylesHandler(std::vector<Shown>& into) : into_(into) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      own_[number(attributes.get("numFmtId"))] = format_of_code(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      of_cells_ = true;
    } else if (name == "xf" && of_cells_) {
      const unsigned id = number(attributes.get("numFmtId"));
      const auto own = own_.find(id);
      into_.push_back(own == own_.end() ? built_in_format(id) : own->second);
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") of_cells_ = false;
  }
  void text(std::string_view) override {}

 private:
  std::vector<Shown>& into_;
  std::map<unsigned, Shown> own_;
  bool of_cells_ = false;
};

void read_part(const XlsxPackage& package, const std::string& part, XmlHandler& handler) {
  XmlReader(package.need(part), fmt::format("{}: {}", package.name(), part), handler).read_all();
}

}  // namespace

XlsxWorkbook read_workbook(const XlsxPackage& package) {
  std::string main = "xl/workbook.xml";
  for (const auto& relation : package.relations("")) {
    if (relation.type == "officeDocument") main = relation.part;
  }
  if (main.starts_with("word/") || main.starts_with("ppt/")) {
    throw Error(Exit::kInput, fmt::format("{} is a document or a presentation, not a workbook", package.name()),
                "save its text as .txt or .md, or its tables as .xlsx");
  }
  if (main.ends_with(".bin")) {
    throw Error(Exit::kInput, fmt::format("{} is a binary workbook (.xlsb)", package.name()), "save it as .xlsx or CSV");
  }
  XlsxWorkbook book;
  WorkbookHandler handler(book);
  read_part(package, main, handler);
  const auto relations = package.relations(main);
  std::erase_if(book.sheets, [&](XlsxSheet& sheet) {
    const auto found = std::ranges::find(relations, sheet.part, &XlsxPackage::Relation::id);
    if (found == relations.end() || found->type != "worksheet") return true;
    sheet.part = found->part;
    return false;
  });
  for (const auto& relation : relations) {
    if (relation.type == "sharedStrings") book.strings_part = relation.part;
    if (relation.type != "styles") continue;
    StylesHandler styles(book.styles);
    read_part(package, relation.part, styles);
  }
  return book;
}

}  // namespace ckm::formats
