#include "platform/host/throttle.hpp"

#include "platform/host/drive.hpp"
#include "platform/host/world.hpp"

namespace vg::host {

Throttle::Throttle(const http::RateLimits& limits)
    : secret_(sip_key(make_token())), limiter_(limits) {}

std::optional<http::Response> Throttle::refuse(const http::Request& request) {
  const http::CallerKeys caller = http::caller_keys(secret_, request);
  std::optional<std::int64_t> wait_us;
  {
    const std::lock_guard lock(mutex_);
    wait_us = limiter_.refuse(caller, steady_us());
  }
  if (!wait_us) return std::nullopt;
  return http::too_many_requests(*wait_us);
}

void Throttle::answered(const http::Request& request, int status, std::int64_t database_calls) {
  const http::CallerKeys caller = http::caller_keys(secret_, request);
  const std::lock_guard lock(mutex_);
  limiter_.answered(caller, status, database_calls, steady_us());
}

}  // namespace vg::host
