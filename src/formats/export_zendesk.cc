// Articles as Zendesk's Help Center gives and takes them: {"articles":[…],"count":N}.
// https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/
#include <charconv>
#include <utility>

#include "base/error.hh"
#include "base/json.hh"
#include "formats/exporters.hh"
#include "formats/reader_text.hh"
#include "text/markdown_html.hh"

namespace ckm::formats {
namespace {

constexpr int kHighestHeading = 2;  // The first is the article's title.

// The number that an identifier is, or the identifier.
Value number_or_text(std::string_view id) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error == std::errc() && end == id.data() + id.size() && !id.empty() && id == std::to_string(number)) return number;
  return id;
}

class ZendeskExporter final : public Exporter {
 public:
  explicit ZendeskExporter(Write write) : write_(std::move(write)) {}

  void ticket(const Identity&, const model::Ticket&) override {
    throw Error(Exit::kUsage, "a ticket is no article", "name a kind of articles with --kind");
  }

  void article(const Identity& identity, const model::Article& article) override {
    // Translations of one article share a number, and are told apart by the locale: that is how they were imported.
    std::string_view id = article.external_id;
    std::string_view locale = article.language;
    if (const std::size_t slash = id.rfind('/'); slash != std::string_view::npos && id.substr(slash + 1) == locale)
      id = id.substr(0, slash);
    Value out;
    out.set("id", number_or_text(id));
    if (!locale.empty()) out.set("locale", locale).set("source_locale", locale);
    out.set("title", article.title).set("name", article.title);
    out.set("body", text::markdown_html(reader_text(article), kHighestHeading));
    const std::string& category = identity.category.empty() ? article.category : identity.category;
    if (!category.empty()) out.set("section", Value::Object{{"name", category}});
    Value labels = Value::strings(article.tags);
    out.set("label_names", std::move(labels));
    out.set("draft", article.confidence != "validated").set("promoted", false).set("comments_disabled", true);
    out.set("section_id", Value()).set("user_segment_id", Value());  // Numbers of that desk, which gives them itself.
    if (article.created_at) out.set("created_at", format_time(*article.created_at));
    if (article.updated_at)
      out.set("updated_at", format_time(*article.updated_at)).set("edited_at", format_time(*article.updated_at));
    line_ = count_++ == 0 ? "{\"articles\":[\n" : ",\n";
    json::append(line_, out);
    write_(line_);
  }

  void finish() override {
    line_ = count_ == 0 ? "{\"articles\":[" : "\n";
    line_.append("],\"count\":").append(std::to_string(count_)).append("}\n");
    write_(line_);
  }

 private:
  Write write_;
  std::string line_;
  std::int64_t count_ = 0;
};

}  // namespace

std::unique_ptr<Exporter> make_zendesk_exporter(Write write, const ExportOptions&) {
  return std::make_unique<ZendeskExporter>(std::move(write));
}

}  // namespace ckm::formats
