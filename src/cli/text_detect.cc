#include <fmt/format.h>

#include <array>
#include <memory>

#include "base/spool.hh"
#include "cli/declare.hh"
#include "cli/printer.hh"
#include "text/decode.hh"
#include "text/detect_source.hh"
#include "text/language.hh"
#include "text/script.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kLookedAt = std::size_t{256} << 10U;  // Of the text, for script and language.

// Counts line ends as the text goes by.
class LineEnds {
 public:
  void add(std::string_view text) {
    for (const char c : text) {
      if (c == '\n') ++(after_cr_ ? crlf_ : lf_);
      else if (after_cr_) ++cr_;
      after_cr_ = c == '\r';
    }
  }
  [[nodiscard]] Value name() {
    if (std::exchange(after_cr_, false)) ++cr_;
    const int kinds = (lf_ > 0 ? 1 : 0) + (crlf_ > 0 ? 1 : 0) + (cr_ > 0 ? 1 : 0);
    if (kinds == 0) return {};
    return Value(kinds > 1 ? "mixed" : lf_ > 0 ? "LF" : crlf_ > 0 ? "CRLF" : "CR");
  }

 private:
  std::uint64_t lf_ = 0;
  std::uint64_t crlf_ = 0;
  std::uint64_t cr_ = 0;
  bool after_cr_ = false;
};

std::string language_of(std::string_view text, std::string_view script) {
  if (script == "Hans" || script == "Hant") return fmt::format("zh-{}", script);
  if (script == "Jpan") return "ja";
  if (script == "Kore") return "ko";
  return std::string(text::language_code(text::guess_language(text)));
}

std::vector<Cell> examine(const std::string& path) {
  FileSource file(path);
  std::optional<Spool> spool;
  const text::Detected found = file.seekable() ? text::detect_source(file) : text::detect_source(spool.emplace(file));
  const auto or_null = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  if (found.binary) return {Value(path), Value("binary"), Value(), Value(false), Value(), Value(), Value(), Value()};
  ByteSource& bytes = spool ? static_cast<ByteSource&>(*spool) : file;
  text::DecodeSource decoded(bytes, *text::find_encoding(found.encoding), text::OnUndecodable::kReplace);
  std::string head;
  LineEnds ends;
  std::array<char, 65536> buffer;
  while (const std::size_t n = decoded.read(buffer)) {
    const std::string_view text(buffer.data(), n);
    if (head.size() < kLookedAt) head += text;
    ends.add(text);
  }
  const std::string script(text::guess_script(head));
  const std::string language = language_of(head, script);
  return {Value(path),
          Value(std::string(found.encoding)),
          Value::decimal(found.confidence, 2),
          Value(found.by_mark),
          or_null(script == "Zyyy" ? "" : script),
          or_null(language),
          ends.name(),
          Value(static_cast<std::int64_t>(decoded.undecodable()))};
}

Exit detect(Context& context, const std::vector<std::string>& named) {
  using Use = Column::Use;
  Printer out(context, "text-detect",
              {{"input", Use::kText},
               {"encoding", Use::kId},
               {"confidence", Use::kNumber},
               {"by_mark", Use::kHidden},
               {"script"},
               {"language"},
               {"line_ends"},
               {"undecodable", Use::kNumber}});
  Exit status = Exit::kDone;
  const std::vector<std::string> files = named.empty() ? std::vector<std::string>{"-"} : named;
  for (const std::string& path : files) {
    try {
      out.row(examine(path));
    } catch (const Error& e) {
      // One unreadable file never stops the others.
      if (e.code() != Exit::kInput || files.size() == 1) throw;
      context.warn(fmt::format("ckm: {}\nhint: {}", e.what(), e.hint()));
      status = Exit::kInput;
    }
  }
  out.finish();
  return status;
}

}  // namespace

Run declare_text_detect(Args& args) {
  const auto files = std::make_shared<std::vector<std::string>>();
  args.add({.name = "FILE", .into = files.get(), .summary = "files to look at; - or nothing: standard input"});
  return {[] { return Access::kNone; }, [files](Context& context) { return detect(context, *files); }};
}

}  // namespace ckm::cli
