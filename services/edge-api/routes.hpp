// The REST routes, one row each. OpenAPI and the dispatch come from these rows.
//
// To add a route: one row in routes.cpp. Path parameters, query and body become the arguments of
// the use case by name.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vg::edge {

// What a route adds to the arguments that the caller gave.
struct Preset {
  std::string_view name, value;  // of a text argument; none when the name is empty
};

struct Route {
  std::string_view method;
  std::string_view path;  // `/v1/trips/{trip_id}`
  std::string_view use_case;
  int success = 200;
  std::string_view id;  // operationId
  std::string_view summary;
  bool body_is_document = false;  // the body is a trip document and not an object of arguments
  Preset preset = {};
};

std::span<const Route> routes();

struct RouteMatch {
  const Route* route = nullptr;
  std::vector<std::pair<std::string_view, std::string>> parameters;  // decoded
};
// The route of a method and path. `allowed` gets the methods of the path when only the method is
// wrong.
std::optional<RouteMatch> match_route(std::string_view method, std::string_view path,
                                      std::string& allowed);

}  // namespace vg::edge
