#include <algorithm>
#include <optional>

#include "base/error.hh"
#include "base/json.hh"
#include "formats/csv.hh"
#include "formats/exporters.hh"
#include "formats/person_values.hh"

namespace ckm::formats {
namespace {

using model::Article;
using model::Message;
using model::Role;
using model::Ticket;

// The names are aliases, so that a table imports again.
constexpr std::string_view kTicketHeader =
    "ref,source,id,subject,body,answer,status,priority,queue,channel,type,category,effective_category,category_by,product,"
    "language,requester,requester_email,assignee,created_at,updated_at,resolved_at,tags,said,extra\n";
constexpr std::string_view kArticleHeader =
    "ref,kind,source,id,title,body,phrasings,category,effective_category,category_by,tags,product,phase,language,confidence,"
    "audience,governance,valid_from,valid_to,review_by,created_at,updated_at,uid,extra\n";

std::string time_text(const std::optional<Time>& time) { return time ? format_time(*time) : std::string(); }

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

bool is_number(std::string_view cell) {
  const std::string_view digits = cell.substr(1);
  return !digits.empty() && digits.find_first_not_of("0123456789.") == std::string_view::npos &&
         std::ranges::count(digits, '.') <= 1 && digits != ".";
}

// What a spreadsheet would run (OWASP, CSV injection).
bool is_formula(std::string_view cell) {
  if (cell.empty()) return false;
  switch (cell.front()) {
    case '=':
    case '@':
    case '\t':
    case '\r': return true;
    case '+':
    case '-': return !is_number(cell);
    default: return false;
  }
}

class CsvExporter final : public Exporter {
 public:
  CsvExporter(Write write, const ExportOptions& options) : write_(std::move(write)), raw_(options.raw) {}

  void ticket(const Identity& identity, const Ticket& ticket) override {
    begin(kTicketHeader);
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
    for (const auto* time : {&ticket.created_at, &ticket.updated_at, &ticket.resolved_at}) put(time_text(*time));
    put(tags_text(ticket.tags));
    put(identity.values.empty() ? std::string() : json::dump(to_value(identity.values)));
    put(extra_text(ticket.extra));
    end();
  }

  void article(const Identity& identity, const Article& article) override {
    begin(kArticleHeader);
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
      put(time_text(*time));
    }
    put(article.uid);
    put(extra_text(article.extra));
    end();
  }

  void finish() override {}

 private:
  void begin(std::string_view header) {
    if (header_.empty()) {
      header_ = header;
      write_(header);
    } else if (header_ != header) {
      throw Error(Exit::kUsage, "tickets and articles can't share one CSV file",
                  "export one kind at a time with --kind, or use --as jsonl");
    }
  }
  void put(std::string_view cell) {
    if (!line_.empty()) line_.push_back(',');
    if (raw_ || !is_formula(cell)) append_csv_cell(line_, cell);
    else append_csv_cell(line_, std::string(1, '\'').append(cell));
  }
  void end() {
    line_.push_back('\n');
    write_(line_);
    line_.clear();
  }

  Write write_;
  bool raw_;
  std::string_view header_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Exporter> make_csv_exporter(Write write, const ExportOptions& options) {
  return std::make_unique<CsvExporter>(std::move(write), options);
}

}  // namespace ckm::formats
