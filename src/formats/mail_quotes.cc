#include "formats/mail_quotes.hh"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "formats/record.hh"

namespace ckm::formats {
namespace {

constexpr std::size_t kMostAttributionLines = 4;
constexpr std::size_t kMostSignatureLines = 12;  // That are not blank.
constexpr std::size_t kMostFooterLines = 6;
constexpr std::size_t kMostBlockLines = 12;
constexpr std::size_t kLongestLabel = 40;  // Bytes, with what emphasises it.
constexpr std::size_t kLongestLine = 400;  // Of one that says something about a quotation.

// What stands above a quotation, as a whole line or several joined by blanks.
constexpr std::string_view kAttribution = R"((?i)[\s*_]*(?:)"
                                          R"((?:on|at)\b.+\bwrote\s*:)"                   // English
                                          R"(|.+\bwrote(?:\s.*)?:)"                       //
                                          R"(|.+\bwrites:)"                               //
                                          R"(|.+\bschrieben?\b.*:)"                       // German
                                          R"(|.+\ba écrit\b.*:)"                          // French
                                          R"(|.+\bescribi[oó]\b?.*:)"                     // Spanish
                                          R"(|.+\bescreveu\b.*:)"                         // Portuguese
                                          R"(|.+\bha scritto\b.*:)"                       // Italian
                                          R"(|.+\b(?:schreef|skrev)\b.*:)"                // Dutch, Swedish, Danish, Norwegian
                                          R"(|.+\bnapisa[lł]\(?a?\)?.*:)"                 // Polish, Czech
                                          R"(|.+(?:пишет|писал|написал)(?:\(а\)|а)?.*:)"  // Russian
                                          R"(|.+(?:写道|寫道|写到|寫到|编写|編寫|撰写|撰寫)\s*[:：])"          // Chinese
                                          R"(|.+(?:のメール|の書き込み|書きました|さんは書きました)\s*[:：])"  // Japanese
                                          R"(|.+(?:님이 작성|님이 쓴 글)\s*[:：])"                             // Korean
                                          R"(|.+(?:<|\(mailto:)[^<>\s()]+@[^<>\s()]+[>)].*[:：])"  // any that names an address,
                                          R"(|.*\d{1,2}[:.]\d{2}.*[:：])"                          // or a time
                                          R"()[\s*_]*)";

constexpr std::array<std::string_view, 14> kOpenings = {"on ", "at ",  "am ",  "le ", "el ", "em ", "il ",
                                                        "op ", "den ", "on\t", "在",  "于",  "於",  "20"};

// What stands between an answer and the mail that it answers.
constexpr std::string_view kOriginal =
    R"((?i)\\?[-_*\s\x{a0}]*(?:-{2,}|_{3,}|\*{2,})[\s\x{a0}]*(?:)"
    R"(original message|original appointment|original-nachricht|originalnachricht|ursprüngliche nachricht|message d'origine)"
    R"(|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande)"
    R"(|oprindelig meddelelse|opprinnelig melding|исходное сообщение|wiadomość oryginalna|reply message)"
    R"(|原始邮件|原始郵件|原始信件|原邮件|原郵件|回复的原邮件|回复的邮件|回覆的郵件|元のメッセージ|元のメール|원본 메시지|원본메시지)"
    R"()[\s\x{a0}]*\\?[-_*\s\x{a0}]*)";

constexpr std::string_view kForward =
    R"((?i)(?:\\?[-_*\s\x{a0}]*(?:-{2,})[\s\x{a0}]*(?:forwarded message|forwarded by .*|weitergeleitete nachricht)"
    R"(|message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat brev)"
    R"(|转发邮件|转发的邮件|转发邮件信息|轉寄郵件|轉寄的郵件|転送メッセージ|전달된 메시지|пересылаемое сообщение)[\s\x{a0}]*-*.*)"
    R"(|(?:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié|inicio del mensaje reenviado)"
    R"(|inizio messaggio inoltrato|下面是被转发的邮件|以下是轉寄的郵件|転送されたメッセージ)\s*[:：])[\s*_]*)";

constexpr std::string_view kSentFrom =
    R"((?i)[\s*_\[]*(?:sent from (?:my|mail|outlook|yahoo|proton|samsung|gmail|windows|a|the) ?.*|get \[?outlook for .+)"
    R"(|(?:von meinem|von mein) .+ gesendet|gesendet (?:mit|von) (?:der|dem|meinem|outlook|mail) ?.+)"
    R"(|envoyé (?:de|depuis|à partir de) (?:mon |ma |l')?.+|enviado (?:desde|do|a partir do) (?:mi |meu )?.+)"
    R"(|inviato da(?:l mio| ) ?.+|verzonden vanaf .+|skickat från .+|sendt fra .+|отправлено с(?:о)? .+)"
    R"(|wysłane z .+|(?:来自|發自|发自|發送自|发送自)(?:我的|\s?(?:iphone|ipad|android|outlook|qq|网易|手机)).*)"
    R"(|(?:從|从)我的\s?.+(?:傳送|發送|发送)|.+から送信(?:されました)?|나의 .+에서 보냄)[.。!\s*_\]]*)";

enum class Label : std::uint8_t { kFrom, kSent, kTo, kCc, kSubject };
struct Labels {
  Label label;
  std::string_view names;  // In lower case, between bars.
};
constexpr std::array<Labels, 5> kLabels = {{
    {Label::kFrom, "|from|von|de|da|van|från|fra|от|od|发件人|寄件者|寄件人|發件人|差出人|送信者|보낸 사람|보낸사람|"},
    {Label::kSent,
     "|sent|date|gesendet|datum|envoyé|date d'envoi|enviado|enviado el|enviada em|fecha|data|inviato|verzonden|skickat|sendt|"
     "dato|отправлено|дата|wysłano|发送时间|发件时间|傳送日期|寄件日期|發送時間|发送日期|日期|时间|時間|送信日時|日時|보낸 "
     "날짜|날짜|"},
    {Label::kTo, "|to|an|à|a|para|per|aan|till|til|кому|do|收件人|收件者|宛先|받는 사람|받는사람|"},
    {Label::kCc, "|cc|kopie|copie à|copia|kopia|kopi|копия|抄送|抄送人|副本|참조|"},
    {Label::kSubject, "|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|тема|temat|主题|主題|主旨|件名|제목|"},
}};

bool matches(std::string_view line, const RE2& pattern) {
  return line.size() <= kLongestLine && RE2::FullMatch(re2::StringPiece(line.data(), line.size()), pattern);
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// The label that a line such as "**From:** Ann Lee" begins with.
std::optional<Label> label_of(std::string_view line) {
  const std::string_view head = line.substr(0, kLongestLabel);
  std::size_t colon = head.find(':');
  if (const std::size_t wide = head.find("："); wide < colon) colon = wide;
  if (colon == std::string_view::npos) return std::nullopt;
  std::string name = "|";
  for (const char c : lower(trimmed(head.substr(0, colon)))) {
    if (c != '*' && c != '_' && c != '\\' && c != '>') name.push_back(c);
  }
  while (name.ends_with(' ')) name.pop_back();
  name.push_back('|');
  if (name.size() < 3) return std::nullopt;
  // Han labels are spaced out: 主　题.
  for (const std::string_view wide : {"\u3000", "\u00A0"}) {
    for (std::size_t at = name.find(wide); at != std::string::npos; at = name.find(wide)) name.erase(at, wide.size());
  }
  for (const auto& [label, names] : kLabels) {
    if (names.find(name) != std::string_view::npos) return label;
  }
  return std::nullopt;
}

class Folder {
 public:
  Folder(std::string_view text, bool forwarded) : text_(text), forwarded_(forwarded) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines_.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    end_ = lines_.size();
  }

  std::string fold() {
    cut_original();
    for (bool again = true; again;) {
      drop_blank_lines();
      again = cut_quotation() || cut_sent_from() || cut_signature() || cut_footer();
    }
    if (end_ == lines_.size() || all_blank(0, end_)) return std::string(text_);
    std::string out;
    for (std::size_t i = 0; i < end_; ++i) out.append(i == 0 ? "" : "\n").append(lines_[i]);
    return out;
  }

 private:
  [[nodiscard]] bool blank(std::size_t i) const { return trimmed(lines_[i]).empty(); }
  [[nodiscard]] bool quoted(std::size_t i) const { return lines_[i].starts_with('>'); }
  [[nodiscard]] bool all_blank(std::size_t begin, std::size_t end) const {
    while (begin < end && blank(begin)) ++begin;
    return begin == end;
  }
  // What is left is never nothing.
  bool cut_to(std::size_t end) {
    if (all_blank(0, end)) return false;
    end_ = end;
    return true;
  }
  void drop_blank_lines() {
    while (end_ > 0 && blank(end_ - 1)) --end_;
  }
  [[nodiscard]] bool is_block(std::size_t at) const;
  void cut_original();
  bool cut_quotation();
  bool cut_sent_from();
  bool cut_signature();
  bool cut_footer();

  std::string_view text_;
  bool forwarded_;
  std::vector<std::string_view> lines_;
  std::size_t end_;  // Lines that are left.
};

// Whether From, and Sent or Subject and one more of their kind begin the lines from there on.
bool Folder::is_block(std::size_t at) const {
  if (label_of(lines_[at]) != Label::kFrom) return false;
  std::array<bool, kLabels.size()> seen{};
  std::size_t kinds = 0;
  std::size_t blanks = 0;
  for (std::size_t i = at; i < std::min(end_, at + kMostBlockLines) && blanks < 2; ++i) {
    if (blank(i)) {
      ++blanks;
      continue;
    }
    const auto label = label_of(lines_[i]);
    if (!label) continue;  // Receivers may take several lines.
    blanks = 0;
    bool& known = seen[static_cast<std::size_t>(*label)];
    kinds += known ? 0 : 1;
    known = true;
  }
  return kinds >= 3 && (seen[static_cast<std::size_t>(Label::kSent)] || seen[static_cast<std::size_t>(Label::kSubject)]);
}

void Folder::cut_original() {
  static const RE2 original{re2::StringPiece(kOriginal.data(), kOriginal.size())};
  static const RE2 forward{re2::StringPiece(kForward.data(), kForward.size())};
  bool anything = false;
  for (std::size_t i = 0; i < end_; ++i) {
    const std::string_view line = trimmed(lines_[i]);
    if (line.empty() || line.starts_with('>')) continue;
    const bool marked = line.find_first_of("-_*\\") == 0 || line.ends_with(':') || line.ends_with("：");
    if (marked && matches(line, forward)) return;
    const bool separator = marked && matches(line, original);
    if (!separator && (forwarded_ || !is_block(i))) {
      anything = true;
      continue;
    }
    // Answers may stand between the lines of a mail that is quoted below such a line: then these tell.
    for (std::size_t below = i; below < end_; ++below) {
      if (quoted(below)) return;
    }
    if (!anything) return;
    std::size_t end = i;
    while (end > 0 && (blank(end - 1) || trimmed(lines_[end - 1]).find_first_not_of("_-=*\\ ") == std::string_view::npos)) --end;
    cut_to(end);
    return;
  }
}

// Quoted lines at the end, and what stands above them.
bool Folder::cut_quotation() {
  static const RE2 attribution{re2::StringPiece(kAttribution.data(), kAttribution.size())};
  std::size_t begin = end_;
  while (begin > 0 && (blank(begin - 1) || quoted(begin - 1))) --begin;
  if (all_blank(begin, end_)) return false;
  std::size_t above = begin;
  while (above > 0 && blank(above - 1)) --above;
  std::string joined;
  std::size_t first = begin;
  for (std::size_t n = 1; n <= std::min(kMostAttributionLines, above) && !blank(above - n) && !quoted(above - n); ++n) {
    const std::string_view line = trimmed(lines_[above - n]);
    joined = n == 1 ? std::string(line) : std::string(line).append(1, ' ').append(joined);
    // One of several lines begins as such lines do: what stands above may be what was written anew.
    const bool opens = std::ranges::any_of(kOpenings, [&](std::string_view word) { return lower(line).starts_with(word); });
    if ((n == 1 || opens) && matches(joined, attribution)) first = above - n;
    if (opens && first == above - n) break;
  }
  return cut_to(first);
}

bool Folder::cut_sent_from() {
  static const RE2 pattern{re2::StringPiece(kSentFrom.data(), kSentFrom.size())};
  return end_ > 0 && matches(trimmed(lines_[end_ - 1]), pattern) && cut_to(end_ - 1);
}

bool Folder::cut_signature() {
  std::size_t filled = 0;
  for (std::size_t i = end_; i > 0 && filled <= kMostSignatureLines; --i) {
    const std::string_view line = lines_[i - 1];
    if (quoted(i - 1)) return false;
    if (line == "--" || line == "-- " || line == "\\--" || line == "\\-- ") return cut_to(i - 1);
    filled += blank(i - 1) ? 0 : 1;
  }
  return false;
}

// "____" and some lines about the list.
bool Folder::cut_footer() {
  std::size_t filled = 0;
  bool list = false;
  for (std::size_t i = end_; i > 0 && filled <= kMostFooterLines; --i) {
    const std::string_view line = trimmed(lines_[i - 1]);
    if (quoted(i - 1)) return false;
    if (line.size() >= 30 && line.find_first_not_of("_\\") == std::string_view::npos) return list && cut_to(i - 1);
    if (line.empty()) continue;
    ++filled;
    const std::string words = lower(line.substr(0, kLongestLine));
    list |= words.find("mailing list") != std::string::npos || words.find("mailman") != std::string::npos ||
            words.find("unsubscribe") != std::string::npos;
  }
  return false;
}

}  // namespace

std::string fold_quotes(std::string_view text, bool forwarded) { return Folder(text, forwarded).fold(); }

}  // namespace ckm::formats
