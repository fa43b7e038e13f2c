// One piece of work at a time on a second thread, while the first one goes on: a reader gathers what comes next while what it
// has gathered is written.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace ckm {

// Signals are left to the first thread. Used by one thread alone.
class Background {
 public:
  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  // Waits for the piece at hand; what it throws is lost.
  ~Background();

  // Waits for the piece before, then begins this one. Throws what the one before threw; the new one is not begun then.
  void run(std::function<void()> work);
  // Waits until nothing is at work, and throws what was thrown.
  void wait();

 private:
  void start();
  void loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::function<void()> work_;  // Empty: nothing is at work.
  std::exception_ptr thrown_;
  bool end_ = false;
  std::thread thread_;  // Begun with the first piece.
};

}  // namespace ckm
