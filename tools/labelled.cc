#include "labelled.hh"

#include <fmt/format.h>

#include <cstdlib>
#include <span>

#include "base/error.hh"
#include "formats/format.hh"
#include "formats/mapping.hh"

namespace ckm::tools {
namespace {

class Rows final : public formats::Sink {
 public:
  Rows(std::string_view text, std::string_view label) : label_(label) {
    while (!text.empty()) {
      const auto blank = std::min(text.find(' '), text.size());
      texts_.push_back(text.substr(0, blank));
      text.remove_prefix(std::min(blank + 1, text.size()));
    }
  }
  bool ticket(model::Ticket&&, const model::Origin&, formats::Place) override { return true; }
  bool article(model::Article&&, const model::Origin&, formats::Place) override { return true; }
  bool entry(model::Entry&&, const model::Origin&, formats::Place) override { return true; }
  bool reject(formats::Rejection&& rejection) override {
    fmt::print(stderr, "row {}: {}\n", rejection.place.line, rejection.reason);
    return true;
  }
  void header(std::string_view) override {}
  void note(std::string_view) override {}
  [[nodiscard]] bool wants_raw() const override { return true; }
  bool raw(std::span<const formats::Cell> cells, formats::Place) override {
    Labelled row;
    for (const std::string_view column : texts_) {
      for (const formats::Cell& cell : cells) {
        if (cell.name != column) continue;
        if (!row.text.empty()) row.text += '\n';
        row.text += cell.text;
      }
    }
    for (const formats::Cell& cell : cells) {
      if (cell.name == label_) row.label = cell.text;
    }
    if (!row.label.empty()) rows.push_back(std::move(row));
    return true;
  }

  std::vector<Labelled> rows;

 private:
  std::vector<std::string_view> texts_;
  std::string_view label_;
};

}  // namespace

std::vector<Labelled> read_labelled(const std::filesystem::path& path, std::string_view text, std::string_view label) {
  try {
    const std::string suffix = path.extension().string();
    const formats::ImportFormat* format = formats::find_import_format(suffix.empty() ? suffix : suffix.substr(1));
    if (format == nullptr) throw Error(Exit::kInput, fmt::format("{} is no table", path.string()), "");
    FileSource file(path.string());
    formats::ReadOptions options;
    options.kind = model::Kind::kTicket;
    options.name = path.string();
    options.any_names = true;
    Rows rows(text, label);
    format->read(file, options, rows);
    if (rows.rows.empty()) throw Error(Exit::kInput, fmt::format("{} has no {} with a {}", path.string(), text, label), "");
    return std::move(rows.rows);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    std::exit(1);
  }
}

}  // namespace ckm::tools
