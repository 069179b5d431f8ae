// The limits of this isolate, and its share in those of all isolates together: each counts for
// itself, now and then tells a Durable Object what a caller has taken, and hears when the bucket of
// that caller is full, with what the others took. Nobody waits for that; how far all isolates
// together may go over a limit is a twentieth of it for each.
#pragma once

#include "base/calendar.hpp"
#include "http/rate_limit.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace vg::worker {

// What a caller has taken from a bucket since the last report.
struct Report {
  http::Limit limit;
  std::uint64_t key;
  std::int64_t count;
};

class IsolateGate final : public http::Gate {
 public:
  IsolateGate(const http::RateLimits& limits, std::string_view secret);

  void set_now(Instant now) { now_us_ = now.ms * 1000; }
  std::optional<http::Response> refuse(const http::Request& request) override;
  void answered(const http::Request& request, int status, std::int64_t database_calls) override;

  // What is due since the last call of this.
  std::vector<Report> take_reports();
  // What the Durable Object said to a report.
  void raise(http::Limit limit, std::uint64_t key, std::int64_t full_at_us);
  const http::RateLimits& limits() const { return limits_; }

 private:
  using Counts = std::unordered_map<std::uint64_t, std::int64_t>;

  void count(http::Limit limit, Counts& counts, std::uint64_t key, std::int64_t taken);

  http::RateLimits limits_;
  SipKey secret_;
  std::int64_t now_us_ = 0;
  http::RateLimiter limiter_;
  Counts tokens_, addresses_, failures_;
  std::vector<Report> due_;
};

}  // namespace vg::worker
