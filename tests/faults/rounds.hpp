// What the victim of a kill writes in a round: known to the parent without being told.
#pragma once

#include "tests/faults/writes.hpp"

#include <cstddef>
#include <cstdint>

namespace vg::faults {

inline constexpr std::size_t kWriters = 4;
inline constexpr std::size_t kTrips = 2;  // two writers share one

// Of a writer, one after the other. The first one creates its trip: the same request for all
// writers of the trip.
Write write_of(std::uint64_t round, std::size_t writer, std::size_t number);

}  // namespace vg::faults
