#include "model/ticket_status.hh"

#include <doctest/doctest.h>

namespace ckm::model {

TEST_CASE("a status says that a ticket is solved in many languages and any case") {
  for (const char* status :
       {"solved", "Closed", "RESOLVED", "closed successful", "Done", "已解决", "已關閉", "erledigt", "解決済み"})
    CHECK_MESSAGE(is_solved_status(status), status);
}

TEST_CASE("other statuses don't") {
  for (const char* status :
       {"", "open", "pending", "unsolved", "new", "reopened", "未解决", "待处理", "solve", "closing", " solved"})
    CHECK_MESSAGE(!is_solved_status(status), status);
}

}  // namespace ckm::model
