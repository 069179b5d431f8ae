// The merge patch between two values: what merge_patch() was given, found from what it made.
#pragma once

#include "json/value.hpp"

namespace vg::json {

// The smallest RFC 7396 patch such that merge_patch(from, patch) is `to`; `{}` between equal
// objects. The values live in `from` and `to`. Two things no patch can say: an order of members,
// which is the one that merge_patch() gives, and a null inside an object of `to`, which is left
// out.
Value merge_diff(Arena& arena, Value from, Value to);

}  // namespace vg::json
