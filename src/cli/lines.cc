#include "cli/lines.hh"

#include <fmt/format.h>

#include <array>

#include "base/byte_source.hh"
#include "base/error.hh"
#include "base/utf8.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kBuffer = 1 << 16;
constexpr std::size_t kMostLine = 1 << 20;
constexpr std::string_view kMark = "\xEF\xBB\xBF";

}  // namespace

void for_each_line(const std::string& path,
                   const std::function<void(const std::vector<std::string_view>& cells, std::uint64_t line)>& take) {
  FileSource file(path);
  std::vector<char> buffer(kBuffer);
  std::string line;
  std::uint64_t number = 0;
  std::vector<std::string_view> cells;
  const auto refuse = [&](const std::string& why, const std::string& hint) {
    throw Error(Exit::kInput, fmt::format("{}:{}: {}", path, number, why), hint);
  };
  const auto end_line = [&] {
    ++number;
    std::string_view rest = line;
    if (number == 1 && rest.starts_with(kMark)) rest.remove_prefix(kMark.size());
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    if (utf8::first_invalid(rest)) refuse("not UTF-8", "turn it into UTF-8, for example with iconv");
    cells.clear();
    for (std::size_t tab = 0; !rest.empty() && tab != std::string_view::npos;) {
      tab = rest.find('\t');
      cells.push_back(rest.substr(0, tab));
      if (tab != std::string_view::npos) rest.remove_prefix(tab + 1);
    }
    if (!cells.empty()) take(cells, number);
    line.clear();
  };
  while (const std::size_t n = file.read(buffer)) {
    std::string_view part(buffer.data(), n);
    for (std::size_t end = part.find('\n'); end != std::string_view::npos; end = part.find('\n')) {
      line += part.substr(0, end);
      part.remove_prefix(end + 1);
      end_line();
    }
    line += part;
    if (line.size() > kMostLine) refuse("the line is longer than a megabyte", "put a query on each line");
  }
  if (!line.empty()) end_line();
}

}  // namespace ckm::cli
