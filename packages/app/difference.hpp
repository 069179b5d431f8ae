// The view `diff` of read_trip: what differs between two versions of a trip.
#pragma once

#include "app/action.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace vg::app {

// Either version may be the older one; the text of the id outlives the action.
struct Compared {
  std::string_view trip_id;
  std::optional<std::int64_t> since;    // unless given, the one before `version`
  std::optional<std::int64_t> version;  // unless given, the present one
};

// Adds the statements that answer_difference() reads, to a batch that says who asks and no more.
void ask_difference(store::Batch& batch, const Context& context, const Compared& compared);

// The text names the places that differ, private ones without their values; the data has them
// all, and the merge patch of the stored documents, which is complete. Errors: `not_found` when
// there is no such trip, or with the versions that there are.
Result<Step> answer_difference(const store::Rows& rows, const Compared& compared);

}  // namespace vg::app
