// How long single operations take: every one is a sample, so that percentiles can be told.
#pragma once

#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace vg::bench {

inline std::int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

class Samples final {
 public:
  void add(std::int64_t ns) { ns_.push_back(ns); }
  // As the counters p50_us, p95_us, p99_us, min_us and samples of the benchmark.
  void report(benchmark::State& state);

 private:
  std::vector<std::int64_t> ns_;
};

// Runs `operation` until the benchmark has seen enough. What `prepare` does is not measured; it
// returns what the operation needs.
template <class Prepare, class Operation>
void measure(benchmark::State& state, Prepare prepare, Operation operation) {
  Samples samples;
  for ([[maybe_unused]] auto one : state) {
    auto needed = prepare();
    const std::int64_t begun = now_ns();
    operation(needed);
    const std::int64_t took = now_ns() - begun;
    samples.add(took);
    state.SetIterationTime(static_cast<double>(took) * 1e-9);
  }
  samples.report(state);
}

// Takes `--<name>=<value>` out of the arguments, so that Google Benchmark does not see it.
std::string take_flag(int& argc, char** argv, const std::string& name);

}  // namespace vg::bench
