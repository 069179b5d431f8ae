// The trip document, described once. Everything else about its fields follows from these tables.
//
// To add a field, add a row. To rename one, change its name and list the old one as an older
// spelling.
#pragma once

#include "shape/shape.hpp"

namespace vg::trip {

extern const shape::Shape kTrip;

// Shapes that other code addresses by name.
extern const shape::Shape kActivity;
extern const shape::Shape kStay;

// Collections and fields that the code names, spelled once.
inline constexpr std::string_view kDays = "itinerary";
inline constexpr std::string_view kActivities = "activities";
inline constexpr std::string_view kUnscheduled = "unscheduled";
inline constexpr std::string_view kDayOfActivity = "day";

}  // namespace vg::trip
