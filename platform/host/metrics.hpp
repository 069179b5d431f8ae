// Counters of the process, in the Prometheus text format.
#pragma once

#include "edge-api/edge.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace vg::host {

// One request that was answered.
struct Observation {
  std::string_view name;          // of the tool or route
  std::string_view method = {};   // of the protocol, such as `tools/call`; empty for a route
  std::string_view failure = {};  // error class; empty when it went well
  std::int64_t us = 0;
  std::int64_t database_calls = 0;
};

class Metrics final : public edge::Metrics {
 public:
  static constexpr std::array<std::int64_t, 10> kBucketsUs = {
      250, 500, 1'000, 2'500, 5'000, 10'000, 50'000, 250'000, 1'000'000, 5'000'000};

  struct Series {
    std::string method;
    std::int64_t count = 0;
    std::int64_t us = 0;
    std::int64_t database_calls = 0;
    std::array<std::int64_t, kBucketsUs.size()> at_most{};
    std::map<std::string, std::int64_t, std::less<>> failures;  // by class
  };
  using AllSeries = std::map<std::string, Series, std::less<>>;  // by name

  void observe(const Observation& observation);
  std::string prometheus() const override;
  AllSeries series() const;

 private:
  mutable std::mutex mutex_;
  AllSeries series_;
};

}  // namespace vg::host
