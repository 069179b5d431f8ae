// What is measured, by name: the same calls for the product, for the floor and for the counts.
//
// To add a workload, add a row in workloads.cpp.
#pragma once

#include "base/result.hpp"
#include "bench/world/dataset.hpp"
#include "bench/world/world.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::bench {

// The trips of a database file that calls are made on, and numbers that make every write another.
class Trips final {
 public:
  static Result<Trips> load(const std::string& path);

  std::int64_t count() const { return std::ssize(all_); }
  // One of at most a thousand that are spread evenly over the file: as many different trips
  // whatever the size of the file.
  const std::string& any();
  const std::string& any_of_all();
  // One of the few that have a hundred offers; see prepare_offers().
  const std::string& with_offers();
  // One of those with about so many events.
  const std::string& with_events(std::int64_t events);
  const std::string& any_client();
  std::int64_t any_number();  // of a trip

  std::string unique();  // never the same, also in another process
  const TripMaker& maker() const { return maker_; }
  // The same with one trip only.
  Trips only(std::size_t index) const;
  std::span<const std::string> with_offers_list() const { return with_offers_; }
  bool has_offers(const std::string& trip) const { return having_offers_.contains(trip); }
  bool has_history(std::int64_t events) const { return histories_.contains(events); }

 private:
  const std::string& pick(const std::vector<std::string>& from);

  std::vector<std::string> all_, spread_, with_offers_, clients_;
  std::set<std::string> having_offers_;
  std::map<std::int64_t, std::vector<std::string>> histories_;
  TripMaker maker_;
  std::mt19937_64 random_{42};
  std::string mark_;
  std::int64_t drawn_ = 0;
};

struct Workload {
  std::string_view name;
  std::string_view tool;
  bool writes;
  std::string (*arguments)(Trips& trips);
};

// Those that fit the kind of file.
std::span<const Workload> workloads(Dataset::Kind kind);

// The number of events in the name of a workload; 0 when there is none.
std::int64_t events_in(std::string_view name);

// Gives a hundred offers to each of those trips that are to have them and have none.
Status prepare_offers(World& world, Trips& trips);

// Arguments of add_options with a hundred hotels; prices differ from call to call.
std::string hundred_offers(Trips& trips, std::string_view trip);

}  // namespace vg::bench
