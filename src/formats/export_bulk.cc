// Lines for the bulk interface of OpenSearch and Elasticsearch: what to do, then the document. The terms that ckm finds it by
// stand in `tokens` and `title_tokens`, with blanks between, for fields that are split at blanks.
// https://opensearch.org/docs/latest/api-reference/document-apis/bulk/
#include <map>
#include <utility>

#include "base/json.hh"
#include "formats/exporters.hh"
#include "formats/reader_text.hh"
#include "text/language.hh"
#include "text/stem.hh"
#include "text/tokenize.hh"

namespace ckm::formats {
namespace {

class BulkExporter final : public Exporter {
 public:
  explicit BulkExporter(Write write) : write_(std::move(write)) {}

  void ticket(const Identity& identity, const model::Ticket& ticket) override {
    Value out = begin(identity, "ticket", ticket.subject);
    std::string body;
    for (const model::Message& message : ticket.messages) body.append(body.empty() ? "" : "\n\n").append(message.body);
    for (const auto& [name, text] :
         {std::pair("status", &ticket.status), std::pair("priority", &ticket.priority), std::pair("queue", &ticket.queue),
          std::pair("channel", &ticket.channel), std::pair("product", &ticket.product), std::pair("language", &ticket.language)})
      put(out, name, *text);
    put(out, "tags", ticket.tags);
    put(out, "created_at", ticket.created_at);
    put(out, "updated_at", ticket.updated_at);
    end(identity, std::move(out), ticket.subject, body, ticket.language);
  }

  void article(const Identity& identity, const model::Article& article) override {
    Value out = begin(identity, model::info(article.kind).name, article.title);
    put(out, "phrasings", article.phrasings);
    for (const auto& [name, text] :
         {std::pair("product", &article.product), std::pair("phase", &article.phase), std::pair("language", &article.language),
          std::pair("confidence", &article.confidence), std::pair("audience", &article.audience)})
      put(out, name, *text);
    put(out, "tags", article.tags);
    put(out, "created_at", article.created_at);
    put(out, "updated_at", article.updated_at);
    std::string asked = article.title;
    for (const std::string& phrasing : article.phrasings) asked.append("\n").append(phrasing);
    end(identity, std::move(out), asked, reader_text(article), article.language);
  }

  void finish() override {}

 private:
  static void put(Value& out, const char* name, const std::string& text) {
    if (!text.empty()) out.set(name, text);
  }
  static void put(Value& out, const char* name, const std::vector<std::string>& list) {
    if (list.empty()) return;
    Value values = Value::strings(list);
    out.set(name, std::move(values));
  }
  static void put(Value& out, const char* name, const std::optional<Time>& time) {
    if (time) out.set(name, format_time(*time));
  }

  static Value begin(const Identity& identity, std::string_view kind, const std::string& title) {
    Value out;
    out.set("ref", identity.ref).set("kind", kind).set("source", identity.source);
    put(out, "title", title);
    put(out, "category", identity.category);
    return out;
  }

  void end(const Identity& identity, Value out, const std::string& asked, const std::string& body, const std::string& language) {
    put(out, "body", body);
    text::Language stems = text::language_from_code(language).value_or(text::Language::kNone);
    if (language.empty()) {
      stems = text::guess_language(body);
      if (stems == text::Language::kNone) stems = text::guess_language(asked);
    }
    text::Stemmer& stemmer = stemmers_.try_emplace(stems, stems).first->second;
    put(out, "title_tokens", tokens(asked, stemmer));
    put(out, "tokens", tokens(asked + "\n" + body, stemmer));
    line_ = "{\"index\":{\"_id\":";
    json::append_string(line_, identity.ref);
    line_ += "}}\n";
    json::append(line_, out);
    line_ += '\n';
    write_(line_);
  }

  // Words as they are and by their stems, so that a query in another language than the text's finds them too.
  static std::string tokens(const std::string& text, text::Stemmer& stemmer) {
    std::string out;
    text::TokenStream stream(text, stemmer);
    for (text::Token token; stream.next(token);) {
      out.append(out.empty() ? "" : " ").append(token.term);
      if (token.folded != token.term) out.append(" ").append(token.folded);
    }
    return out;
  }

  Write write_;
  std::string line_;
  std::map<text::Language, text::Stemmer> stemmers_;
};

// References alone, one a line.
class IdsExporter final : public Exporter {
 public:
  explicit IdsExporter(Write write) : write_(std::move(write)) {}
  void ticket(const Identity& identity, const model::Ticket&) override { write_(identity.ref + "\n"); }
  void article(const Identity& identity, const model::Article&) override { write_(identity.ref + "\n"); }
  void finish() override {}

 private:
  Write write_;
};

}  // namespace

std::unique_ptr<Exporter> make_bulk_exporter(Write write, const ExportOptions&) {
  return std::make_unique<BulkExporter>(std::move(write));
}

std::unique_ptr<Exporter> make_ids_exporter(Write write, const ExportOptions&) {
  return std::make_unique<IdsExporter>(std::move(write));
}

}  // namespace ckm::formats
