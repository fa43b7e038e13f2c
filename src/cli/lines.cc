#include "cli/lines.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/byte_source.hh"
#include "base/counted.hh"
#include "base/error.hh"
#include "base/interrupt.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kBuffer = 1 << 16;
constexpr std::size_t kMostLine = 1 << 20;
constexpr std::int64_t kMostTold = 20;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

}  // namespace

void BadLines::tell(std::string_view where, std::string_view what, std::string_view hint) {
  if (++count_ <= kMostTold) context_.say(fmt::format("{}: {}; {}", where, what, hint));
}

void BadLines::note(std::string_view what) {
  if (++notes_ <= kMostTold) context_.say(fmt::format("{}: note: {}", where_, what));
}

void BadLines::sum_up(std::string_view effect) const {
  if (notes_ > kMostTold) context_.say(counted(notes_ - kMostTold, "more note"));
  if (count_ == 0) return;
  const std::string more = count_ > kMostTold ? fmt::format(", of which the first {} are told", kMostTold) : "";
  context_.say(fmt::format("{} left out{}{}", counted(count_, "line was", "lines were"), more, effect));
}

void for_each_line(const std::string& path, const std::function<void(const std::vector<std::string_view>& cells)>& take,
                   BadLines& bad) {
  for_each_line(path, {[&](const std::string& where, const std::vector<std::string_view>& cells) {
                         bad.at(where);
                         take(cells);
                       },
                       [&](const std::string& where, const Error& e) { bad.tell(where, e.what(), e.hint()); }});
}

void for_each_line(const std::string& path, const LineVisitor& visit) {
  FileSource file(path);
  std::vector<char> buffer(kBuffer);
  std::string line;
  std::uint64_t number = 0;
  std::vector<std::string_view> cells;
  const auto read_line = [&](const std::string& where) {
    if (line.size() > kMostLine) throw Error(Exit::kInput, "the line is longer than a megabyte", "put a query on each line");
    std::string_view rest = line;
    if (number == 1 && rest.starts_with(kMark)) rest.remove_prefix(kMark.size());
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    if (utf8::first_invalid(rest)) throw Error(Exit::kInput, "not UTF-8", "turn it into UTF-8, for example with iconv");
    cells.clear();
    for (std::size_t tab = 0; !rest.empty() && tab != std::string_view::npos;) {
      tab = rest.find('\t');
      cells.push_back(rest.substr(0, tab));
      if (tab != std::string_view::npos) rest.remove_prefix(tab + 1);
    }
    if (!cells.empty()) visit.take(where, cells);
  };
  const auto end_line = [&] {
    ++number;
    const std::string where = fmt::format("{}:{}", input_name(path), number);
    try {
      read_line(where);
    } catch (const Error& e) {
      if (e.code() != Exit::kInput && e.code() != Exit::kUsage && e.code() != Exit::kNotFound) throw;
      visit.bad(where, e);
    }
    line.clear();
  };
  // Of a line that is too long no more is kept than shows it.
  const auto append = [&](std::string_view part) {
    line += part.substr(0, kMostLine + 1 - std::min(line.size(), kMostLine + 1));
  };
  while (const std::size_t n = file.read(buffer)) {
    stop_if_interrupted();
    std::string_view part(buffer.data(), n);
    for (std::size_t end = part.find('\n'); end != std::string_view::npos; end = part.find('\n')) {
      append(part.substr(0, end));
      part.remove_prefix(end + 1);
      end_line();
    }
    append(part);
  }
  if (!line.empty()) end_line();
}

}  // namespace ckm::cli
