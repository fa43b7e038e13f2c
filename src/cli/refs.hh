// References on the command line and on standard input.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hh"
#include "store/items.hh"

namespace ckm::cli {

// The words, with the lines of standard input in the place of "-": to be read before the store is locked.
std::vector<std::string> read_words(const std::vector<std::string>& words);

// What a reference names, or, of an article that was merged into another one, that one, which is told (store/redirects.hh).
// Throws as store::need_item does.
store::Item need_item(Context& context, std::string_view ref);
// The same of several. Throws for the first one that names none.
std::vector<store::Item> need_items(Context& context, const std::vector<std::string>& refs);

// Brings the index up to date in the caller's transaction: what a command that changes few items does last.
void index_now(Context& context);

}  // namespace ckm::cli
