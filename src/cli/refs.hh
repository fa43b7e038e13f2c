// References on the command line and on standard input.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"
#include "store/items.hh"

namespace ckm::cli {

// The words, with the lines of standard input in the place of "-".
std::vector<std::string> read_words(const std::vector<std::string>& words);

// The items that these words name; "-" stands for the lines of standard input. Throws for the first one that is none.
std::vector<store::Item> need_items(store::Store& store, const std::vector<std::string>& words);

// Brings the index up to date in the caller's transaction: what a command that changes few items does last.
void index_now(Context& context);

}  // namespace ckm::cli
