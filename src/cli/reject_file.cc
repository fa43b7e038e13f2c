#include "cli/reject_file.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/json.hh"
#include "base/utf8.hh"
#include "formats/csv.hh"
#include "formats/reject_facts.hh"

namespace ckm::cli {
namespace {

// Formats whose rejected records stand in a file of another format, which does not say what source they are of.
constexpr std::array<std::string_view, 3> kOfOtherForm = {"eml", "maildir", "xlsx"};

using formats::kFactColumns;
using formats::kFactMember;

bool is_json(const Reading& reading) { return reading.format().name == "json" || reading.format().name == "jsonl"; }

std::string raw_of(std::string_view part, const Reading& reading) {
  return reading.text() == nullptr ? std::string(part) : reading.text()->raw(part);
}

// All but the last.
std::vector<std::string> facts_of(const formats::Rejection& rejection, const Reading& reading) {
  const formats::Place& at = rejection.place;
  const std::string file = place_text(reading.input().name(), {.file = at.file});
  return {at.sheet.empty() ? file : fmt::format("{}!{}", file, at.sheet), fmt::format("{}", at.line),
          at.column > 0 ? fmt::format("{}", at.column) : std::string(), rejection.reason};
}

// A line such as sep=; above a header.
std::size_t after_first_line(std::string_view header) {
  const std::size_t begin = header.starts_with('"') ? 1 : 0;
  const bool names = header.size() > begin + 4 && header[begin + 3] == '=' && (header[begin] == 's' || header[begin] == 'S');
  const std::size_t end = header.find('\n');
  return names && end != std::string_view::npos ? end + 1 : 0;
}

// Cells of facts, each with the delimiter behind it. What would need quotes is left out of them.
std::string as_cells(std::span<const std::string> facts, std::string_view delimiter) {
  std::string out;
  for (std::string text : facts) {
    for (char& c : text) {
      if (delimiter.find(c) != std::string_view::npos || c == '"' || c == '\'' || c == '\\' ||
          static_cast<unsigned char>(c) < ' ')
        c = delimiter.front() == ' ' ? '_' : ' ';
    }
    if (text.empty() && delimiter == " ") text = "0";
    out.append(text).append(delimiter);
  }
  return out;
}

// How many columns of facts a header begins with; files of earlier versions have no ckm_system.
std::size_t facts_in(std::string_view header, std::string_view delimiter) {
  std::size_t count = 0;
  for (const std::string_view name : kFactColumns) {
    if (!header.starts_with(name) || !header.substr(name.size()).starts_with(delimiter)) break;
    header.remove_prefix(name.size() + delimiter.size());
    ++count;
  }
  return count;
}

// A row without its first cells, of which `last` is given the last; the whole row where it has not so many.
std::string_view without_cells(std::string_view row, std::size_t cells, std::string_view delimiter, std::string_view& last) {
  std::string_view rest = row;
  for (std::size_t i = 0; i < cells; ++i) {
    const std::size_t end = rest.find(delimiter);
    if (end == std::string_view::npos) return row;
    last = rest.substr(0, end);
    rest.remove_prefix(end + delimiter.size());
  }
  return rest;
}

// With the facts as its first member.
std::string as_json(const formats::Rejection& rejection, const Reading& reading, std::string raw, const std::string& system) {
  Value facts;
  const auto texts = facts_of(rejection, reading);
  facts.set("source", texts[0]).set("line", static_cast<std::int64_t>(rejection.place.line));
  if (rejection.place.column > 0) facts.set("column", static_cast<std::int64_t>(rejection.place.column));
  facts.set("reason", texts[3]).set(std::string(formats::kSystemMember), system);
  const std::string member = fmt::format("\"{}\":{}", kFactMember, json::dump(facts));
  if (!raw.starts_with('{')) return fmt::format("{{{}}}\n{}", member, raw);
  raw = formats::without_facts(std::move(raw));
  const std::size_t next = raw.find_first_not_of(" \t\r\n", 1);
  const bool empty = next == std::string::npos || raw[next] == '}';
  return fmt::format("{{{}{}{}", member, empty ? "" : ",", raw.substr(1));
}

}  // namespace

void RejectFile::next_input() {
  header_.clear();
  delimiter_.clear();
}

void RejectFile::header(std::string_view raw, const Reading& reading) { header_ = raw_of(raw, reading); }

std::string RejectFile::system(std::string_view carried, const Reading& reading) const {
  if (!source_.empty()) return source_;
  return carried.empty() ? reading.source() : std::string(carried);
}

RejectFile::Part& RejectFile::part(const std::string& kind, bool marked) {
  const auto found = std::ranges::find(parts_, kind, &Part::kind);
  if (found != parts_.end()) return *found;
  std::filesystem::path path(path_);
  const bool apart = path_ != "-" && !path_.starts_with("/dev/");
  if (!apart && !parts_.empty()) return parts_.front();
  if (!parts_.empty())
    path.replace_filename(fmt::format("{}-{}{}", path.stem().string(), parts_.size() + 1, path.extension().string()));
  Part& made = parts_.emplace_back(path.string(), kind);
  made.file = std::make_unique<OutFile>(made.path);
  if (marked) made.file->write("\uFEFF");
  return made;
}

void RejectFile::add(const formats::Rejection& rejection, const Reading& reading) {
  if (rejection.raw.empty()) return;
  const bool marked = reading.text() != nullptr && !reading.text()->is_utf8();
  std::string raw = raw_of(rejection.raw, reading);
  if (is_json(reading)) {
    OutFile& file = *part("json", marked).file;
    const std::string of = system(formats::system_in_facts(raw), reading);
    file.write(as_json(rejection, reading, std::move(raw), of));
    file.write("\n");
    return;
  }
  if (!delimiter_.empty() && !header_.empty()) {
    const std::size_t at = after_first_line(header_);
    const std::size_t facts = facts_in(std::string_view(header_).substr(at), delimiter_);
    std::string_view last;
    static const std::vector<std::string> kNames(kFactColumns.begin(), kFactColumns.end());
    const std::string header = fmt::format("{}{}{}", std::string_view(header_).substr(0, at), as_cells(kNames, delimiter_),
                                           without_cells(std::string_view(header_).substr(at), facts, delimiter_, last));
    last = {};
    const std::string_view row = without_cells(raw, facts, delimiter_, last);
    std::vector<std::string> cells = facts_of(rejection, reading);
    cells.push_back(system(facts == kFactColumns.size() ? last : std::string_view(), reading));
    const std::size_t had = parts_.size();
    OutFile& file = *part("table\n" + header, marked).file;
    if (parts_.size() > had) file.write(header + "\n");
    file.write(fmt::format("{}{}\n", as_cells(cells, delimiter_), row));
    return;
  }
  const std::size_t had = parts_.size();
  Part& other = part(fmt::format("{}\n{}", reading.format().name, header_), marked);
  if (parts_.size() > had && !header_.empty()) other.file->write(header_ + "\n");
  other.file->write(raw + "\n");
  if (source_.empty() && std::ranges::find(kOfOtherForm, reading.format().name) != kOfOtherForm.end())
    other.system = reading.source();
  if (path_ == "-" || path_.starts_with("/dev/")) return;
  if (other.reasons == nullptr) {
    other.reasons = std::make_unique<OutFile>(other.path + ".reasons");
    other.reasons->write("source,line,column,reason\n");
  }
  std::string line;
  for (const std::string& text : facts_of(rejection, reading)) {
    if (!line.empty()) line.push_back(',');
    formats::append_csv_cell(line, text);
  }
  other.reasons->write(line + "\n");
}

void RejectFile::commit() {
  for (Part& part : parts_) {
    part.file->commit();
    if (part.reasons != nullptr) part.reasons->commit();
  }
}

std::vector<std::string> RejectFile::notes() const {
  std::vector<std::string> out;
  for (const Part& part : parts_) {
    if (!part.system.empty())
      out.push_back(fmt::format("{}: once it is mended, import it with --source {}", part.path, part.system));
  }
  return out;
}

std::vector<std::string> RejectFile::paths() const {
  std::vector<std::string> out;
  for (const Part& part : parts_) out.push_back(part.path);
  return out;
}

}  // namespace ckm::cli
