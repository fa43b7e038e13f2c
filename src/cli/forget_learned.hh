// What classifiers keep of things that are forgotten: of some texts that they learned from the name, and hashed words with
// weights.
#pragma once

#include <cstddef>
#include <set>
#include <string>

#include "cli/command.hh"
#include "store/forget.hh"

namespace ckm::cli {

// What classifiers may call the things of the plan, as long as those are there.
std::set<std::string> learned_names(store::Store& store, const store::ForgetPlan& plan);

// Takes them out of all classifiers, within the caller's transaction; one that can't be read goes whole, which is told. Returns
// how many texts there were.
std::size_t forget_learned(const Context& context, store::Store& store, const std::set<std::string>& names);

// Says what was taken out, if anything, and that the rest is to be learned anew.
void tell_learned(const Context& context, std::size_t texts);

}  // namespace ckm::cli
