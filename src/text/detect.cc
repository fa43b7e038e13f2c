#include "text/detect.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/utf8.hh"
#include "text/converter.hh"
#include "text/mojibake.hh"
#include "text/plausible.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kJudged = 16 * 1024;  // Bytes that plausibility is asked of.
constexpr double kUndecodableBits = 24;     // What a run of bytes that is no character adds.
constexpr double kCutByteBits = 6;          // What a byte of a cut character adds,
constexpr double kCutUtf8Bits = 2;          // in UTF-8, where few bytes can be one,
constexpr double kCutFileBits = 12;         // What it adds that a whole file begins within a character.
constexpr double kStepToWord = 4;           // and where it stands beside a letter of ASCII.
constexpr double kNoNulBits = 16;           // What UTF-16 adds without a blank, a line end or anything else of ASCII.
constexpr double kMisreadBits = 6;          // What it adds that a text was read wrongly before.
constexpr std::size_t kPlainlyUtf8 = 4;     // Characters of several bytes that leave no doubt.

enum class Width : std::uint8_t { kBytes, kPairs, kUtf8, kUtf16, kUtf32 };

struct Candidate {
  std::string_view name;
  std::string_view converter;
  Width width;
  double prior;                   // Bits: how rare the encoding is.
  std::span<const Model> models;  // What its texts are.
};

// The models from one to another.
constexpr auto kAll = [] {
  std::array<Model, kModelCount> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Model>(i);
  return all;
}();
constexpr std::span<const Model> models(Model first, Model last) {
  const auto begin = static_cast<std::size_t>(first);
  return std::span(kAll).subspan(begin, static_cast<std::size_t>(last) + 1 - begin);
}
constexpr auto kAllModels = models(Model::kChinese, Model::kArabic);
constexpr auto kChinese = models(Model::kChinese, Model::kChinese);
constexpr auto kJapanese = models(Model::kJapanese, Model::kJapanese);
constexpr auto kKorean = models(Model::kKorean, Model::kKorean);
constexpr auto kWestern = models(Model::kEnglish, Model::kNordic);
// English with names of the other languages is in their encoding too.
constexpr std::array kCentral = {Model::kEnglish,   Model::kPolish,   Model::kCzech,
                                 Model::kHungarian, Model::kCroatian, Model::kRomanian};
constexpr std::array kTurkish = {Model::kEnglish, Model::kTurkish};
constexpr std::array kBaltic = {Model::kEnglish, Model::kLithuanian, Model::kLatvian, Model::kEstonian};
constexpr auto kVietnamese = models(Model::kVietnamese, Model::kVietnamese);
constexpr auto kCyrillic = models(Model::kRussian, Model::kSerbian);
constexpr auto kRussian = models(Model::kRussian, Model::kRussian);
constexpr auto kGreek = models(Model::kGreek, Model::kGreek);
constexpr auto kHebrew = models(Model::kHebrew, Model::kHebrew);
constexpr auto kArabic = models(Model::kArabic, Model::kArabic);

constexpr std::array kCandidates = {
    Candidate{"UTF-8", "UTF-8", Width::kUtf8, 0, kAllModels},
    Candidate{"GB18030", "GB18030", Width::kPairs, 1, kChinese},
    Candidate{"Big5", "Big5-HKSCS", Width::kPairs, 2, kChinese},
    Candidate{"Shift_JIS", "Shift_JIS", Width::kPairs, 2, kJapanese},
    Candidate{"EUC-JP", "EUC-JP", Width::kPairs, 4, kJapanese},
    Candidate{"EUC-KR", "windows-949", Width::kPairs, 3, kKorean},
    Candidate{"windows-1252", "windows-1252", Width::kBytes, 1, kWestern},
    Candidate{"windows-1250", "windows-1250", Width::kBytes, 4, kCentral},
    Candidate{"windows-1251", "windows-1251", Width::kBytes, 3, kCyrillic},
    Candidate{"KOI8-R", "KOI8-R", Width::kBytes, 5, kRussian},
    Candidate{"ISO-8859-2", "ISO-8859-2", Width::kBytes, 7, kCentral},
    Candidate{"ISO-8859-5", "ISO-8859-5", Width::kBytes, 7, kCyrillic},
    Candidate{"IBM866", "IBM866", Width::kBytes, 7, kRussian},
    Candidate{"windows-1253", "windows-1253", Width::kBytes, 4, kGreek},
    Candidate{"windows-1254", "windows-1254", Width::kBytes, 5, kTurkish},
    Candidate{"windows-1255", "windows-1255", Width::kBytes, 5, kHebrew},
    Candidate{"windows-1256", "windows-1256", Width::kBytes, 5, kArabic},
    Candidate{"windows-1257", "windows-1257", Width::kBytes, 8, kBaltic},
    Candidate{"windows-1258", "windows-1258", Width::kBytes, 8, kVietnamese},
    Candidate{"UTF-16LE", "UTF-16LE", Width::kUtf16, 8, kAllModels},
    Candidate{"UTF-16BE", "UTF-16BE", Width::kUtf16, 9, kAllModels},
    Candidate{"UTF-32LE", "UTF-32LE", Width::kUtf32, 10, kAllModels},
    Candidate{"UTF-32BE", "UTF-32BE", Width::kUtf32, 10, kAllModels},
};

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};
// A longer one first where another is its beginning.
constexpr std::array<Mark, 6> kMarks = {{{"\xEF\xBB\xBF", "UTF-8"},
                                         {{"\xFF\xFE\0\0", 4}, "UTF-32LE"},
                                         {{"\0\0\xFE\xFF", 4}, "UTF-32BE"},
                                         {"\xFF\xFE", "UTF-16LE"},
                                         {"\xFE\xFF", "UTF-16BE"},
                                         {"\x84\x31\x95\x33", "GB18030"}}};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Converter& converter_of(std::size_t candidate) {
  static thread_local std::array<std::unique_ptr<Converter>, kCandidates.size()> kOpen;
  auto& open = kOpen[candidate];
  if (!open) open = std::make_unique<Converter>(std::string(kCandidates[candidate].converter));
  return *open;
}

// How often each kind of byte occurs.
struct Census {
  std::size_t high = 0;  // 0x80 and above.
  std::size_t nul = 0;
  std::size_t controls = 0;  // Those of no layout, NUL among them.
  bool escape = false;       // ESC, SO or SI.
};

Census count_bytes(std::span<const Sample> samples) {
  Census out;
  for (const Sample& sample : samples) {
    for (const char byte : sample.bytes) {
      const auto b = static_cast<unsigned char>(byte);
      out.high += b >> 7U;
      out.nul += b == 0 ? 1 : 0;
      out.controls += b < '\b' || (b > '\r' && b < ' ' && b != 0x1B) ? 1 : 0;
      out.escape |= b == 0x1B || b == 0x0E || b == 0x0F;
    }
  }
  return out;
}

// A control character between cells, as often in each line: how many of it there are. None where others are there too.
std::size_t count_separators(std::span<const Sample> samples) {
  char separator = '\0';
  std::size_t in_line = 0;  // Of the first line.
  std::size_t lines = 0;
  std::size_t all = 0;
  for (const Sample& sample : samples) {
    std::string_view rest = sample.bytes;
    if (sample.cut_front) rest.remove_prefix(std::min(rest.find('\n'), rest.size()));
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos && sample.cut_back) break;
      std::size_t count = 0;
      for (const char c : rest.substr(0, end)) {
        if (c == '\t' || c == '\r' || c == 0x1B || static_cast<unsigned char>(c) >= ' ') continue;
        if (separator == '\0') separator = c;
        if (c == '\0' || c != separator) return 0;
        ++count;
      }
      const bool blank = rest.substr(0, end).find_first_not_of('\r') == std::string_view::npos;
      if (!blank && lines++ == 0) in_line = count;
      if (!blank && count != in_line) return 0;
      all += count;
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
  }
  return lines > 1 ? all : 0;
}

// By the sequences that begin a character set; the one that comes first decides.
std::string_view find_iso_2022(std::span<const Sample> samples) {
  constexpr std::array<Mark, 9> kSequences = {{{"\x1B$)C", "ISO-2022-KR"},
                                               {"\x1B$)A", "ISO-2022-CN"},
                                               {"\x1B$)G", "ISO-2022-CN"},
                                               {"\x1B$*H", "ISO-2022-CN"},
                                               {"\x1B$B", "ISO-2022-JP"},
                                               {"\x1B$@", "ISO-2022-JP"},
                                               {"\x1B(J", "ISO-2022-JP"},
                                               {"\x1B(I", "ISO-2022-JP"},
                                               {"\x1B$(D", "ISO-2022-JP"}}};
  for (const Sample& sample : samples) {
    std::size_t first = std::string_view::npos;
    std::string_view name;
    for (const Mark& sequence : kSequences) {
      const std::size_t at = sample.bytes.find(sequence.bytes);
      if (at >= first) continue;
      first = at;
      name = sequence.encoding;
    }
    if (!name.empty()) return name;
  }
  return {};
}

// How many different characters of several bytes there are, kPlainlyUtf8 at most, where the samples are UTF-8 to the last byte.
// 谢谢 in GBK is лл, however often.
std::optional<std::size_t> count_utf8(std::span<const Sample> samples) {
  std::vector<std::string_view> met;
  for (const Sample& sample : samples) {
    std::string_view rest = sample.bytes;
    const auto is_trail = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; };
    for (int i = 0; i < 3 && sample.cut_front && !rest.empty() && is_trail(rest.front()); ++i) rest.remove_prefix(1);
    std::size_t valid = utf8::first_invalid(rest).value_or(rest.size());
    if (valid < rest.size() && (!sample.cut_back || !utf8::is_cut(rest.substr(valid)))) return std::nullopt;
    for (std::size_t at = 0; at < valid && met.size() < kPlainlyUtf8; ++at) {
      if (static_cast<unsigned char>(rest[at]) < 0xC0) continue;
      std::size_t end = at + 1;
      while (end < valid && is_trail(rest[end])) ++end;
      if (const std::string_view one = rest.substr(at, end - at); std::ranges::find(met, one) == met.end()) met.push_back(one);
    }
  }
  return met.size();
}

// Lines with other bytes than ASCII, kJudged bytes in all, some from each sample.
std::vector<Sample> excerpt(std::span<const Sample> samples) {
  constexpr std::size_t kLongest = 512;
  std::vector<Sample> out;
  std::size_t most = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    most = kJudged * (i + 1) / samples.size();
    const Sample& sample = samples[i];
    std::size_t used = 0;
    for (const Sample& taken : out) used += taken.bytes.size();
    for (std::size_t at = 0; at < sample.bytes.size() && used < most;) {
      const std::size_t line_end = std::min(sample.bytes.find('\n', at), sample.bytes.size() - 1) + 1;
      const std::size_t end = std::min(line_end, at + kLongest);
      const std::string_view piece = sample.bytes.substr(at, end - at);
      const bool begins_line = at > 0 && sample.bytes[at - 1] == '\n';
      if (std::ranges::any_of(piece, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        out.push_back(
            {piece, at == 0 ? sample.cut_front : !begins_line, end == sample.bytes.size() ? sample.cut_back : end != line_end});
        used += piece.size();
      }
      at = end;
    }
  }
  return out;
}

// The beginning of each, kJudged bytes in all.
std::vector<Sample> heads(std::span<const Sample> samples) {
  const std::size_t each = kJudged / samples.size();
  std::vector<Sample> out;
  for (const Sample& sample : samples) {
    out.push_back({sample.bytes.substr(0, each), sample.cut_front, sample.cut_back || sample.bytes.size() > each});
  }
  return out;
}

// Whether a character that began before the sample can end with this byte.
bool may_trail(char byte, Width width) {
  const auto b = static_cast<unsigned char>(byte);
  return width == Width::kUtf8 ? (b & 0xC0U) == 0x80 : width == Width::kPairs ? b >= 0x40 : width != Width::kBytes;
}

// A cut ideograph beside a word is as unlikely as a whole one. `lead` is a cut character's first byte, 0 where it is not known.
double step_bits(Width width, char lead, std::string_view neighbour) {
  const auto b = static_cast<unsigned char>(lead);
  if (width == Width::kUtf8 && b >= 0xF1) return kUndecodableBits;  // Planes that hold no text.
  if (neighbour.empty() || !is_letter(neighbour.front())) return 0;
  if (width == Width::kPairs) return kStepToWord;
  return width == Width::kUtf8 && b >= 0xE3 ? 2 * kStepToWord : 0;
}

// Bytes of the samples that are part of no character, those at cut edges left out.
double count_undecodable(std::size_t number, std::span<const Sample> samples) {
  double count = 0;
  for (const Sample& sample : samples) {
    const Decoded16 decoded = decode_all(converter_of(number), sample.bytes);
    std::u16string_view text = decoded.text;
    if (sample.cut_front) text.remove_prefix(std::min(text.size(), text.find_first_not_of(kUndecodable)));
    count += static_cast<double>(std::ranges::count(text, kUndecodable)) + (decoded.cut > 0 && !sample.cut_back ? 1 : 0);
  }
  return count;
}

using Sums = std::array<double, kModelCount>;

// Adds to `sums` what the sample takes under each of the candidate's models: the fewest bits over the places where its first
// whole character may begin.
void judge(std::size_t number, const Sample& sample, Sums& sums) {
  constexpr std::array<std::size_t, 5> kMostSkipped = {0, 1, 3, 1, 3};
  const Candidate& candidate = kCandidates[number];
  const double cut_byte = candidate.width == Width::kUtf8 ? kCutUtf8Bits : kCutByteBits;
  const std::size_t most = kMostSkipped[static_cast<std::size_t>(candidate.width)];
  const double cut_file = sample.cut_front ? 0 : kCutFileBits;
  Sums best;
  best.fill(std::numeric_limits<double>::infinity());
  for (std::size_t skipped = 0; skipped <= std::min(most, sample.bytes.size()); ++skipped) {
    if (skipped > 0 && !may_trail(sample.bytes[skipped - 1], candidate.width)) break;
    const std::string_view rest = sample.bytes.substr(skipped);
    const Decoded16 decoded = decode_all(converter_of(number), rest);
    double edges = cut_byte * static_cast<double>(skipped);
    if (skipped > 0) edges += cut_file;
    if (skipped > 0) edges += step_bits(candidate.width, 0, rest.substr(0, 1));
    if (decoded.cut > 0) {
      const std::size_t whole = rest.size() - decoded.cut;
      edges += sample.cut_back ? cut_byte * static_cast<double>(decoded.cut) : kUndecodableBits;
      edges += step_bits(candidate.width, rest[whole], rest.substr(whole > 0 ? whole - 1 : 0, whole > 0 ? 1 : 0));
    }
    for (const Model model : candidate.models) {
      double& fewest = best[static_cast<std::size_t>(model)];
      fewest = std::min(fewest, bits(decoded.text, model) + edges);
    }
  }
  for (const Model model : candidate.models) sums[static_cast<std::size_t>(model)] += best[static_cast<std::size_t>(model)];
}

// The fewest bits that a candidate takes for all pieces, in one language.
double judge_all(std::size_t number, std::span<const Sample> pieces, std::size_t letters) {
  Sums sums{};
  for (const Sample& piece : pieces) judge(number, piece, sums);
  double best = std::numeric_limits<double>::infinity();
  for (const Model model : kCandidates[number].models) {
    best = std::min(best, sums[static_cast<std::size_t>(model)] + bits_of_latin(letters, model));
  }
  return best + kCandidates[number].prior;
}

// What UTF-8 takes for pieces such as "StraÃŸe", which were read wrongly and then written as UTF-8: the bits of what was meant.
double judge_misread(std::size_t number, std::span<const Sample> pieces, std::size_t letters) {
  std::vector<std::string> meant;
  meant.reserve(pieces.size());  // The samples point into it.
  std::vector<Sample> samples(pieces.begin(), pieces.end());
  for (Sample& sample : samples) {
    if (auto undone = undo_mojibake(sample.bytes)) sample.bytes = meant.emplace_back(std::move(undone->text));
  }
  return meant.empty() ? std::numeric_limits<double>::infinity() : judge_all(number, samples, letters) + kMisreadBits;
}

struct Verdict {
  std::size_t candidate;
  double bits;
};

// What a candidate of single bytes makes of the pieces.
std::u16string text_of(std::size_t number, std::span<const Sample> pieces) {
  std::u16string out;
  for (const Sample& piece : pieces) out += decode_all(converter_of(number), piece.bytes).text;
  return out;
}

// The candidate, doubted by how much of the pieces is nothing that is written.
Detected with_doubt(std::size_t number, std::span<const Sample> pieces, double confidence) {
  constexpr std::size_t kFewest = 4;  // In a cell of a few bytes a NUL is a fault, in a program's file they are many.
  constexpr double kBinary = 0.05;
  constexpr std::size_t kManyControls = 50;  // One in so many bytes: a text that lost a byte has none.
  std::size_t never = 0;
  std::size_t all = 0;
  for (const Sample& piece : pieces) {
    const Decoded16 decoded = decode_all(converter_of(number), piece.bytes);
    std::u16string_view text = decoded.text;
    if (piece.cut_front) text.remove_prefix(std::min(text.size(), text.find_first_not_of(kUndecodable)));
    never += count_never_written(text);
    all += text.size();
  }
  const double share = all == 0 ? 0 : static_cast<double>(never) / static_cast<double>(all);
  const Census census = count_bytes(pieces);
  std::size_t size = 0;
  for (const Sample& piece : pieces) size += piece.bytes.size();
  constexpr double kOneIsAFault = 20;  // Of so many characters more.
  const double doubt = static_cast<double>(never) / (static_cast<double>(all) + kOneIsAFault);
  Detected out{kCandidates[number].name, confidence * (1 - std::min(1.0, doubt / (4 * kBinary))), false};
  out.binary = never >= kFewest && share > kBinary && census.controls * kManyControls > size;
  return out;
}

// What a character beyond ASCII takes on average, as the candidate reads it.
double mean_bits(std::size_t number, std::span<const Sample> pieces) {
  std::u16string others;
  for (const Sample& piece : pieces) {
    for (const char16_t unit : decode_all(converter_of(number), piece.bytes).text) {
      if (unit >= 0x80) others += unit;
    }
  }
  return others.empty() ? 0 : fewest_bits(others) / static_cast<double>(others.size());
}

// The best verdict, or the most usual encoding that makes the same text of the pieces.
Detected weigh(std::vector<Verdict> verdicts, std::span<const Sample> pieces) {
  // Characters depend on each other, so that bits say more than is known; of a few, the models know less still.
  constexpr double kFew = 24;
  const double cautious = 2 + kFew / static_cast<double>(std::max<std::size_t>(1, count_bytes(pieces).high));
  std::ranges::sort(verdicts, {}, &Verdict::bits);
  const Verdict& best = verdicts.front();
  std::size_t chosen = best.candidate;
  const std::u16string text = kCandidates[chosen].width == Width::kBytes ? text_of(chosen, pieces) : std::u16string();
  double rival = 0;
  for (const Verdict& verdict : std::span(verdicts).subspan(1)) {
    const Candidate& candidate = kCandidates[verdict.candidate];
    if (!text.empty() && candidate.width == Width::kBytes && text_of(verdict.candidate, pieces) == text) {
      if (candidate.prior < kCandidates[chosen].prior) chosen = verdict.candidate;
    } else {
      rival = std::max(rival, std::exp2((best.bits - verdict.bits) / cautious));
    }
  }
  double confidence = 1 / (1 + rival);
  // Ideographs that hardly anybody writes are as likely a text of an encoding that is not among these.
  constexpr double kRareIdeographs = 13.5;
  if (kCandidates[chosen].width == Width::kPairs || kCandidates[chosen].width == Width::kUtf16)
    confidence = std::min(confidence, mean_bits(chosen, pieces) > kRareIdeographs ? 0.5 : 1.0);
  return with_doubt(chosen, pieces, confidence);
}

// Of those that are near the best: what the excerpt would take if it were all, and whether all of it are characters.
void judge_rest(std::vector<Verdict>& verdicts, std::span<const Sample> samples, std::span<const Sample> pieces) {
  constexpr double kNear = 1.5;
  std::ranges::sort(verdicts, {}, &Verdict::bits);
  std::erase_if(verdicts, [least = verdicts.front().bits](const Verdict& verdict) { return verdict.bits > least * kNear; });
  const double scale = static_cast<double>(count_bytes(samples).high) / static_cast<double>(count_bytes(pieces).high);
  for (Verdict& verdict : verdicts) {
    const double in_pieces = count_undecodable(verdict.candidate, pieces);
    const double in_all = count_undecodable(verdict.candidate, samples);
    verdict.bits = (verdict.bits - in_pieces * kUndecodableBits) * scale + in_all * kUndecodableBits;
  }
}

}  // namespace

Detected detect(std::span<const Sample> samples) {
  if (!samples.empty() && !samples.front().cut_front) {
    for (const Mark& mark : kMarks) {
      if (samples.front().bytes.starts_with(mark.bytes)) return {mark.encoding, 1, true};
    }
  }
  Census census = count_bytes(samples);
  if (census.nul == 0 && census.controls > 0) census.controls -= std::min(census.controls, count_separators(samples));
  if (census.escape && census.high == 0) {
    const std::string_view name = find_iso_2022(samples);
    if (!name.empty()) return {name, 0.99, false};
  }
  std::size_t size = 0;
  for (const Sample& sample : samples) size += sample.bytes.size();
  // Half of an alphabet's text in UTF-16 are controls; a few are faults.
  constexpr std::size_t kFault = 8;
  constexpr std::size_t kFewFaults = 2;
  if (census.high == 0 && census.controls <= std::max(kFewFaults, size / kFault) && (census.nul < 2 || size > kFault))
    return {"US-ASCII", 1, false};
  const auto utf8_count = count_utf8(samples);
  // What is UTF-8 is hardly anything else; one or two characters may be so by chance.
  constexpr std::array<double, kPlainlyUtf8> kBelieved = {0, 0.75, 0.85, 0.95};
  if (const std::size_t count = utf8_count.value_or(0); count > 0 && census.controls <= std::max(kFewFaults, size / kFault))
    return {"UTF-8", count < kPlainlyUtf8 ? kBelieved[count] : 1, false};
  // The bytes of UTF-16 and UTF-32 don't fall into lines.
  const bool in_lines = census.nul == 0 && size > kJudged;
  std::vector<Sample> pieces = in_lines ? excerpt(samples) : heads(samples);
  // A few NULs may be faults of a text in lines, of which the heads may be ASCII.
  constexpr std::size_t kFewNuls = 64;
  if (census.nul > 0 && census.nul <= size / kFewNuls && size > kJudged)
    std::ranges::move(excerpt(samples), std::back_inserter(pieces));
  std::size_t letters = 0;
  for (const Sample& piece : pieces) letters += static_cast<std::size_t>(std::ranges::count_if(piece.bytes, is_letter));
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < kCandidates.size(); ++i) {
    // Every character of UTF-32 has a NUL, and every text of UTF-16 that is longer than a few lines.
    if (census.nul == 0 && kCandidates[i].width == Width::kUtf32) continue;
    if (in_lines && kCandidates[i].width == Width::kUtf16) continue;
    double least = judge_all(i, pieces, letters);
    if (census.nul == 0 && kCandidates[i].width == Width::kUtf16) least += kNoNulBits;
    if (utf8_count && kCandidates[i].width == Width::kUtf8) least = std::min(least, judge_misread(i, pieces, letters));
    verdicts.push_back({i, least});
  }
  if (in_lines) judge_rest(verdicts, samples, pieces);
  return weigh(std::move(verdicts), pieces);
}

Detected detect(std::string_view text) {
  const Sample whole{text, false, false};
  return detect(std::span(&whole, 1));
}

}  // namespace ckm::text
