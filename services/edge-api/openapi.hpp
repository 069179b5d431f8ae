// The OpenAPI 3.1 document of the routes, made from the routes and the descriptions of the use
// cases.
#pragma once

#include "app/environment.hpp"

#include <string>

namespace vg::edge {

std::string openapi_document(const app::Environment& environment);

}  // namespace vg::edge
