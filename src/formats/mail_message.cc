#include "formats/mail_message.hh"

#include <fmt/format.h>

#include <algorithm>

#include "base/interrupt.hh"
#include "formats/gmime.hh"
#include "formats/mail_text.hh"
#include "formats/mail_words.hh"
#include "formats/record.hh"
#include "text/html.hh"

namespace ckm::formats {
namespace {

constexpr int kDeepest = 100;  // Parts within parts.
constexpr std::size_t kMostAttachments = 1000;
constexpr std::size_t kChunk = std::size_t{64} << 10;
constexpr std::size_t kPointer = 300;  // A plain text that long may be there to say that the other one is HTML.
constexpr std::string_view kEncrypted = "(This mail is encrypted; its text can't be read here.)";

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

std::string_view view(const char* text) { return text == nullptr ? std::string_view() : text; }

// What the parts of a mail say.
class Parts {
 public:
  Parts(Mail& mail, bool from_marks) : mail_(mail), from_marks_(from_marks) {}

  void walk(GMimeObject* part, int depth);
  void finish();

 private:
  struct Leaf {
    std::string text;
    std::string came;
  };
  void alternative(GMimeMultipart* parts, int depth);
  void forwarded(GMimeMessagePart* part, int depth);
  void leaf(GMimePart* part);
  Leaf read_text(GMimePart* part, bool html);
  void attach(GMimeObject* part);
  void append(const Leaf& leaf);
  GMimeOwned<GMimeStream> open(GMimePart* part) const;
  [[nodiscard]] std::string type(GMimeObject* part) const;
  [[nodiscard]] std::string parameter(GMimeObject* part, const char* name) const;

  const GMime& lib_ = gmime();
  Mail& mail_;
  bool from_marks_;
  bool only_attachments_ = false;
  std::string text_;
  std::string came_;
};

std::string Parts::type(GMimeObject* part) const {
  GMimeContentType* const type = lib_.content_type(part);
  if (type == nullptr) return "text/plain";
  return lower(clean_line(fmt::format("{}/{}", view(lib_.media_type(type)), view(lib_.subtype(type)))));
}

std::string Parts::parameter(GMimeObject* part, const char* name) const {
  GMimeContentType* const type = lib_.content_type(part);
  return type == nullptr ? std::string() : clean_line(view(lib_.parameter(type, name)));
}

// The decoded bytes of a part; null where it has none.
GMimeOwned<GMimeStream> Parts::open(GMimePart* part) const {
  GMimeDataWrapper* const content = lib_.content(part);
  GMimeStream* const stream = content == nullptr ? nullptr : lib_.data_stream(content);
  if (stream == nullptr) return nullptr;
  lib_.stream_reset(stream);
  GMimeOwned<GMimeStream> filtered{lib_.stream_filter_new(stream)};
  const GMimeOwned<GMimeFilter> filter{lib_.decoding_filter(lib_.encoding(part), FALSE)};
  lib_.stream_filter_add(reinterpret_cast<GMimeStreamFilter*>(filtered.get()), filter.get());
  return filtered;
}

void Parts::attach(GMimeObject* part) {
  if (mail_.attachments.size() >= kMostAttachments) return;
  Attachment attachment;
  attachment.type = type(part);
  if (lib_.is_a(part, lib_.part_type())) {
    auto* const leaf = reinterpret_cast<GMimePart*>(part);
    attachment.name = clean_line(view(lib_.filename(leaf)));
    if (attachment.name.find("=?") != std::string::npos) attachment.name = decode_header_text(attachment.name);
    std::string chunk(kChunk, '\0');
    std::uint64_t& size = attachment.size.emplace(0);
    if (const auto stream = open(leaf)) {
      for (ssize_t n = 0; (n = lib_.stream_read(stream.get(), chunk.data(), chunk.size())) > 0;) {
        size += static_cast<std::uint64_t>(n);
        stop_if_interrupted();
      }
    }
  } else if (lib_.is_a(part, lib_.message_part_type())) {
    auto* const inner = lib_.inner_message(reinterpret_cast<GMimeMessagePart*>(part));
    if (inner != nullptr)
      attachment.name = decode_header_text(view(lib_.header(reinterpret_cast<GMimeObject*>(inner), "Subject")));
  }
  mail_.attachments.push_back(std::move(attachment));
}

Parts::Leaf Parts::read_text(GMimePart* part, bool html) {
  Leaf leaf;
  const auto stream = open(part);
  if (stream == nullptr) return leaf;
  std::string bytes;
  std::string chunk(kChunk, '\0');
  for (ssize_t n = 0; (n = lib_.stream_read(stream.get(), chunk.data(), chunk.size())) > 0;) {
    bytes.append(chunk, 0, std::min(static_cast<std::size_t>(n), kMostMailText - bytes.size()));
    if (bytes.size() == kMostMailText) {
      mail_.cut = true;
      break;
    }
  }
  auto* const object = reinterpret_cast<GMimeObject*>(part);
  std::string label = parameter(object, "charset");
  if (html && label.empty()) {
    const std::string head = lower(std::string_view(bytes).substr(0, 2048));
    if (const std::size_t at = head.find("charset="); at != std::string::npos) {
      const std::size_t begin = head.find_first_not_of("\"' ", at + 8);
      if (begin != std::string::npos) label = head.substr(begin, head.find_first_of("\"' />;", begin) - begin);
    }
  }
  std::string decoded = decode_mail_text(bytes, label);
  if (from_marks_ && lib_.encoding(part) != GMIME_CONTENT_ENCODING_BASE64 && decoded.find(">From ") != std::string::npos) {
    decoded = without_from_marks(decoded);
  }
  assign_body(leaf.came, decoded);
  if (html) {
    leaf.text = text::html_to_markdown(leaf.came);
    return leaf;
  }
  if (is_pgp_encrypted(leaf.came)) {
    mail_.encrypted = true;
    leaf.text = kEncrypted;
    return leaf;
  }
  const bool flowed = lower(parameter(object, "format")) == "flowed";
  // The blank at the end of the last line is no part of the text either way.
  leaf.text = flowed ? unflow(leaf.came, lower(parameter(object, "delsp")) == "yes") : leaf.came;
  leaf.text = trimmed(without_pgp_armour(leaf.text));
  return leaf;
}

void Parts::append(const Leaf& leaf) {
  if (leaf.text.empty()) return;
  if (!text_.empty()) text_ += "\n\n";
  if (!came_.empty()) came_ += "\n\n";
  text_ += leaf.text;
  came_ += leaf.came;
}

// The plain text, but where that is empty or only says that there is HTML.
void Parts::alternative(GMimeMultipart* parts, int depth) {
  const bool outer = only_attachments_;
  const int count = lib_.count(parts);
  Leaf plain;
  int plain_at = -1;
  for (int i = 0; i < count && plain_at < 0 && !outer; ++i) {
    GMimeObject* const part = lib_.part(parts, i);
    if (!lib_.is_a(part, lib_.part_type()) || type(part) != "text/plain") continue;
    plain = read_text(reinterpret_cast<GMimePart*>(part), false);
    plain_at = i;
  }
  const bool only_points_to_html =
      plain.text.empty() || (plain.text.size() < kPointer && lower(plain.text).find("html") != std::string::npos);
  const std::size_t before = text_.size();
  const std::size_t came_before = came_.size();
  // The richest one comes last.
  for (int i = count - 1; i >= 0; --i) {
    GMimeObject* const part = lib_.part(parts, i);
    if (i == plain_at) continue;
    const std::string kind = type(part);
    only_attachments_ = outer || !only_points_to_html || text_.size() > before;
    if (only_attachments_ && kind.starts_with("text/") && kind != "text/calendar") continue;
    walk(part, depth + 1);
  }
  only_attachments_ = outer;
  if (outer || (only_points_to_html && text_.size() > before)) return;
  text_.resize(before);
  came_.resize(came_before);
  append(plain);
}

void Parts::forwarded(GMimeMessagePart* part, int depth) {
  auto* const inner = lib_.inner_message(part);
  if (inner == nullptr || only_attachments_) return attach(reinterpret_cast<GMimeObject*>(part));
  auto* const object = reinterpret_cast<GMimeObject*>(inner);
  Leaf head;
  head.text = "---------- Forwarded message ----------";
  for (const char* const name : {"From", "Date", "Subject", "To"}) {
    const std::string value = decode_header_text(view(lib_.header(object, name)));
    if (!value.empty()) head.text += fmt::format("\n{}: {}", name, value);
  }
  head.came = head.text;
  append(head);
  if (GMimeObject* const body = lib_.message_part(inner)) walk(body, depth + 1);
}

void Parts::leaf(GMimePart* part) {
  auto* const object = reinterpret_cast<GMimeObject*>(part);
  const std::string kind = type(object);
  if (kind == "application/pgp-signature" || kind.ends_with("/pkcs7-signature") || kind.ends_with("/x-pkcs7-signature")) return;
  if (kind.ends_with("/pkcs7-mime") || kind.ends_with("/x-pkcs7-mime") || kind == "application/pgp-encrypted") {
    mail_.encrypted = true;
    return append({std::string(kEncrypted), {}});
  }
  const bool named = !view(lib_.filename(part)).empty();
  const bool apart = lower(view(lib_.disposition(object))) == "attachment" || named;
  const bool readable_text = kind.starts_with("text/") && kind != "text/calendar" && kind != "text/rfc822-headers";
  if (!readable_text || apart) return attach(object);
  if (!only_attachments_) append(read_text(part, kind == "text/html"));
}

void Parts::walk(GMimeObject* part, int depth) {
  if (part == nullptr || depth > kDeepest) return;
  if (lib_.is_a(part, lib_.message_part_type())) return forwarded(reinterpret_cast<GMimeMessagePart*>(part), depth);
  if (!lib_.is_a(part, lib_.multipart_type())) {
    if (lib_.is_a(part, lib_.part_type())) leaf(reinterpret_cast<GMimePart*>(part));
    return;
  }
  auto* const parts = reinterpret_cast<GMimeMultipart*>(part);
  const std::string kind = type(part);
  if (kind == "multipart/alternative") return alternative(parts, depth);
  if (kind == "multipart/encrypted") {
    mail_.encrypted = true;
    return append({std::string(kEncrypted), {}});
  }
  const bool report = kind == "multipart/report";
  if (report && lower(parameter(part, "report-type")) == "delivery-status") mail_.automatic = Automatic::kBounce;
  for (int i = 0; i < lib_.count(parts); ++i) {
    GMimeObject* const child = lib_.part(parts, i);
    // What is below the first part of a report is for programs; of a page, what it shows.
    const bool below = i > 0 && (report || kind == "multipart/related");
    if (below && !lib_.is_a(child, lib_.multipart_type())) {
      attach(child);
      continue;
    }
    walk(child, depth + 1);
  }
}

void Parts::finish() {
  mail_.text = trimmed(text_);
  const std::string_view came = trimmed(came_);
  if (came != mail_.text) mail_.raw = came;
}

Automatic automatic_of(const MailHeader& header) {
  const std::string from = lower(header.field("from"));
  const bool from_daemon = from.find("mailer-daemon@") != std::string::npos || from.find("postmaster@") != std::string::npos;
  if (!header.field("x-failed-recipients").empty() || (from_daemon && header.field("return-path") == "<>"))
    return Automatic::kBounce;
  const std::string submitted = lower(header.field("auto-submitted"));
  const std::string precedence = lower(header.field("precedence"));
  const bool replied = !submitted.empty() && !submitted.starts_with("no");
  const bool mass = precedence == "auto_reply" || (precedence == "bulk" && header.field("list-id").empty());
  const bool responder = !header.field("x-autoreply").empty() || !header.field("x-autorespond").empty();
  return replied || mass || responder ? Automatic::kReply : Automatic::kNo;
}

std::vector<std::string> names_of(std::string_view field, std::string_view label) {
  std::vector<std::string> names;
  for (const model::Party& party : people_of(field, label)) names.push_back(model::name_of(party));
  return names;
}

}  // namespace

Mail read_mail(const MailHeader& header, const MailPlace& place) {
  const GMime& lib = gmime();
  Mail mail;
  const std::string label = charset_of(header);
  mail.id = clean_line(header.id());
  mail.references = header.references();
  for (std::string& id : mail.references) id = clean_line(id);
  mail.subject = decode_header_text(header.field("subject"), label);
  const std::string_view from = header.field("from").empty() ? header.field("sender") : header.field("from");
  if (auto people = people_of(from, label); !people.empty()) mail.from = std::move(people.front());
  mail.to = names_of(header.field("to"), label);
  mail.cc = names_of(header.field("cc"), label);
  mail.list = decode_header_text(header.field("list-id"), label);
  if (const std::size_t open = mail.list.rfind('<'); open != std::string::npos && mail.list.ends_with('>')) {
    mail.list = mail.list.substr(open + 1, mail.list.size() - open - 2);
  }
  mail.at = header.time();
  mail.automatic = automatic_of(header);
  const GMimeOwned<GMimeStream> stream{
      lib.stream_of_file(place.fd, static_cast<gint64>(place.begin), static_cast<gint64>(place.end))};
  lib.set_owner(reinterpret_cast<GMimeStreamFs*>(stream.get()), FALSE);
  const GMimeOwned<GMimeParser> parser{lib.parser_new(stream.get())};
  const GMimeOwned<GMimeMessage> message{lib.parse_message(parser.get(), nullptr)};
  Parts parts(mail, place.from_marks);
  if (message != nullptr) parts.walk(lib.message_part(message.get()), 0);
  parts.finish();
  return mail;
}

}  // namespace ckm::formats
