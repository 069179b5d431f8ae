// What is asked of the populated database: calls of use cases, and the statements that no use case
// plans.
#pragma once

#include "base/context.hpp"
#include "store/batch.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace vg::plans {

// How much the work may grow with the number of trips.
enum class Growth {
  none,    // at most by kMaxGrowth
  listed,  // it follows what is found, not what is asked
};
inline constexpr double kMaxGrowth = 1.3;

struct Call {
  std::string name;       // `edit_trip: a field`
  std::string_view tool;  // the use case
  std::string arguments;  // JSON
  Growth growth = Growth::none;
};

// In the order in which they are made: those that only read first, and no other two on one trip.
std::vector<Call> calls();

// A statement as a command of the owner or maintenance runs it.
struct Direct {
  std::string name;
  store::Statement statement;
  Growth growth = Growth::none;
};
std::vector<Direct> direct_statements();

}  // namespace vg::plans
