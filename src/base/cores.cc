#include "base/cores.hh"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace ckm {

// More would wait for memory.
constexpr std::size_t kMostWorkers = 8;

std::size_t workers() { return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, kMostWorkers); }

void in_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::exception_ptr> thrown(count);
  const auto run = [&](std::size_t i) {
    try {
      work(i);
    } catch (...) {
      thrown[i] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(run, i);
    if (count > 0) run(0);
  }
  for (const std::exception_ptr& exception : thrown) {
    if (exception) std::rethrow_exception(exception);
  }
}

void share_out(std::size_t count, std::size_t run, const std::function<void(std::size_t, std::size_t, std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  in_threads(std::min(workers(), (count + run - 1) / run), [&](std::size_t worker) {
    for (;;) {
      const std::size_t begin = next.fetch_add(run);
      if (begin >= count) return;
      try {
        work(worker, begin, std::min(count, begin + run));
      } catch (...) {
        next = count;  // The others needn't go on.
        throw;
      }
    }
  });
}

}  // namespace ckm
