// XML that is one part of a document, read in pieces: elements by their local names, so that the strict and the transitional
// namespaces of office documents are one. By libxml2, without network, documents of its own, or entities but the five of XML: a
// document type, in which entities could be made, is refused.
#pragma once

#include <libxml/parser.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/byte_source.hh"

namespace ckm::formats {

class XmlAttributes {
 public:
  XmlAttributes(const xmlChar** rows, int count) : rows_(rows), count_(count) {}
  // By its local name; empty where there is none. Valid during the call that got them.
  [[nodiscard]] std::string_view get(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(count_); }
  [[nodiscard]] std::string_view name(std::size_t i) const;
  [[nodiscard]] std::string_view value(std::size_t i) const;

 private:
  const xmlChar** rows_;
  int count_;
};

class XmlHandler {
 public:
  XmlHandler() = default;
  XmlHandler(const XmlHandler&) = delete;
  XmlHandler& operator=(const XmlHandler&) = delete;
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view part) = 0;  // May come in several parts.
};

// What to do about a document that can't be read.
struct XmlAdvice {
  std::string_view untrusted = "don't trust the file; save it again with a spreadsheet program if you do";
  std::string_view damaged = "get the file again, or open and save it with a spreadsheet program";
};

class XmlReader {
 public:
  // `name`: what errors call it. What the handler throws comes out of step().
  XmlReader(std::unique_ptr<ByteSource> in, std::string name, XmlHandler& handler, XmlAdvice advice = {});
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  ~XmlReader();

  // Reads the next 64 KiB; false at the end. Throws Error{kInput} for what is no XML; characters that it does not allow are left
  // out.
  bool step();
  void read_all() {
    while (step()) {
    }
  }
  // Within a call of the handler's start(): bytes read up to behind the last attribute, of a document in UTF-8, and the line.
  [[nodiscard]] std::uint64_t position() const;
  [[nodiscard]] std::uint64_t line() const;

 private:
  struct Callbacks;
  void check() const;
  std::unique_ptr<ByteSource> in_;
  std::string name_;
  XmlHandler& handler_;
  XmlAdvice advice_;
  std::string buffer_;
  xmlParserCtxtPtr context_;
  std::exception_ptr thrown_;
  std::optional<std::string> fault_;  // The first that can't be passed over.
  bool at_end_ = false;
};

}  // namespace ckm::formats
