#include "model/resolution.hh"

#include <doctest/doctest.h>

namespace ckm::model {

TEST_CASE("resolution_of: a status, in many languages and any case, by its first word") {
  for (const char* status : {"solved", "RESOLVED", "Done", "已解决", "erledigt", "解決済み", " fixed", "решено"})
    CHECK_MESSAGE(resolution_of(status) == Resolution::kSolved, status);
  for (const char* status : {"Closed", "closed successful", "Closed - duplicate", "已關閉", "已结案", "abgeschlossen"})
    CHECK_MESSAGE(resolution_of(status) == Resolution::kClosed, status);
  for (const char* status : {"open", "pending", "unsolved", "new", "reopened", "未解决", "待处理", "solve", "closing"})
    CHECK_MESSAGE(resolution_of(status) == Resolution::kOpen, status);
  CHECK(resolution_of("") == Resolution::kUnknown);
  CHECK(resolution_of(" \t") == Resolution::kUnknown);
}

TEST_CASE("resolution_of: a ticket without a status that has ended is closed") {
  Ticket ticket;
  CHECK(resolution_of(ticket) == Resolution::kUnknown);
  ticket.resolved_at = 1;
  CHECK(resolution_of(ticket) == Resolution::kClosed);
  ticket.status = "open";
  CHECK(resolution_of(ticket) == Resolution::kOpen);
}

}  // namespace ckm::model
