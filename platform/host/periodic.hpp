// Work that is done again and again on a thread of its own, until the object goes.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace vg::host {

class Periodic final {
 public:
  // The first time after `first`, then every `interval` after the end of the one before.
  Periodic(std::chrono::milliseconds first, std::chrono::milliseconds interval,
           std::function<void()> work);
  Periodic(const Periodic&) = delete;
  Periodic& operator=(const Periodic&) = delete;
  ~Periodic();  // waits for work that is under way

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vg::host
