// Sends what requests did to a collector, from a thread of its own.
#pragma once

#include "platform/host/metrics.hpp"
#include "platform/host/observer.hpp"
#include "platform/telemetry/otlp.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace vg::telemetry {

struct Options {
  std::string endpoint;  // /v1/traces and /v1/metrics are below it
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string version = {};
  std::chrono::milliseconds every = std::chrono::seconds(5);
  std::size_t most_spans = 4'096;  // that wait; more are dropped
};

class Exporter final : public host::Observer {
 public:
  // `metrics` outlives it.
  Exporter(Options options, const host::Metrics& metrics);
  // Sends what waits, once.
  ~Exporter() override;

  // A request whose caller decided that its trace is not sampled makes no span.
  void answered(const http::Exchange& exchange, const http::Request& request,
                const http::Served& served) override;

 private:
  void run();
  void send_all();
  bool post(const std::string& path, std::string body) const;
  std::string random_id(std::size_t bytes);  // under the mutex

  Options options_;
  const host::Metrics& metrics_;
  Resource resource_;
  std::int64_t begun_ns_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::mt19937_64 ids_;
  std::vector<Span> waiting_;
  std::int64_t dropped_ = 0;
  bool failing_ = false;  // on the thread only
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace vg::telemetry
