#include "formats/export_table.hh"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hh"
#include "formats/person_values.hh"

namespace ckm::formats {
namespace {

using model::Article;
using model::Message;
using model::Role;
using model::Ticket;

constexpr auto kTicketColumns = std::to_array<std::string_view>({"ref",
                                                                 "source",
                                                                 "id",
                                                                 "subject",
                                                                 "body",
                                                                 "answer",
                                                                 "status",
                                                                 "priority",
                                                                 "queue",
                                                                 "channel",
                                                                 "type",
                                                                 "category",
                                                                 "effective_category",
                                                                 "category_by",
                                                                 "product",
                                                                 "language",
                                                                 "requester",
                                                                 "requester_email",
                                                                 "assignee",
                                                                 "created_at",
                                                                 "updated_at",
                                                                 "resolved_at",
                                                                 "tags",
                                                                 "said",
                                                                 "extra"});
constexpr auto kArticleColumns = std::to_array<std::string_view>({"ref",         "kind",       "source",
                                                                  "id",          "title",      "body",
                                                                  "phrasings",   "category",   "effective_category",
                                                                  "category_by", "tags",       "product",
                                                                  "phase",       "language",   "confidence",
                                                                  "audience",    "governance", "valid_from",
                                                                  "valid_to",    "review_by",  "created_at",
                                                                  "updated_at",  "uid",        "extra"});

std::string extra_text(const Value& extra) { return extra.is_null() ? std::string() : json::dump(extra); }

// A list as importing splits it: a tag with a comma inside needs a semicolon to be seen as one.
std::string tags_text(const std::vector<std::string>& tags) {
  std::string out;
  for (const std::string& tag : tags) {
    if (!out.empty()) out.push_back(';');
    out += tag;
  }
  if (tags.size() == 1 && out.find_first_of(",|") != std::string::npos) out.push_back(';');
  return out;
}

std::string lines_text(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out.push_back('\n');
    out += line;
  }
  return out;
}

class TableExporter final : public Exporter {
 public:
  explicit TableExporter(std::unique_ptr<TableWriter> writer) : writer_(std::move(writer)) {}

  void ticket(const Identity& identity, const Ticket& ticket) override {
    begin(model::Kind::kTicket, kTicketColumns);
    const auto asked = std::ranges::find(ticket.messages, Role::kCustomer, &Message::role);
    const auto told = std::find_if(ticket.messages.rbegin(), ticket.messages.rend(),
                                   [](const Message& message) { return message.role == Role::kAgent && !message.internal; });
    put(identity.ref);
    put(identity.source);
    put(ticket.external_id);
    put(ticket.subject);
    put(asked == ticket.messages.end() ? std::string_view() : asked->body);
    put(told == ticket.messages.rend() ? std::string_view() : told->body);
    for (const std::string* text :
         {&ticket.status, &ticket.priority, &ticket.queue, &ticket.channel, &ticket.type, &ticket.category, &identity.category,
          &identity.category_by, &ticket.product, &ticket.language, &ticket.requester.name, &ticket.requester.email}) {
      put(*text);
    }
    put(ticket.assignee.name.empty() ? ticket.assignee.email : ticket.assignee.name);
    for (const auto* time : {&ticket.created_at, &ticket.updated_at, &ticket.resolved_at}) writer_->time(*time);
    put(tags_text(ticket.tags));
    put(identity.values.empty() ? std::string() : json::dump(to_value(identity.values)));
    put(extra_text(ticket.extra));
    writer_->end_row();
  }

  void article(const Identity& identity, const Article& article) override {
    begin(article.kind, kArticleColumns);
    put(identity.ref);
    put(model::info(article.kind).name);
    put(identity.source);
    put(article.external_id);
    put(article.title);
    put(article.body);
    put(lines_text(article.phrasings));
    for (const std::string* text : {&article.category, &identity.category, &identity.category_by}) put(*text);
    put(tags_text(article.tags));
    for (const std::string* text :
         {&article.product, &article.phase, &article.language, &article.confidence, &article.audience, &article.governance}) {
      put(*text);
    }
    for (const auto* time :
         {&article.valid_from, &article.valid_to, &article.review_by, &article.created_at, &article.updated_at}) {
      writer_->time(*time);
    }
    put(article.uid);
    put(extra_text(article.extra));
    writer_->end_row();
  }

  void finish() override { writer_->finish(); }

 private:
  void begin(model::Kind kind, std::span<const std::string_view> columns) {
    if (kind_ == kind) return;
    kind_ = kind;
    writer_->begin(kind, columns);
  }
  void put(std::string_view cell) { writer_->text(cell); }

  std::unique_ptr<TableWriter> writer_;
  std::optional<model::Kind> kind_;
};

}  // namespace

std::unique_ptr<Exporter> make_table_exporter(std::unique_ptr<TableWriter> writer) {
  return std::make_unique<TableExporter>(std::move(writer));
}

}  // namespace ckm::formats
