#include "formats/xlsx_package.hh"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/error.hh"
#include "formats/packed.hh"
#include "formats/xml_parts.hh"

namespace ckm::formats {
namespace {

class Part final : public ByteSource {
 public:
  Part(FileSource& file, const std::string& name, const UnpackLimits& limits) : packed_(file, file.look_at(0, 4), name, limits) {}
  PackedReader& packed() { return packed_; }
  std::size_t read(std::span<char> into) override { return packed_.bytes().read(into); }

 private:
  PackedReader packed_;
};

bool same_part(std::string_view a, std::string_view b) {
  if (a.starts_with('/')) a.remove_prefix(1);
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x == '\\' ? '/' : x) == std::tolower(y); });
}

// A target as it stands in a part of that folder, which ends with a slash or is empty.
std::string resolved(std::string_view folder, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const std::size_t above = folder.size() < 2 ? std::string_view::npos : folder.rfind('/', folder.size() - 2);
    folder = above == std::string_view::npos ? std::string_view() : folder.substr(0, above + 1);
  }
  if (target.starts_with("./")) target.remove_prefix(2);
  return std::string(folder) + std::string(target);
}

class RelationHandler final : public XmlHandler {
 public:
  explicit RelationHandler(std::string_view folder) : folder_(folder) {}
  void start(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.get("TargetMode") == "External") return;
    const std::string_view type = attributes.get("Type");
    relations.push_back({std::string(attributes.get("Id")), std::string(type.substr(type.rfind('/') + 1)),
                         resolved(folder_, attributes.get("Target"))});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<XlsxPackage::Relation> relations;

 private:
  std::string_view folder_;
};

}  // namespace

XlsxPackage::XlsxPackage(FileSource& file, std::string name, const UnpackLimits& limits)
    : file_(file), name_(std::move(name)), limits_(limits) {}

std::unique_ptr<ByteSource> XlsxPackage::open(std::string_view part) const {
  auto found = std::make_unique<Part>(file_, name_, limits_);
  while (found->packed().next()) {
    if (same_part(found->packed().path(), part)) return found;
  }
  return nullptr;
}

std::unique_ptr<ByteSource> XlsxPackage::need(std::string_view part) const {
  auto found = open(part);
  if (found != nullptr) return found;
  throw Error(Exit::kInput, fmt::format("{} is damaged or no workbook: it has no {}", name_, part),
              "open and save it with a spreadsheet program, as .xlsx or CSV");
}

std::vector<XlsxPackage::Relation> XlsxPackage::relations(std::string_view part) const {
  const std::size_t behind = part.rfind('/') + 1;
  const std::string_view folder = part.substr(0, behind);
  const std::string path = fmt::format("{}_rels/{}.rels", folder, part.substr(behind));
  auto in = open(path);
  if (in == nullptr) return {};
  RelationHandler handler(folder);
  XmlReader(std::move(in), fmt::format("{}: {}", name_, path), handler).read_all();
  return std::move(handler.relations);
}

}  // namespace ckm::formats
