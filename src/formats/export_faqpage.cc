// FAQ as schema.org's FAQPage in JSON-LD, which may stand in a <script> of a page. https://schema.org/FAQPage
#include <utility>

#include "base/error.hh"
#include "formats/exporters.hh"
#include "text/escape.hh"
#include "text/markdown_html.hh"

namespace ckm::formats {
namespace {

constexpr int kHighestHeading = 3;  // Below a page's title and the question.

class FaqPageExporter final : public Exporter {
 public:
  explicit FaqPageExporter(Write write) : write_(std::move(write)) {}

  void ticket(const Identity&, const model::Ticket&) override { refuse(); }

  void article(const Identity&, const model::Article& article) override {
    if (article.kind != model::Kind::kFaq) refuse();
    Value answer;
    answer.set("@type", "Answer").set("text", text::markdown_html(article.body, kHighestHeading));
    if (article.updated_at) answer.set("dateModified", format_time(*article.updated_at));
    Value question;
    question.set("@type", "Question").set("name", article.title);
    if (!article.phrasings.empty()) {
      Value others = Value::strings(article.phrasings);
      question.set("alternateName", std::move(others));
    }
    if (!article.language.empty()) question.set("inLanguage", article.language);
    question.set("acceptedAnswer", std::move(answer));
    begin();
    write_((std::exchange(any_, true) ? ",\n" : "\n") + text::script_json(question));
  }

  void finish() override {
    begin();
    write_(any_ ? "\n]}\n" : "]}\n");
  }

 private:
  [[noreturn]] static void refuse() {
    throw Error(Exit::kUsage, "a FAQPage holds questions with answers", "leave out --kind, or write: --kind faq");
  }
  void begin() {
    if (!std::exchange(begun_, true)) write_(R"({"@context":"https://schema.org","@type":"FAQPage","mainEntity":[)");
  }

  Write write_;
  bool begun_ = false;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Exporter> make_faqpage_exporter(Write write, const ExportOptions&) {
  return std::make_unique<FaqPageExporter>(std::move(write));
}

}  // namespace ckm::formats
