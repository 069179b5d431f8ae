// The strict reader of arguments: exactly the described names and types, as the published JSON
// Schema says.
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"
#include "shape/shape.hpp"

namespace vg::shape {

// `invalid` with one issue per fault: its path, what stands there and what is allowed.
Status check_arguments(json::Value arguments, const Shape& shape);

}  // namespace vg::shape
