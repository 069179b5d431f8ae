#include "platform/host/periodic.hpp"

#include <utility>

namespace vg::host {

Periodic::Periodic(std::chrono::milliseconds first, std::chrono::milliseconds interval,
                   std::function<void()> work)
    : thread_([this, first, interval, work = std::move(work)] {
        std::unique_lock lock(mutex_);
        for (auto pause = first;; pause = interval) {
          if (changed_.wait_for(lock, pause, [this] { return stopping_; })) return;
          lock.unlock();
          work();
          lock.lock();
        }
      }) {}

Periodic::~Periodic() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace vg::host
