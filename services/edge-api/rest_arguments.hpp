// From a REST request to the arguments of a use case.
#pragma once

#include "base/result.hpp"
#include "edge-api/routes.hpp"
#include "http/message.hpp"
#include "json/value.hpp"
#include "shape/shape.hpp"

namespace vg::edge {

// Path parameters, query and body in one object; `Idempotency-Key` becomes idempotency_key and
// `If-Match: "7"` expected_version where the use case has them. Errors: `invalid` for a body that
// is no object, a query that cannot be decoded, names that stand twice.
Result<json::Value> rest_arguments(json::Arena& arena, const http::Request& request,
                                   const RouteMatch& match, const shape::Shape& shape);

}  // namespace vg::edge
