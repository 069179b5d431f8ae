// The document of a version, from its events.
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"
#include "store/batch.hpp"

namespace vg::app {

// `events` are rows of store::kSelectEvents. The texts of the document live in the rows and the
// arena. Errors: `not_found` when there are no events, `internal` when one cannot be read.
Result<json::Value> fold_events(json::Arena& arena, const store::ResultSet& events);

}  // namespace vg::app
