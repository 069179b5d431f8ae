#include "edge-api/worker/core/isolate_gate.hpp"

#include <algorithm>
#include <utility>

namespace vg::worker {
namespace {

// A limit is gone over by at most this part of its burst in each isolate.
constexpr std::int64_t kPart = 20;
// So many callers are counted at a time; beyond, counting begins anew.
constexpr std::size_t kMaxCounted = 4096;
constexpr int kUnauthorized = 401;

}  // namespace

IsolateGate::IsolateGate(const http::RateLimits& limits, std::string_view secret)
    : limits_(limits), secret_(sip_key(secret)), limiter_(limits) {}

std::optional<http::Response> IsolateGate::refuse(const http::Request& request) {
  const http::CallerKeys caller = http::caller_keys(secret_, request);
  const auto wait_us = limiter_.refuse(caller, now_us_);
  if (wait_us) return http::too_many_requests(*wait_us);
  // What was refused took nothing.
  count(http::Limit::address, addresses_, caller.address, 1);
  if (caller.token != 0) count(http::Limit::token, tokens_, caller.token, 1);
  return std::nullopt;
}

void IsolateGate::answered(const http::Request& request, int status, std::int64_t database_calls) {
  const http::CallerKeys caller = http::caller_keys(secret_, request);
  limiter_.answered(caller, status, database_calls, now_us_);
  if (caller.token == 0) return;
  if (status == kUnauthorized) {
    count(http::Limit::failure, failures_, caller.address, 1);
  } else if (database_calls > 1) {
    count(http::Limit::token, tokens_, caller.token, database_calls - 1);
  }
}

void IsolateGate::count(http::Limit limit, Counts& counts, std::uint64_t key, std::int64_t taken) {
  const http::Rate& rate = limits_.of(limit);
  if (rate.interval_us == 0) return;
  if (counts.size() >= kMaxCounted) counts.clear();
  std::int64_t& so_far = counts[key];
  so_far += taken;
  if (so_far < std::max<std::int64_t>(rate.burst / kPart, 1)) return;
  due_.push_back({limit, key, so_far});
  counts.erase(key);
}

std::vector<Report> IsolateGate::take_reports() {
  return std::exchange(due_, {});
}

void IsolateGate::raise(http::Limit limit, std::uint64_t key, std::int64_t full_at_us) {
  limiter_.raise(limit, key, full_at_us);
}

}  // namespace vg::worker
