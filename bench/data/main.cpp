// bench_data <file> <trips> [<trips>x<events> …]: makes a database file to measure on.
#include "base/text.hpp"
#include "bench/world/dataset.hpp"

#include <iostream>

int main(int argc, char** argv) {
  using namespace vg;
  const auto trips = argc < 3 ? std::nullopt : parse_integer(argv[2]);
  if (!trips) {
    std::cerr << "usage: bench_data <file> <trips> [<trips>x<events> ...]\n";
    return 2;
  }
  bench::Dataset plan{.path = argv[1], .trips = *trips, .histories = {}};
  for (int i = 3; i < argc; ++i) {
    const auto parts = split(argv[i], 'x');
    plan.histories.push_back(
        {parse_integer(parts.front()).value_or(1), parse_integer(parts.back()).value_or(1)});
  }
  if (const Status made = bench::make_dataset(plan); !made) {
    std::cerr << made.error().message << "\n";
    return 1;
  }
  return 0;
}
