#include "bench/world/measure.hpp"

#include <algorithm>

namespace vg::bench {

void Samples::report(benchmark::State& state) {
  if (ns_.empty()) return;
  std::sort(ns_.begin(), ns_.end());
  const auto at = [this](double share) {
    const auto index = static_cast<std::size_t>(share * static_cast<double>(ns_.size() - 1));
    return static_cast<double>(ns_[index]) * 1e-3;
  };
  state.counters["min_us"] = at(0);
  state.counters["p50_us"] = at(0.5);
  state.counters["p95_us"] = at(0.95);
  state.counters["p99_us"] = at(0.99);
  state.counters["samples"] = static_cast<double>(ns_.size());
}

std::string take_flag(int& argc, char** argv, const std::string& name) {
  const std::string start = "--" + name + "=";
  std::string value;
  int kept = 0;
  for (int i = 0; i < argc; ++i) {
    if (std::string_view(argv[i]).starts_with(start)) {
      value = argv[i] + start.size();
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  return value;
}

}  // namespace vg::bench
