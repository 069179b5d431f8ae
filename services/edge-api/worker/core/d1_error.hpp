// What D1 says when a batch fails, as an expected failure with what to do.
#pragma once

#include "base/error.hpp"

#include <string_view>

namespace vg::worker {

// A constraint that does not hold is a fact about the request; a statement that D1 cannot read is a
// fault of the product. Everything else (overload, a reset, a timeout, a lost connection) leaves
// the outcome unknown: `unavailable`, and the same request may be sent again, for it has no second
// effect. Rules: https://developers.cloudflare.com/d1/observability/debug-d1/
Error d1_error(std::string_view message);

}  // namespace vg::worker
