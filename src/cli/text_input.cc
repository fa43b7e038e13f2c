#include "cli/text_input.hh"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "base/suggest.hh"
#include "text/detect_source.hh"
#include "text/undecodable.hh"

namespace ckm::cli {
namespace {

constexpr double kUnsure = 0.8;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

[[noreturn]] void unknown_encoding(const std::string& typed) {
  std::vector<std::string> names = text::encoding_names();
  for (std::string& name : names) name = lower(name);
  const auto near = text::find_encoding(nearest(lower(typed), names));
  throw Error(Exit::kUsage, fmt::format("--encoding: there is no '{}'", typed),
              near ? fmt::format("did you mean '{}'?", near->name)
                   : "write it as UTF-8, GB18030, Big5, Shift_JIS, windows-1252 or any other name that IANA has");
}

std::string judged(const text::Detected& found) {
  if (found.by_mark) return fmt::format("read as {}, by its byte-order mark", found.encoding);
  const std::string line = fmt::format("read as {} (confidence {:.2f})", found.encoding, found.confidence);
  return found.confidence < kUnsure ? line + "; where that is wrong, name it with --encoding" : line;
}

}  // namespace

void add_decoding(Args& args, DecodingOptions& options) {
  args.add({.name = "--encoding",
            .into = &options.encoding,
            .value = "NAME",
            .summary = "the encoding, where finding it goes wrong: GB18030, Big5, …",
            .filled = true});
  args.add({.name = "--lenient",
            .into = &options.lenient,
            .summary = "replace bytes that can't be decoded by U+FFFD and count them, rather than reject"});
}

TextInput::TextInput(const Context& context, Input& input, const DecodingOptions& options)
    : context_(context), input_(input), lenient_(options.lenient) {
  if (!options.encoding.empty()) {
    const auto named = text::find_encoding(options.encoding);
    if (!named) unknown_encoding(options.encoding);
    encoding_ = *named;
  }
  const auto on_undecodable = lenient_ ? text::OnUndecodable::kReplace : text::OnUndecodable::kMark;
  if (options.encoding.empty() && !input.seekable()) {
    encoding_ = *text::find_encoding("UTF-8");
    text_ = &piped_.emplace(input.bytes(), on_undecodable, [this](const text::Detected& found, const text::Encoding& encoding) {
      encoding_ = encoding;
      tell_found(found);
    });
    return;
  }
  if (options.encoding.empty()) {
    const text::Detected found = text::detect_source(input.file());
    // ASCII is read as UTF-8, so that what follows the samples may be that.
    encoding_ = *text::find_encoding(found.plain() ? "UTF-8" : found.encoding);
    tell_found(found);
  }
  text_ = &decoded_.emplace(input.bytes(), encoding_, on_undecodable);
}

void TextInput::tell_found(const text::Detected& found) const {
  if (found.binary)
    throw Error(Exit::kInput, fmt::format("{}: not a text: what it holds is written in no encoding", name()),
                "ckm help import lists what can be read; if it is text, name its encoding with --encoding");
  constexpr double kDoubtful = 0.3;
  if (!found.plain() || found.confidence < kDoubtful) context_.say(fmt::format("{}: {}", name(), judged(found)));
}

std::string TextInput::raw(std::string_view part) const { return text::with_raw_bytes(part, is_utf8()); }

void TextInput::tell_undecodable() const {
  const text::DecodeSource* const decoder = piped_ ? piped_->decoder() : &*decoded_;
  const std::uint64_t count = decoder == nullptr ? 0 : decoder->undecodable();
  if (count == 0) return;
  const std::string places = count == 1 ? "1 place" : fmt::format("{} places", count);
  const std::string line = fmt::format("{}: {} could not be decoded as {}{}, the first at offset {}", name(), places,
                                       encoding_.name, lenient_ ? " and U+FFFD stands there" : "", decoder->first_undecodable());
  if (lenient_) context_.warn(line);
  else context_.say(fmt::format("{}\nhint: {}", line, text::kUndecodableHint));
}

std::string read_whole(TextInput& input) {
  constexpr std::size_t kLargest = 64 << 20;
  constexpr std::size_t kBuffer = 65536;
  std::string out;
  for (std::size_t n = 1; n > 0;) {
    const std::size_t at = out.size();
    if (at > kLargest)
      throw Error(Exit::kInput, fmt::format("{} has more than 64 MiB", input.name()),
                  "this is for single texts: cut it in pieces");
    out.resize(at + kBuffer);
    n = input.text().read(std::span(out).subspan(at));
    out.resize(at + n);
  }
  if (const auto bytes = text::find_undecodable(out))
    throw Error(Exit::kInput, fmt::format("{}: {}", input.name(), bytes->reason()), std::string(text::kUndecodableHint));
  return out;
}

std::string read_words_or_text(const Context& context, const std::vector<std::string>& words, const DecodingOptions& options) {
  if (!words.empty() && words != std::vector<std::string>{"-"}) return fmt::format("{}", fmt::join(words, " "));
  Input standard("-");
  TextInput input(context, standard, options);
  std::string text = read_whole(input);
  input.tell_undecodable();
  return text;
}

}  // namespace ckm::cli
