// An input that is text: opened, its encoding found or given, and decoded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/byte_source.hh"
#include "cli/command.hh"
#include "cli/input.hh"
#include "text/decode.hh"
#include "text/pipe_decoder.hh"

namespace ckm::cli {

struct DecodingOptions {
  std::string encoding;  // Empty: found.
  bool lenient = false;  // What can't be decoded is replaced, not marked.
};

// Adds --encoding and --lenient.
void add_decoding(Args& args, DecodingOptions& options);

class TextInput {
 public:
  // Says on standard error which encoding was found and how sure that is, unless it is UTF-8 or ASCII; of a pipe when it is
  // found. `input` is read by this alone and must outlive it.
  // Throws Error{kInput} for what is no text, of a pipe from text(), and Error{kUsage} with the nearest name for an encoding that
  // is not known.
  TextInput(const Context& context, Input& input, const DecodingOptions& options);
  TextInput(const TextInput&) = delete;
  TextInput& operator=(const TextInput&) = delete;

  // What the input is called in messages.
  [[nodiscard]] const std::string& name() const { return input_.name(); }
  [[nodiscard]] ByteSource& text() { return *text_; }
  [[nodiscard]] const text::Encoding& encoding() const { return encoding_; }
  [[nodiscard]] bool is_utf8() const { return encoding_.name == "UTF-8"; }
  // A part of the text with the bytes that could not be decoded in place of their marks.
  [[nodiscard]] std::string raw(std::string_view part) const;

  // To be called at the end: tells how many bytes could not be decoded, and what became of them or what to do.
  void tell_undecodable() const;

 private:
  void tell_found(const text::Detected& found) const;
  const Context& context_;
  Input& input_;
  text::Encoding encoding_;
  std::optional<text::DecodeSource> decoded_;  // Of a file, or where the encoding was given;
  std::optional<text::PipeDecoder> piped_;     // of another pipe.
  ByteSource* text_ = nullptr;
  bool lenient_;
};

// All of it, for what looks at a whole text. Throws Error{kInput} for more than 64 MiB and for bytes that can't be decoded.
std::string read_whole(TextInput& input);

// The words with blanks between them; standard input where there are none, or for "-" alone.
std::string read_words_or_text(const Context& context, const std::vector<std::string>& words, const DecodingOptions& options);

}  // namespace ckm::cli
