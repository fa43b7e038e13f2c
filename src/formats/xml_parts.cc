#include "formats/xml_parts.hh"

#include <fmt/format.h>

#include <new>
#include <utility>

#include "base/error.hh"
#include "base/utf8.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kRow = 5;  // Local name, prefix, namespace, where the value begins, where it ends.

const char* plain(const xmlChar* text) { return reinterpret_cast<const char*>(text); }

}  // namespace

std::string_view XmlAttributes::get(std::string_view name) const {
  for (int i = 0; i < count_; ++i) {
    const xmlChar** const row = rows_ + static_cast<std::size_t>(i) * kRow;
    if (plain(row[0]) == name) return {plain(row[3]), static_cast<std::size_t>(row[4] - row[3])};
  }
  return {};
}

std::string_view XmlAttributes::name(std::size_t i) const { return plain(rows_[i * kRow]); }

std::string_view XmlAttributes::value(std::size_t i) const {
  const xmlChar** const row = rows_ + i * kRow;
  return {plain(row[3]), static_cast<std::size_t>(row[4] - row[3])};
}

struct XmlReader::Callbacks {
  // Nothing may be thrown through libxml2.
  template <typename Call>
  static void guarded(void* data, Call&& call) {
    auto& self = *static_cast<XmlReader*>(data);
    if (self.thrown_ || self.fault_) return;
    try {
      call(self);
    } catch (...) {
      self.thrown_ = std::current_exception();
      xmlStopParser(self.context_);
    }
  }

  static void start(void* data, const xmlChar* name, const xmlChar*, const xmlChar*, int, const xmlChar**, int count, int,
                    const xmlChar** attributes) {
    guarded(data, [&](XmlReader& self) { self.handler_.start(plain(name), XmlAttributes(attributes, count)); });
  }
  static void end(void* data, const xmlChar* name, const xmlChar*, const xmlChar*) {
    guarded(data, [&](XmlReader& self) { self.handler_.end(plain(name)); });
  }
  static void text(void* data, const xmlChar* part, int size) {
    guarded(data, [&](XmlReader& self) { self.handler_.text({plain(part), static_cast<std::size_t>(size)}); });
  }
  static void document_type(void* data, const xmlChar*, const xmlChar*, const xmlChar*) {
    guarded(data, [](XmlReader& self) {
      throw Error(Exit::kInput, fmt::format("{} has a document type, as no program writes it", self.name_),
                  std::string(self.advice_.untrusted));
    });
  }
  // Characters that XML does not allow are left out: some programs write them, and they cost no more than themselves.
  static void error(void* data, xmlErrorPtr error) {
    auto& self = *static_cast<XmlReader*>(data);
    if (error->level != XML_ERR_FATAL || error->code == XML_ERR_INVALID_CHAR || self.fault_) return;
    guarded(data, [&](XmlReader&) {
      self.fault_ =
          error->code == XML_ERR_DOCUMENT_END && self.at_end_
              ? "it ends too early"
              : fmt::format("line {}: {}", error->line, utf8::one_line(error->message == nullptr ? "" : error->message));
    });
  }
};

XmlReader::XmlReader(std::unique_ptr<ByteSource> in, std::string name, XmlHandler& handler, XmlAdvice advice)
    : in_(std::move(in)), name_(std::move(name)), handler_(handler), advice_(advice), buffer_(kChunk, '\0') {
  xmlSAXHandler sax{};
  sax.initialized = XML_SAX2_MAGIC;
  sax.startElementNs = Callbacks::start;
  sax.endElementNs = Callbacks::end;
  sax.characters = Callbacks::text;
  sax.ignorableWhitespace = Callbacks::text;
  sax.cdataBlock = Callbacks::text;
  sax.internalSubset = Callbacks::document_type;
  sax.serror = Callbacks::error;
  context_ = xmlCreatePushParserCtxt(&sax, this, nullptr, 0, nullptr);
  if (context_ == nullptr) throw std::bad_alloc();
  // Without NOENT &amp; in an attribute stays &#38;. RECOVER goes on after a fault: check() decides which ones stop it.
  xmlCtxtUseOptions(context_, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_RECOVER);
}

// For entities that a document declares libxml2 makes a tree, though nobody asks it for one, and leaves it to whoever parses.
XmlReader::~XmlReader() {
  if (context_->myDoc != nullptr) xmlFreeDoc(context_->myDoc);
  xmlFreeParserCtxt(context_);
}

std::uint64_t XmlReader::position() const {
  const long bytes = xmlByteConsumed(context_);
  return bytes < 0 ? 0 : static_cast<std::uint64_t>(bytes);
}

std::uint64_t XmlReader::line() const {
  return context_->input == nullptr ? 0 : static_cast<std::uint64_t>(context_->input->line);
}

void XmlReader::check() const {
  if (thrown_) std::rethrow_exception(thrown_);
  if (!fault_) return;
  const std::string_view fault = *fault_;
  throw Error(Exit::kInput, fmt::format("{} is damaged: {}", name_, fault.substr(0, fault.find_last_not_of(' ') + 1)),
              std::string(advice_.damaged));
}

bool XmlReader::step() {
  if (at_end_) return false;
  const std::size_t n = in_->read(buffer_);
  at_end_ = n == 0;
  xmlParseChunk(context_, buffer_.data(), static_cast<int>(n), at_end_ ? 1 : 0);
  check();
  return !at_end_;
}

}  // namespace ckm::formats
