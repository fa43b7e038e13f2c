#include "fuzz/read_one.hh"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.hh"
#include "base/temp_file.hh"
#include "base/utf8.hh"
#include "formats/format.hh"
#include "formats/packed.hh"
#include "formats/repair_fields.hh"
#include "fuzz/segment.hh"
#include "model/article.hh"
#include "model/entry.hh"
#include "model/ticket.hh"
#include "text/decode.hh"
#include "text/detect.hh"
#include "text/encoding.hh"
#include "text/repair.hh"

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

// Bombs are other tests' matter.
constexpr formats::UnpackLimits kLimits = {.most_bytes = std::uint64_t{8} << 20U};
constexpr std::size_t kHead = 65536;

std::string all_of(ByteSource& in) {
  std::string text;
  std::string buffer(kHead, '\0');
  while (const std::size_t n = in.read(buffer)) text.append(buffer, 0, n);
  return text;
}

void unpack(ByteSource& source, std::string_view head) {
  formats::PackedReader packed(source, head, "input", kLimits);
  while (packed.next()) {
    if (utf8::first_invalid(packed.path())) throw std::logic_error("a path is no UTF-8");
    try {
      all_of(packed.bytes());
    } catch (const Error&) {
      if (packed.broken()) return;
    }
  }
}

// As it comes from a pipe, and from a file, which libarchive reads another way.
void read_packed(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, kHead);
  if (!formats::is_packed(head)) return;
  try {
    MemorySource source(bytes);
    unpack(source, head);
  } catch (const Error&) {
  }
  TempFile kept("the input", "");
  kept.append(bytes);
  FileSource file(std::move(kept), "input");
  unpack(file, head);
}

void check_repair(std::string_view raw) {
  const text::Repair repaired = text::repair(raw);
  if (text::undo_repair(repaired.text, repaired.edits) != raw) throw std::logic_error("a repair can't be undone");
  if (!text::may_be_damaged(raw) && !(repaired.edits.empty() && repaired.findings.empty()))
    throw std::logic_error("a repair was not foreseen");
  const bool settled = std::ranges::find(repaired.findings, "unsettled", &text::Finding::rule) == repaired.findings.end();
  if (settled && text::repair(repaired.text).text != repaired.text) throw std::logic_error("a repaired text is repaired again");
}

void repair_text(std::string_view bytes) {
  check_repair(bytes);
  const auto encoding = text::find_encoding(text::detect(bytes).encoding);
  if (!encoding) throw std::logic_error("an encoding that nothing decodes");
  MemorySource source(bytes);
  text::DecodeSource decoded(source, *encoding, text::OnUndecodable::kReplace);
  const std::string text = all_of(decoded);
  if (utf8::first_invalid(text)) throw std::logic_error("what was decoded is no UTF-8");
  check_repair(text);
}

void read_format(const formats::ImportFormat& format, std::string_view bytes) {
  formats::ReadOptions options;
  options.name = "input";
  options.unpack = kLimits;
  Dropped sink;
  MemorySource source(bytes);
  text::DecodeSource text(source, *text::find_encoding("UTF-8"), text::OnUndecodable::kMark);
  format.sniff(bytes.substr(0, kHead));
  format.read(format.bytes ? static_cast<ByteSource&>(source) : text, options, sink);
}

}  // namespace

std::vector<std::string_view> readers() {
  std::vector<std::string_view> names = {"packed", "repair", "segment"};
  for (const formats::ImportFormat& format : formats::import_formats()) names.push_back(format.name);
  return names;
}

void read_one(std::string_view reader, std::string_view bytes) {
  const formats::ImportFormat* const format = formats::find_import_format(reader);
  try {
    if (format != nullptr) read_format(*format, bytes);
    else if (reader == "packed") read_packed(bytes);
    else if (reader == "repair") repair_text(bytes);
    else if (reader == "segment") read_segment(bytes);
    else throw std::logic_error("no such reader");
  } catch (const Error&) {
  }
}

}  // namespace ckm::fuzz
