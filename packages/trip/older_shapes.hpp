// Structures of older documents that a renamed field cannot express.
#pragma once

#include "json/value.hpp"
#include "shape/report.hpp"

namespace vg::trip {

// The same document in the structure that kTrip describes; what is in that structure already is
// left alone.
//   flights.{outbound, return, intraTrip}  -> flights.legs with a direction
//   transport.{rentalCar, transfers, trains} -> carRental, transfers
//   viatorTours {description, place: […]}    -> tours
//   day.schedule beside day.activities       -> one list
//   notes {key: text}                        -> a list
json::Value modernise(json::Arena& arena, json::Value raw, shape::Report& report);

}  // namespace vg::trip
