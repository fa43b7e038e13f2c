#include "text/repair_splices.hh"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/utf8.hh"
#include "text/fold.hh"
#include "text/repair_gbk.hh"
#include "text/repair_plausible.hh"

namespace ckm::text {
namespace {

constexpr std::size_t kLongest = 60;      // Characters of one splice.
constexpr std::size_t kMostTried = 4000;  // Splices that are tried in one text; the others are findings.
constexpr double kOverText = 8;           // Points by which a repair must be better than the text as it stands,
constexpr double kOverOthers = 1.5;       // and than any other repair.
constexpr double kVerified = 4;           // For a reading that stands behind its character again.
constexpr double kUnmatched = -8;         // For a reading that stands behind another character.
constexpr double kQuestion = -4;          // For a question mark before another mark.
constexpr double kFullStop = 1;           // The character with A3 for its second byte that is far the most frequent.
constexpr double kUnannotated = -2;       // For a character without its reading that always has it elsewhere.

// What a splice may have been: `text` up to the character with the number `end`.
struct Filling {
  std::u32string text;
  std::size_t end = 0;
  double bonus = 0;
  double points = 0;
  bool broken_end = false;  // A reading that has lost its character is the last of it.
  bool guessed = false;     // It begins with a character of which nothing but one byte is known.
};

class Solver {
 public:
  Solver(std::string_view text, const Annotated& annotated) : text_(text), annotated_(annotated), plausible_(annotated) {
    keeps_private_use_ = std::any_of(annotated.characters.begin(), annotated.characters.end(),
                                     [](const Annotated::Character& c) { return c.code >= 0xE000 && c.code <= 0xF8FF; });
    for (const Annotated::Bracket& bracket : annotated.brackets) {
      if (bracket.is_reading) readers_[bracket.syllable.text()].insert(code(bracket.open - 1));
    }
  }

  Found solve() {
    const std::size_t size = annotated_.characters.size();
    while (at_ < size) {
      const std::size_t begin = at_;
      if (!try_punctuation() && !try_reading()) {
        note();
        step();
      }
      if (at_ == begin) ++at_;
    }
    return std::move(found_);
  }

 private:
  using Fillings = std::vector<Filling>;

  [[nodiscard]] char32_t code(std::size_t i) const {
    return i < annotated_.characters.size() ? annotated_.characters[i].code : U'\n';
  }
  [[nodiscard]] std::size_t offset(std::size_t i) const {
    return i < annotated_.characters.size() ? annotated_.characters[i].begin : text_.size();
  }

  // The syllable of dòng) with a tone mark behind a ? that took the bracket; sets `end` behind its closing bracket.
  std::optional<Syllable> bare_syllable(std::size_t i, std::size_t& end) const {
    constexpr std::size_t kLetters = 8;
    for (std::size_t j = i; j < i + kLetters && j < annotated_.characters.size(); ++j) {
      if (code(j) != ')') continue;
      const auto found = syllable(text_.substr(offset(i), offset(j) - offset(i)));
      if (!found || !found->toned) return std::nullopt;
      end = j + 1;
      return found;
    }
    return std::nullopt;
  }

  // A reading whose character lost its second byte: ?dòng) or (dòng) at `i`.
  std::optional<Syllable> broken_reading(std::size_t i, std::size_t& end) const {
    if (code(i) == '?') return bare_syllable(i + 1, end);
    const Annotated::Bracket* const bracket = annotated_.bracket_at(i);
    if (bracket == nullptr || !bracket->syllable.toned) return std::nullopt;
    end = bracket->end;
    return bracket->syllable;
  }

  // Adds what the characters from `i` on can be if the byte `pending` is the first one of the first.
  void continue_with(std::size_t i, unsigned pending, Filling so_far, Fillings& out) {
    const Gbk& gbk = Gbk::table();
    for (const std::size_t limit = i + kLongest; i < limit;) {
      std::size_t end = 0;
      if (const auto broken = broken_reading(i, end)) {
        end_with_reading(pending, *broken, end, so_far, out);
        return;
      }
      const char32_t now = code(i);
      if (now < 0x80) {  // A second byte that looks like ASCII: here the characters are whole again.
        if (!take(gbk.character(pending, now), so_far)) return;
        ++i;
        const Annotated::Bracket* const bracket = annotated_.bracket_at(i);
        if (bracket != nullptr) {
          if (!has_reading(so_far.text.back(), bracket->syllable)) return;
          so_far.bonus += kVerified;
        }
        so_far.end = i;
        if (bracket != nullptr) so_far.end = bracket->end;
        out.push_back(std::move(so_far));
        return;
      }
      const unsigned bytes = gbk.bytes(now);
      if (bytes == 0 || !take(gbk.character(pending, bytes >> 8), so_far)) return;
      pending = bytes & 0xFF;
      ++i;
      // A reading that was put between the two characters of these bytes.
      if (const Annotated::Bracket* const bracket = annotated_.bracket_at(i); bracket != nullptr && bracket->is_reading)
        i = bracket->end;
      if (pending < Gbk::kFirst) {
        so_far.text += pending;
        so_far.end = i;
        out.push_back(std::move(so_far));
        return;
      }
    }
  }

  bool take(char32_t character, Filling& into) {
    if (character == 0 || !plausible_.character(character)) return false;
    if (plausible_.annotated(character) == 1) into.bonus += kUnannotated;
    into.text += character;
    return true;
  }

  void end_with_reading(unsigned lead, const Syllable& reading, std::size_t end, const Filling& so_far, Fillings& out) {
    for (unsigned trail = Gbk::kFirstTrail; trail <= Gbk::kLast; ++trail) {
      const char32_t character = Gbk::table().character(lead, trail);
      if (character == 0 || !has_reading(character, reading) || plausible_.annotated(character) == -1) continue;
      Filling filling = so_far;
      if (!plausible_.character(character)) continue;
      filling.text += character;
      filling.end = end;
      filling.bonus += kVerified;
      filling.broken_end = true;
      out.push_back(std::move(filling));
    }
    end_with_lost_pair(lead, reading, end, so_far, out);
  }

  // Where the character for private use between them was dropped, two characters are known by one byte and a reading: those that
  // the text has side by side elsewhere.
  void end_with_lost_pair(unsigned lead, const Syllable& reading, std::size_t end, const Filling& so_far, Fillings& out) {
    const auto known = readers_.find(reading.text());
    if (known == readers_.end()) return;
    const Gbk& gbk = Gbk::table();
    for (unsigned trail = Gbk::kFirstTrail; trail <= Gbk::kLast; ++trail) {
      const char32_t first = gbk.character(lead, trail);
      if (first == 0 || !plausible_.character(first)) continue;
      for (const char32_t second : known->second) {
        if (plausible_.times(first, second) < 2) continue;
        const char32_t dropped = gbk.character(trail, gbk.bytes(second) >> 8);
        if (dropped < 0xE000 || dropped > 0xF8FF) continue;
        Filling filling = so_far;
        filling.text += first;
        filling.text += second;
        filling.end = end;
        filling.bonus += kVerified;
        filling.broken_end = true;
        out.push_back(std::move(filling));
      }
    }
  }

  // ?;… and !…: a full-width mark that was found within two characters. The first byte of the first is lost.
  bool try_punctuation() {
    Fillings fillings;
    const bool marked = code(at_) == '?' && add_marked(at_ + 1, fillings);
    // Behind the byte that is lost stands a whole character, never another mark.
    const bool lone = mark_bytes(code(at_ + 1)) == 0;
    if (lone && (code(at_) < 0x80 || code(at_) == U'、' || code(at_) == U'。')) add_marked(at_, fillings);
    return choose(fillings, marked ? kQuestion : 0);
  }

  bool add_marked(std::size_t mark, Fillings& out) {
    const unsigned bytes = mark_bytes(code(mark));
    if (bytes == 0 || (code(mark + 1) < 'A' && code(mark + 1) != '?')) return false;
    Fillings rest;
    continue_with(mark + 1, bytes & 0xFF, {}, rest);
    for (const Filling& filling : rest) add_first(bytes >> 8, filling, out);
    return !rest.empty();
  }

  // The bytes of a mark of A1xx or A3xx, for ASCII those of its full-width form; 0 for all else.
  static unsigned mark_bytes(char32_t mark) {
    if (mark > 0x20 && mark < 0x7F) return char_class(mark) == CharClass::kWord ? 0 : 0xA380U + static_cast<unsigned>(mark);
    const unsigned bytes = Gbk::table().bytes(mark);
    return bytes >> 8 == 0xA1 || bytes >> 8 == 0xA3 ? bytes : 0;
  }

  // Whether a full stop can stand behind it.
  static bool ends_sentence(char32_t code) {
    return char_class(code) != CharClass::kOther || code == ')' || code == U'）' || code == U'”' || code == U'」' ||
           code == U'》';
  }

  // Puts before a filling each character with that second byte that makes sense there.
  void add_first(unsigned trail, const Filling& filling, Fillings& out) {
    const char32_t before = at_ == 0 ? U'\n' : code(before_brackets(at_));
    const auto add = [&](char32_t first, double bonus, bool guessed) {
      Filling whole = filling;
      whole.guessed = guessed;
      whole.text.insert(whole.text.begin(), first);
      whole.bonus += bonus;
      out.push_back(std::move(whole));
    };
    if (trail == 0xA1 && (before == '\n' || before == ' ' || before == 0x3000)) {
      add(before == ' ' ? U' ' : U'\u3000', kFullStop, false);
      return;
    }
    if (trail == 0xA3 && ends_sentence(before)) add(U'。', kFullStop, false);
    int strangers = 0;
    for (unsigned lead = Gbk::kFirst; lead <= Gbk::kLast; ++lead) {
      const char32_t first = Gbk::table().character(lead, trail);
      if (first == 0 || first == U'。' || char_class(first) != CharClass::kHan || !plausible_.character(first)) continue;
      // That they are possible can only make the choice less sure: nothing tells which one it was. Of those that fit with nothing
      // two are enough to say so.
      const bool fits = plausible_.pair(before, first) || (!filling.text.empty() && plausible_.pair(first, filling.text[0]));
      if (fits || (trail != 0xA3 && strangers++ < 2)) add(first, 0, true);
    }
  }

  // 因?yàn)橹…: the reading of a character that lies across two. The first byte of the second one is lost. The first one's own
  // reading may stand between.
  bool try_reading() {
    std::size_t end = 0;
    const Annotated::Bracket* const bracket = annotated_.bracket_at(at_);
    if (at_ == 0 || (bracket != nullptr && bracket->is_reading)) return false;
    const auto reading = broken_reading(at_, end);
    if (!reading) return false;
    const char32_t first = code(before_brackets(at_));
    const unsigned bytes = Gbk::table().bytes(first);
    if (bytes == 0 || !plausible_.character(first)) return false;
    Fillings fillings;
    for (unsigned lost = Gbk::kFirst; lost <= Gbk::kLast; ++lost) {
      const char32_t across = Gbk::table().character(bytes & 0xFF, lost);
      if (across == 0 || !has_reading(across, *reading) || plausible_.annotated(across) == -1) continue;
      Filling start;
      start.bonus = plausible_.annotated(across) == 1 ? kVerified : 0;
      continue_with(end, lost, start, fillings);
    }
    return choose(fillings, kUnmatched);
  }

  // Takes the best filling if it is good enough. `sign` says how strange what stands at at_ is.
  bool choose(Fillings& fillings, double sign) {
    if (fillings.empty() || tried_ == kMostTried) return false;
    ++tried_;
    for (Filling& filling : fillings) {
      filling.points = plausible_.points(before(), filling.text, after(filling.end)) + filling.bonus;
    }
    std::sort(fillings.begin(), fillings.end(), [](const Filling& a, const Filling& b) { return a.points > b.points; });
    const Filling& best = fillings[0];
    const auto other = std::find_if(fillings.begin(), fillings.end(),
                                    [&](const Filling& f) { return f.text != best.text || f.end != best.end; });
    if (other != fillings.end() && best.points - other->points < kOverOthers) return false;
    // The reading at its end shows that there is a splice, but not that it begins here.
    const double elsewhere = best.broken_end && sign == 0 ? kUnmatched - kVerified : 0;
    if (best.points - points_as_it_stands(best.end) - sign + elsewhere < kOverText) return false;
    if (best.guessed || (!keeps_private_use_ && !linked(best))) return false;
    std::string made;
    for (const char32_t character : best.text) utf8::append(made, character);
    found_.changes.push_back({offset(at_), offset(best.end), std::move(made), kSpliceRule});
    at_ = best.end;
    return true;
  }

  // Whether each character stands beside one of its neighbours elsewhere too. Asked where characters for private use may have
  // been dropped, so that two bytes may be missing anywhere.
  bool linked(const Filling& filling) {
    const std::u32string left = before();
    const std::u32string right = after(filling.end);
    const std::u32string all =
        left.substr(left.size() - std::min<std::size_t>(left.size(), 1)) + filling.text + right.substr(0, 1);
    const std::size_t first = left.empty() ? 0 : 1;
    for (std::size_t i = first; i < first + filling.text.size(); ++i) {
      if (i == first && (all[i] == U'。' || all[i] == ' ' || all[i] == 0x3000)) continue;
      const bool to_left = i > 0 && plausible_.times(all[i - 1], all[i]) > 0;
      const bool to_right = i + 1 < all.size() && plausible_.times(all[i], all[i + 1]) > 0;
      if (char_class(all[i]) != CharClass::kHan || (!to_left && !to_right)) return false;
    }
    return true;
  }

  double points_as_it_stands(std::size_t end) {
    std::u32string middle;
    double out = 0;
    for (std::size_t i = at_; i < end;) {
      const Annotated::Bracket* const bracket = annotated_.bracket_at(i);
      if (bracket != nullptr && !bracket->is_reading) out += kUnmatched;
      if (bracket == nullptr) middle += code(i);
      i = bracket == nullptr ? i + 1 : bracket->end;
    }
    return out + plausible_.points(before(), middle, after(end), true);
  }

  // The number of the last character before `i` that is in no bracket.
  [[nodiscard]] std::size_t before_brackets(std::size_t i) const {
    std::size_t last = i - 1;
    for (std::size_t back = 2; back <= 10 && back <= i; ++back) {
      const Annotated::Bracket* const bracket = annotated_.bracket_at(i - back);
      if (bracket != nullptr && bracket->end == i && i - back > 0) last = i - back - 1;
    }
    return last;
  }

  [[nodiscard]] std::u32string before() const {
    std::u32string out;
    for (std::size_t i = at_; i > 0 && out.size() < 6;) {
      i = before_brackets(i);
      if (code(i) == '\n') break;
      out.insert(out.begin(), code(i));
    }
    return out;
  }

  [[nodiscard]] std::u32string after(std::size_t i) const {
    std::u32string out;
    while (i < annotated_.characters.size() && out.size() < 6 && code(i) != '\n') {
      const Annotated::Bracket* const bracket = annotated_.bracket_at(i);
      if (bracket == nullptr) out += code(i);
      i = bracket == nullptr ? i + 1 : bracket->end;
    }
    return out;
  }

  // Notes damage at at_ that could not be undone.
  void note() {
    std::size_t end = 0;
    const Annotated::Bracket* const bracket = annotated_.bracket_at(at_);
    if (at_ == 0 || (bracket != nullptr && bracket->is_reading)) return;
    const char32_t next = code(at_ + 1);
    const bool marked = code(at_) == '?' && (next == ';' || next == ':' || next == ',' || next == U'、' || next == U'。');
    if (broken_reading(at_, end) && code(before_brackets(at_)) >= 0x2E80) {
      report(end);
    } else if (marked) {
      report(at_ + 2);
    }
  }

  void report(std::size_t end) {
    found_.findings.push_back({offset(at_), std::string(text_.substr(offset(at_), offset(end) - offset(at_))), kSpliceRule});
  }

  void step() {
    const Annotated::Bracket* const bracket = annotated_.bracket_at(at_);
    at_ = bracket == nullptr ? at_ + 1 : bracket->end;
  }

  std::string_view text_;
  const Annotated& annotated_;
  Plausible plausible_;
  std::map<std::string_view, std::set<char32_t>> readers_;  // The characters with inline readings, by them.
  Found found_;
  std::size_t at_ = 0;
  std::size_t tried_ = 0;
  bool keeps_private_use_ = false;
};

}  // namespace

Found find_splices(std::string_view text, const Annotated& annotated) { return Solver(text, annotated).solve(); }

}  // namespace ckm::text
