// The row for category trees in TOML, a table for each as in the files of rules (learn/rules.hh):
//   [category."billing/refund"]
//   title = "Refunds"
//   description = "Money that goes back"
//   owner = "Ann Lee"
//   review_days = 90
//   any = ["refund", "退款"]          and all and regex: its rule
#pragma once

#include <string_view>

#include "formats/format.hh"

namespace ckm::formats {

bool sniff_toml(std::string_view head);
// A file of at most 16 MiB, in memory. What is no TOML is refused whole; a table with a mistake is rejected by itself.
void read_toml(ByteSource& in, const ReadOptions& options, Sink& out);

}  // namespace ckm::formats
