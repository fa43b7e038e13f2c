#include "formats/mail_words.hh"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/utf8.hh"
#include "formats/gmime.hh"
#include "formats/mail_text.hh"
#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostAddresses = 200;

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view view(const char* text) { return text == nullptr ? std::string_view() : text; }

// An encoded word (RFC 2047).
struct Word {
  std::string_view charset;
  char encoding = '\0';  // b or q
  std::string_view content;
  std::size_t length = 0;  // Of all of it.
};

std::optional<Word> word_at(std::string_view text) {
  if (!text.starts_with("=?")) return std::nullopt;
  const std::size_t charset = text.find('?', 2);
  if (charset == std::string_view::npos || charset + 2 >= text.size() || text[charset + 2] != '?') return std::nullopt;
  const std::size_t end = text.find('?', charset + 3);
  if (end == std::string_view::npos || !text.substr(end).starts_with("?=")) return std::nullopt;
  Word word{text.substr(2, charset - 2), static_cast<char>(text[charset + 1] | 0x20), {}, end + 2};
  word.content = text.substr(charset + 3, end - charset - 3);
  word.charset = word.charset.substr(0, word.charset.find('*'));  // A language may follow (RFC 2231).
  const bool named = !word.charset.empty() && word.charset.find_first_of(" \t") == std::string_view::npos;
  return named && (word.encoding == 'b' || word.encoding == 'q') ? std::optional(word) : std::nullopt;
}

std::string bytes_of(const Word& word) {
  const bool base64 = word.encoding == 'b';
  std::string out(word.content);
  if (!base64) std::ranges::replace(out, '_', ' ');
  int state = 0;
  std::uint32_t save = 0;
  const auto decode = base64 ? gmime().base64_step(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                                   reinterpret_cast<unsigned char*>(out.data()), &state, &save)
                             : gmime().quoted_step(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                                   reinterpret_cast<unsigned char*>(out.data()), &state, &save);
  out.resize(decode);
  return out;
}

// A header's encoded words decoded by ckm's own encodings: neighbours of one encoding together, since programs cut them within
// characters. `wrap` makes the text of each run.
template <typename Wrap>
std::string decode_words(std::string_view text, const Wrap& wrap) {
  std::string out;
  bool after_word = false;
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find("=?"), text.size());
    const auto first = word_at(text.substr(begin));
    const std::string_view before = text.substr(0, begin);
    // White space between encoded words is none.
    if (!after_word || !first || !trimmed(before).empty()) out.append(before);
    text.remove_prefix(begin);
    after_word = first.has_value();
    if (!first) {
      out.append(text.substr(0, 2));
      text.remove_prefix(std::min<std::size_t>(2, text.size()));
      continue;
    }
    std::string bytes = bytes_of(*first);
    text.remove_prefix(first->length);
    for (;;) {
      const std::size_t white = std::min(text.find_first_not_of(" \t"), text.size());
      const auto next = word_at(text.substr(white));
      if (!next || lower(next->charset) != lower(first->charset)) break;
      bytes += bytes_of(*next);
      text.remove_prefix(white + next->length);
    }
    out += wrap(decode_mail_text(bytes, first->charset));
  }
  return out;
}

// Bytes of a header as UTF-8, encoded words as they stand.
std::string readable(std::string_view field, std::string_view label) {
  const bool ascii = std::ranges::none_of(field, [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
  return ascii ? std::string(field) : decode_mail_text(field, label);
}

std::string as_word(const std::string& text) {
  const GMimeText encoded{gmime().base64_encode(reinterpret_cast<const guchar*>(text.data()), text.size())};
  return fmt::format("=?utf-8?B?{}?=", encoded.get());
}

void add_people(InternetAddressList* list, std::vector<model::Party>& into, int depth) {
  const GMime& lib = gmime();
  for (int i = 0; i < lib.address_count(list) && into.size() < kMostAddresses; ++i) {
    InternetAddress* const address = lib.address_at(list, i);
    if (lib.is_a(address, lib.group_type())) {
      if (depth < 2) add_people(lib.group_members(reinterpret_cast<InternetAddressGroup*>(address)), into, depth + 1);
      continue;
    }
    model::Party party;
    party.name = clean_line(view(lib.address_name(address)));
    if (lib.is_a(address, lib.mailbox_type())) {
      party.email = clean_line(view(lib.mailbox_address(reinterpret_cast<InternetAddressMailbox*>(address))));
    }
    if (party.name == party.email) party.name.clear();
    if (!party.empty()) into.push_back(std::move(party));
  }
}

}  // namespace

std::string clean_line(std::string_view text) {
  std::string line = utf8::first_invalid(text) ? decode_mail_text(text, {}) : std::string(text);
  return std::string(trimmed(utf8::one_line(line)));
}

std::vector<model::Party> people_of(std::string_view field, std::string_view label) {
  std::vector<model::Party> people;
  if (field.empty()) return people;
  // A name in an encoded word may hold a comma: it stays one.
  const std::string text = decode_words(readable(field, label), as_word);
  if (const GMimeOwned<InternetAddressList> list{gmime().parse_addresses(nullptr, text.c_str())})
    add_people(list.get(), people, 0);
  if (people.empty()) people.push_back({clean_line(text), {}, {}});
  return people;
}

std::string decode_header_text(std::string_view field, std::string_view label) {
  if (field.empty()) return {};
  return clean_line(decode_words(readable(field, label), [](std::string text) { return text; }));
}

std::string charset_of(const MailHeader& header) {
  const std::string type = lower(header.field("content-type"));
  const std::size_t at = type.find("charset=");
  if (at == std::string::npos) return {};
  const std::size_t begin = std::min(type.find_first_not_of("\"' ", at + 8), type.size());
  return type.substr(begin, type.find_first_of("\"'; ", begin) - begin);
}

}  // namespace ckm::formats
