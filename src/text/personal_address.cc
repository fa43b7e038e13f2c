// Postal addresses in Chinese: places, a street, a house number and what lies in the house.
#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.hh"
#include "text/personal_line.hh"

namespace ckm::text::personal {
namespace {

constexpr std::u32string_view kHouse = U"号號弄巷";
constexpr std::u32string_view kRooms = U"室楼樓栋棟幢座层層房户戶院";
constexpr std::u32string_view kStreets = U"路街道巷弄里段村条條同";
constexpr std::u32string_view kPlaces = U"省市区區县縣镇鎮乡鄉";
constexpr std::u32string_view kNumerals = U"一二三四五六七八九十百零〇两兩";
// What stands before an address and in no name of a place.
constexpr std::u32string_view kMarks = U"在到至是住寄址送给給往我你您他她的了请請就把被搬：:";
// Where 道 and 路 are no street: 知道, 渠道, 网路.
constexpr std::u32string_view kNoStreet = U"知报報渠通味频頻管轨軌楼樓网網线線铁鐵电電思套半出";
constexpr auto kKnown = std::to_array<std::u32string_view>(
    {U"北京", U"上海", U"天津",   U"重庆", U"重慶", U"河北", U"山西", U"辽宁", U"遼寧", U"吉林", U"黑龙江", U"黑龍江",
     U"江苏", U"江蘇", U"浙江",   U"安徽", U"福建", U"江西", U"山东", U"山東", U"河南", U"湖北", U"湖南",   U"广东",
     U"廣東", U"海南", U"四川",   U"贵州", U"貴州", U"云南", U"雲南", U"陕西", U"陝西", U"甘肃", U"青海",   U"台湾",
     U"台灣", U"臺灣", U"内蒙古", U"广西", U"廣西", U"西藏", U"宁夏", U"新疆", U"香港", U"澳门", U"澳門",   U"九龍",
     U"九龙", U"新界", U"台北",   U"臺北", U"新北", U"桃園", U"台中", U"臺中", U"台南", U"臺南", U"高雄",   U"基隆",
     U"新竹", U"嘉義", U"苗栗",   U"彰化", U"南投", U"雲林", U"屏東", U"宜蘭", U"花蓮", U"台東", U"臺東",   U"澎湖",
     U"金門", U"深圳", U"广州",   U"廣州", U"成都", U"杭州", U"南京", U"武汉", U"武漢", U"西安", U"苏州",   U"蘇州"});
constexpr std::size_t kFarthest = 30;  // Characters before a house number.

bool has(std::u32string_view set, char32_t c) { return set.find(c) != std::u32string_view::npos; }
bool is_han(char32_t c) { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇'; }
bool is_ascii_word(char32_t c) { return c < 0x80 && is_word(static_cast<char>(c)); }

struct Characters {
  std::u32string text;
  std::vector<std::size_t> offsets;  // One more than there are characters.
};

Characters characters_of(std::string_view line) {
  Characters out;
  for (std::size_t i = 0; i < line.size();) {
    const utf8::Decoded next = utf8::decode(line.data() + i, line.data() + line.size());
    out.text.push_back(next.code);
    out.offsets.push_back(i);
    i += next.length;
  }
  out.offsets.push_back(line.size());
  return out;
}

// Whether one of the signs of a house or a room stands behind a number: one look at each byte.
bool may_hold_house(std::string_view text) {
  for (std::size_t i = 1; i + 2 < text.size(); ++i) {
    const auto first = static_cast<unsigned char>(text[i]);
    if (first != 0xE5 && first != 0xE6 && first != 0xE8) continue;
    const char before = text[i - 1];
    if (static_cast<unsigned char>(before) < 0x80 && !is_word(before) && before != ' ') continue;
    const char32_t code = utf8::decode(text.data() + i, text.data() + text.size()).code;
    if (!has(kHouse, code) && !has(kRooms, code)) continue;
    if (is_word(before) || (before == ' ' && is_word(char_before(text, i - 1))) ||
        (i >= 3 && has(kNumerals, utf8::decode(text.data() + i - 3, text.data() + i).code)))
      return true;
  }
  return false;
}

class Reader {
 public:
  explicit Reader(const Characters& characters) : text_(characters.text) {}

  // Where the number that ends there begins: 12, 7之3, 12-1, A5, 十二; `end` itself: there is none.
  [[nodiscard]] std::size_t number_before(std::size_t end) const {
    std::size_t at = end;
    bool any = false;
    while (at > 0 && has(kNumerals, text_[at - 1])) --at, any = true;
    if (any) return at;
    bool digit = false;
    while (at > 0 && (is_ascii_word(text_[at - 1]) ||
                      ((text_[at - 1] == U'-' || text_[at - 1] == U'之') && at > 1 && is_ascii_word(text_[at - 2]) && digit))) {
      --at;
      digit = digit || is_ascii_digit(text_[at]);
      if (end - at > 8) return end;
    }
    return digit ? at : end;
  }

  // The last character of the street's name whose house number begins there, and where its section, lanes and alleys begin.
  [[nodiscard]] std::optional<std::size_t> street_before(std::size_t number) const {
    std::size_t at = number;
    for (int parts = 0; parts < 4; ++parts) {
      const std::size_t end = skip_blank_back(at);
      if (end == 0) return std::nullopt;
      const char32_t last = text_[end - 1];
      // 皇后大道中
      if (has(U"東西南北中东", last) && end > 2 && has(U"路街道", text_[end - 2])) return end - 2;
      if (!has(kStreets, last) || (last == U'同' && (end < 2 || text_[end - 2] != U'胡'))) return std::nullopt;
      const bool counted = last == U'段' || last == U'巷' || last == U'弄';
      const std::size_t count = skip_blank_back(end - 1);
      const std::size_t before = counted ? number_before(count) : count;
      if (!counted || before == count || before == 0) return last == U'段' ? std::nullopt : std::optional(end - 1);
      at = before;
    }
    return std::nullopt;
  }

  struct Name {
    std::size_t begin;
    std::size_t places = 0;  // Known ones and those called 市, 區 and so on.
    bool known = false;
  };

  // Where the address begins that goes on until `end`. `loose`: names of buildings with letters and blanks lie between.
  [[nodiscard]] Name name_before(std::size_t end, bool loose) const {
    std::size_t least = end;
    while (least > 0 && end - least < kFarthest && goes_on(least - 1, loose)) --least;
    for (std::size_t i = end; i > least; --i) {
      if (has(kMarks, text_[i - 1])) {
        least = i;
        break;
      }
    }
    Name name{end};
    const std::u32string_view part = std::u32string_view(text_).substr(least, end - least);
    std::size_t known = std::u32string_view::npos;
    for (const std::u32string_view place : kKnown) known = std::min(known, part.find(place));
    if (known != std::u32string_view::npos) {
      name.begin = least + known;
      name.known = true;
      name.places = 1;
    } else {
      constexpr std::size_t kLongestStreet = 5;
      constexpr std::size_t kLongestPlace = 4;
      std::size_t at = end;
      std::size_t length = 0;
      std::size_t longest = kLongestStreet;
      while (at > least) {
        const bool place = has(kPlaces, text_[at - 1]) && length > 0;
        if (place) length = 0, longest = kLongestPlace;
        if (!place && ++length > longest) break;
        --at;
      }
      name.begin = at;
    }
    while (name.begin < end && text_[name.begin] == U' ') ++name.begin;
    for (std::size_t i = name.begin + 2; i < end; ++i) name.places += has(kPlaces, text_[i]) ? 1 : 0;
    return name;
  }

  // Where the address ends whose house number ends there: 12樓, 之3, 3号楼2单元1201室.
  [[nodiscard]] std::size_t rooms_behind(std::size_t at) const {
    constexpr std::size_t kLongestName = 10;
    std::size_t end = at;
    if (at > 0 && has(U"号號", text_[at - 1]) && at < text_.size() && has(U"楼樓院", text_[at])) end = ++at;
    while (at < text_.size()) {
      std::size_t i = at;
      if (text_[i] == U'之' && i + 1 < text_.size() && (is_ascii_digit(text_[i + 1]) || has(kNumerals, text_[i + 1]))) {
        ++i;
        while (i < text_.size() && (is_ascii_digit(text_[i]) || has(kNumerals, text_[i]))) ++i;
        end = at = i;
        continue;
      }
      const std::size_t next = room_end(at, kLongestName);
      if (next == at) break;
      end = at = next;
    }
    return end;
  }

 private:
  static bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
  [[nodiscard]] std::size_t skip_blank_back(std::size_t at) const { return at > 0 && text_[at - 1] == U' ' ? at - 1 : at; }
  [[nodiscard]] bool goes_on(std::size_t i, bool loose) const {
    if (is_han(text_[i])) return true;
    if (loose && is_ascii_word(text_[i])) return true;
    return text_[i] == U' ' && i > 0 && (has(kPlaces, text_[i - 1]) || (loose && is_han(text_[i - 1])));
  }
  // A name of at most so many characters, then a number and what it counts; `at` itself: there is none.
  [[nodiscard]] std::size_t room_end(std::size_t at, std::size_t longest) const {
    std::size_t i = at;
    while (i < text_.size() && i < at + 2 && (text_[i] == U' ' || text_[i] == U',' || text_[i] == U'-')) ++i;
    for (std::size_t taken = 0; i < text_.size() && taken <= longest; ++taken, ++i) {
      std::size_t number = i;
      while (number < text_.size() && (is_ascii_word(text_[number]) || has(kNumerals, text_[number]) || text_[number] == U'-'))
        ++number;
      if (number > i && number + 1 < text_.size() && text_[number] == U' ' && has(kRooms, text_[number + 1])) return number + 2;
      if (number > i && number < i + 7 && number < text_.size()) {
        if (has(kRooms, text_[number]) ||
            (has(U"号號", text_[number]) && number + 1 < text_.size() && has(U"楼樓房", text_[number + 1])))
          return number + (has(U"号號", text_[number]) ? 2 : 1);
        if (number + 1 < text_.size() && has(U"单單", text_[number]) && text_[number + 1] == U'元') return number + 2;
        if (text_[number - 1] == U'F' && is_ascii_digit(text_[i])) return number;
      }
      if (number > i && number == text_.size() && number < i + 5 && text_[number - 1] == U'F' && is_ascii_digit(text_[i]))
        return number;
      if ((!is_han(text_[i]) && !is_ascii_word(text_[i])) || has(kMarks, text_[i])) return at;
    }
    return at;
  }

  const std::u32string& text_;
};

}  // namespace

void find_han_addresses(const Line& line, Hits& hits) {
  if (!may_hold_house(line.plain)) return;
  const Characters characters = characters_of(line.plain);
  const std::u32string& text = characters.text;
  const Reader reader(characters);
  for (std::size_t i = 1; i < text.size(); ++i) {
    const bool house = has(kHouse, text[i]);
    if (!house && !has(kRooms, text[i])) continue;
    const std::size_t count = text[i - 1] == U' ' ? i - 1 : i;  // 7 號
    const std::size_t number = reader.number_before(count);
    if (number == count || (i + 1 < text.size() && has(U"线線码碼店机機", text[i + 1]))) continue;
    std::optional<Reader::Name> name;
    if (const auto street = house ? reader.street_before(number) : std::nullopt) {
      const Reader::Name found = reader.name_before(*street, false);
      const bool doubtful = has(U"里村条條", text[*street]) || (*street > 0 && has(kNoStreet, text[*street - 1]));
      if (found.places > 0 || (!doubtful && *street - found.begin >= 2)) name = found;
    }
    if (!name) {
      const Reader::Name found = reader.name_before(number, true);
      if (found.places >= 2 && number > found.begin + 4) name = found;
    }
    if (!name) continue;
    std::size_t end = i + 1;
    end = reader.rooms_behind(end);
    if (house && !has(U"号號", text[i]) && end == i + 1) continue;  // A lane goes on with a number.
    const std::size_t begin = characters.offsets[name->begin];
    std::string value;
    for (const char c : line.plain.substr(begin, characters.offsets[end] - begin)) {
      if (c != ' ' && c != ',') value.push_back(c);
    }
    hits.push_back({begin, characters.offsets[end], std::move(value)});
    i = end - 1;
  }
}

void find_addresses(const Line& line, Hits& hits) {
  find_han_addresses(line, hits);
  find_latin_addresses(line, hits);
}

}  // namespace ckm::text::personal
