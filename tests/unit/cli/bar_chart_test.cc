#include "cli/bar_chart.hh"

#include <doctest/doctest.h>

#include "base/utf8.hh"

namespace ckm::cli {

TEST_CASE("bars begin in one column, whatever the labels' scripts") {
  const std::string chart = bar_chart({{"billing", 1, "100 %", ""}, {"退款", 0.5, "50 %", ""}, {"-", {}, "-", ""}}, 1, 40);
  CHECK(chart ==
        "billing  ████████████████████████  100 %\n"
        "退款     ████████████               50 %\n"
        "-                                      -\n");
}

TEST_CASE("eighths, and a trace of what is above nothing") {
  const auto bar = [](double share) {
    const std::string line = bar_chart({{"a", share, "x", ""}}, 1, 14);
    return line.substr(3, line.find_first_of(" \n", 3) - 3);
  };
  CHECK(bar(0).empty());
  CHECK(bar(0.0001) == "▏");
  CHECK(bar(0.125) == "█");
  CHECK(bar(0.5 + 3.0 / 64) == "████▍");
  CHECK(bar(7) == "████████");
}

TEST_CASE("a narrow terminal loses notes, then the ends of labels, and never a bar") {
  const std::vector<Bar> bars = {{"a category with a long name", 0.5, "50 %", "4 of 8 solved tickets"}};
  CHECK(bar_chart(bars, 1, 100).find("4 of 8") != std::string::npos);
  CHECK(bar_chart(bars, 1, 40).find("4 of 8") == std::string::npos);
  CHECK(utf8::display_width(bar_chart(bars, 1, 40)) <= 40);
  CHECK(bar_chart(bars, 1, 1).find("████") != std::string::npos);
  CHECK(bar_chart(bars, 0, 40).find("█") == std::string::npos);
}

}  // namespace ckm::cli
