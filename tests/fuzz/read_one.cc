#include "fuzz/read_one.hh"

#include <optional>
#include <stdexcept>
#include <string>

#include "base/error.hh"
#include "formats/format.hh"
#include "formats/repair_fields.hh"
#include "model/article.hh"
#include "model/entry.hh"
#include "model/ticket.hh"
#include "text/decode.hh"

namespace ckm::fuzz {
namespace {

class Dropped final : public formats::Sink {
 public:
  bool ticket(model::Ticket&& ticket, const model::Origin&, formats::Place) override {
    formats::repair_fields(ticket);
    if (model::to_value(model::ticket_from_value(model::to_value(ticket))) != model::to_value(ticket))
      throw std::logic_error("a ticket does not survive as JSON");
    return true;
  }
  bool article(model::Article&& article, const model::Origin&, formats::Place) override {
    formats::repair_fields(article);
    return true;
  }
  bool entry(model::Entry&&, const model::Origin&, formats::Place) override { return true; }
  bool reject(formats::Rejection&&) override { return true; }
  void header(std::string_view) override {}
  void note(std::string_view) override {}
};

}  // namespace

void read_one(std::string_view name, std::string_view bytes) {
  const formats::ImportFormat* const format = formats::find_import_format(name);
  if (format == nullptr) throw std::logic_error("no such format");
  if (format->read_folder != nullptr) return;
  formats::ReadOptions options;
  options.name = "input";
  Dropped sink;
  MemorySource source(bytes);
  text::DecodeSource text(source, *text::find_encoding("UTF-8"), text::OnUndecodable::kMark);
  try {
    format->sniff(bytes.substr(0, 65536));
    format->read(format->bytes ? static_cast<ByteSource&>(source) : text, options, sink);
  } catch (const Error&) {
  }
}

}  // namespace ckm::fuzz
