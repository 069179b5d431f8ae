// The limits of how often somebody may ask, on the clock of this machine and for all threads.
#pragma once

#include "http/rate_limit.hpp"

#include <mutex>

namespace vg::host {

class Throttle final : public http::Gate {
 public:
  explicit Throttle(const http::RateLimits& limits);

  std::optional<http::Response> refuse(const http::Request& request) override;
  void answered(const http::Request& request, int status, std::int64_t database_calls) override;

 private:
  const SipKey secret_;  // of this process: nobody can choose which callers share a place
  std::mutex mutex_;     // held for a few comparisons; what is hashed is hashed before
  http::RateLimiter limiter_;
};

}  // namespace vg::host
