#include "cli/bar_chart.hh"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/utf8.hh"

namespace ckm::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeastBar = 8;
constexpr std::size_t kEighths = 8;
constexpr std::array<std::string_view, kEighths + 1> kBlocks = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};

std::string blanks(std::size_t wide, std::size_t taken) { return std::string(wide > taken ? wide - taken : 0, ' '); }

std::string bar_of(double share, std::size_t width) {
  const double most = static_cast<double>(width * kEighths);
  auto eighths = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * most));
  if (eighths == 0 && share > 0) eighths = 1;
  std::string bar;
  for (std::size_t i = 0; i < eighths / kEighths; ++i) bar += kBlocks[kEighths];
  bar += kBlocks[eighths % kEighths];
  return bar;
}

}  // namespace

std::string bar_chart(const std::vector<Bar>& bars, double most, std::size_t columns) {
  std::size_t label_width = 0;
  std::size_t value_width = 0;
  std::size_t note_width = 0;
  for (const Bar& bar : bars) {
    label_width = std::max(label_width, utf8::display_width(utf8::one_line(bar.label)));
    value_width = std::max(value_width, utf8::display_width(bar.shown));
    note_width = std::max(note_width, utf8::display_width(bar.note));
  }
  label_width = std::min(label_width, std::max<std::size_t>(columns / 3, 1));
  std::size_t taken = label_width + value_width + 2 * kGap;
  const bool notes = note_width > 0 && taken + kGap + note_width + kLeastBar <= columns;
  if (notes) taken += kGap + note_width;
  const std::size_t width = std::max(kLeastBar, columns > taken ? columns - taken : 0);
  std::string out;
  for (const Bar& bar : bars) {
    const std::string label = utf8::fit(utf8::one_line(bar.label), label_width);
    const std::string drawn = bar.value && most > 0 ? bar_of(*bar.value / most, width) : std::string();
    std::string line = label + blanks(label_width + kGap, utf8::display_width(label)) + drawn +
                       blanks(width + kGap, utf8::display_width(drawn)) + blanks(value_width, utf8::display_width(bar.shown)) +
                       bar.shown;
    if (notes) line += std::string(kGap, ' ') + bar.note;
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

}  // namespace ckm::cli
