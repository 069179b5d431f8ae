// Recorded reads, put to the old and to the new side: what the new one says has to be what the old
// one said.
//
// One JSON object per line of the file:
//   {"name": "workflow of 8", "old": {"tool": …, "arguments": {…}},
//    "new": {"tool": …, "arguments": {"trip_id": "{trip:8}"}}, "facts": ["/trip/title", …]}
// A fact is a JSON pointer into the structured content of the new answer; its value, as text, has
// to stand in the text of the old one. {trip:8} is the trip that row 8 of trips_v2 became.
#pragma once

#include "json/value.hpp"
#include "platform/cutover/plan.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace vg::cutover {

struct Mismatch {
  std::string request, fact, found;  // `found` says what is wrong; never a document
};

struct Shadow {
  std::int64_t requests = 0, facts = 0;
  std::int64_t old_us = 0, new_us = 0;  // in all
  std::vector<Mismatch> mismatches;
};

using TripIds = std::map<std::string, std::string, std::less<>>;  // by key of trips_v2

// Errors: `invalid` for a line that is none, `unavailable` when a side does not answer.
Result<Shadow> replay(const Environment& environment, const TripIds& trips);

// The value at a JSON pointer (RFC 6901); null when there is none.
json::Value at_pointer(json::Value value, std::string_view pointer);

}  // namespace vg::cutover
