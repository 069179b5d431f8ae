// Many calls at once from one thread, as an event loop of the server has them: each waits for its
// database call without holding the thread.
#pragma once

#include "base/result.hpp"
#include "bench/world/world.hpp"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace vg::bench {

struct CrowdCall {
  std::string_view tool;
  std::string arguments;
};

// Calls in flight. Not for use by two threads; what the database calls back is handed over inside.
class Crowd final {
 public:
  explicit Crowd(World& world) : world_(world) {}
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;
  ~Crowd();  // waits for what is in flight

  // Starts a call of a use case that writes with its first database call.
  Status start(CrowdCall call);
  // Waits for the next call to end. Returns how long it took in nanoseconds. Errors: those of the
  // use case.
  Result<std::int64_t> finish_one();
  std::size_t in_flight() const { return in_flight_; }

 private:
  struct Flight {
    std::unique_ptr<Call> call;
    std::int64_t started_ns = 0;
    Result<store::Rows> rows = store::Rows();
  };

  World& world_;
  std::size_t in_flight_ = 0;
  std::mutex mutex_;
  std::condition_variable landed_changed_;
  std::deque<std::unique_ptr<Flight>> landed_;
};

// `count` calls made by `next`, `at_once` of them in flight.
Status run_crowd(World& world, std::size_t at_once, std::int64_t count,
                 const std::function<CrowdCall()>& next);

}  // namespace vg::bench
