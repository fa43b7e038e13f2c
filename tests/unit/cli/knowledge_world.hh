// What random small stores hold, as plain structs: what the measures are counted from naively.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "model/knowledge_facts.hh"

namespace ckm::cli {

inline constexpr Time kStart = 1'767'225'600;  // 2026-01-01.
inline constexpr Time kMonths[] = {kStart, kStart + 31 * kDay, kStart + 59 * kDay, kStart + 90 * kDay};
inline const std::vector<std::string> kPaths = {"", "billing", "billing/refund", "账务/发票", "账务/退款/到账", "devices"};
// How each of four people is called by actors and messages; the first name is the one that is shown.
inline const std::vector<std::vector<std::string>> kNames = {{"Ann Lee", "ann@example.org", "ANN@example.org", "ann", "p1"},
                                                             {"林玫", "lin@example.org", "lin", "p2"},
                                                             {"Bob", "p3"},
                                                             {"cron-job"}};

struct Version {
  Time at = 0;
  std::string confidence, audience;
};
struct OneArticle {
  std::int64_t id = 0;
  std::size_t category = 0;
  std::optional<Time> created;
  bool imported = false;
  std::vector<Version> versions;
};
struct Said {
  std::size_t person = 0;
  std::optional<Time> at;
};
struct OneTicket {
  std::int64_t id = 0;
  std::size_t category = 0;
  std::optional<std::size_t> assignee;
  std::optional<Time> created, updated, resolved;
  bool solved_status = false;
  std::vector<Said> said;

  [[nodiscard]] std::optional<Time> solved() const {
    if (resolved) return resolved;
    if (!solved_status) return std::nullopt;
    return updated ? updated : created ? created : std::optional(model::kUnknownTime);
  }
};
struct Tie {
  std::size_t article = 0, ticket = 0;
  int how = 0;  // 0 use, 1 failed use, 2 solved-by, 3 derived-from.
  Time at = 0;
  std::optional<std::size_t> person;
};
struct OneDeed {
  Time at = 0;
  std::size_t person = 0;
  std::optional<std::size_t> article;
};
struct Asked {
  Time at = 0;
  std::size_t person = 0;
  bool found = false;
};

struct World {
  std::vector<OneArticle> articles;
  std::vector<OneTicket> tickets;
  std::vector<Tie> ties;
  std::vector<OneDeed> deeds;
  std::vector<Asked> asked;
};

}  // namespace ckm::cli
