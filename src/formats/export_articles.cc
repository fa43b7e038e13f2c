#include "base/error.hh"
#include "formats/article_text.hh"
#include "formats/exporters.hh"

namespace ckm::formats {
namespace {

class ArticleExporter final : public Exporter {
 public:
  explicit ArticleExporter(Write write) : write_(std::move(write)) {}
  void ticket(const Identity&, const model::Ticket&) override {
    throw Error(Exit::kUsage, "a ticket has no text that people edit", "export tickets as jsonl, or as md by themselves");
  }
  void article(const Identity& identity, const model::Article& article) override {
    write_(write_exported_text(edited_form(identity, article), identity.source));
  }
  void finish() override {}

 private:
  Write write_;
};

}  // namespace

model::Article edited_form(const Identity& identity, model::Article article) {
  if (identity.category_by == "person") article.category = identity.category;
  return article;
}

std::unique_ptr<Exporter> make_article_exporter(Write write, const ExportOptions&) {
  return std::make_unique<ArticleExporter>(std::move(write));
}

}  // namespace ckm::formats
