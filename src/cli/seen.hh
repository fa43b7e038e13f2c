// What is seen of a store: by an audience (--audience), and at a time (--as-of).
//
// Both are stores of their own that hold nothing else, so what a command shows of context.store() can't be more.
#pragma once

#include <string_view>

#include "cli/command.hh"

namespace ckm::cli {

// Puts what the context's audience sees in the place of its store; nothing for the team itself. Not indexed.
void see_as_audience(Context& context);

// Puts the store as it was at the time that was typed, articles alone, in the place of the context's, and of it what its audience
// sees; nothing for an empty text. Not indexed. Throws Error{kUsage} for what is no time.
void go_back(Context& context, std::string_view typed);

// What its audience saw of the store at a time, articles alone; a store of its own, not indexed.
store::Store seen_at(Context& context, Time time);

// What a command calls that searches: indexes what is seen in the place of the context's store.
void index_seen(Context& context);

}  // namespace ckm::cli
