// Work on all cores, in threads.
#pragma once

#include <cstddef>
#include <functional>

namespace ckm {

// How many threads are worth having: the cores, 8 at most.
std::size_t workers();

// Calls work(i) for i from 0 to count - 1, each in a thread of its own, the first in this one, and returns when all have. Throws
// what the first of those that threw did.
void in_threads(std::size_t count, const std::function<void(std::size_t worker)>& work);

// Shares out 0 to count - 1 among threads in runs of `run`: calls work(worker, begin, end). Which worker has which run may differ
// from time to time; workers are numbered from 0, below workers(). Throws as in_threads does; what is not
// begun then is left out.
void share_out(std::size_t count, std::size_t run,
               const std::function<void(std::size_t worker, std::size_t begin, std::size_t end)>& work);

}  // namespace ckm
