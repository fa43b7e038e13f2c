// Work in child processes: for libraries whose state is the whole process's (LIBLINEAR draws from rand()), on all cores.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace ckm {

// What `work` returns for 0 to count - 1, each made in a process of its own, as many at a time as there are cores. A child has
// all that this process has in memory, sees no change that is made later, and must not touch an open store; no other thread may
// be at work when it begins. `ended`, where given, is told in this process how many have ended, after each.
//
// Throws what a child threw as an Error, with its code, text and hint; Error{kSystem} where a child can't be made, was killed, or
// threw something else; Interrupted at a signal. All other children are ended first. They end too when this process does.
std::vector<std::string> in_children(std::size_t count, const std::function<std::string(std::size_t)>& work,
                                     const std::function<void(std::size_t)>& ended = {});

}  // namespace ckm
