// The trips that are measured: the documents of tests/data/trips, varied by their number, written
// by the use cases themselves.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace vg::bench {

// Histories: `trips` more trips that have `events` events each.
struct Histories {
  std::int64_t trips;
  std::int64_t events;
};

struct Dataset {
  // What a file is for: trips that have hardly changed, or trips that have changed very often.
  enum class Kind { trips, histories };

  std::string path;
  std::int64_t trips = 0;
  std::vector<Histories> histories;
};

// Of trip number `number`: its document, other words in title and destination for each, one client
// for five trips. The same number gives the same arguments of create_trip.
class TripMaker final {
 public:
  TripMaker();
  std::string arguments(std::int64_t number, std::string_view mark) const;

 private:
  std::vector<std::string> documents_;
};

// Replaces the file. The same plan gives the same trips; only ids of clients and items differ.
Status make_dataset(const Dataset& plan);

// What trip `number` can be found by.
std::string city_of(std::int64_t number);
inline constexpr std::int64_t kCities = 400;

}  // namespace vg::bench
