// Arguments that a client repeats as headers `Mcp-Param-<name>`, because the schema of the tool
// marks them with `x-mcp-header` (2026-07-28): proxies can then route without reading the body.
#pragma once

#include "json/value.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::mcp {

// A header whose name starts with `Mcp-Param-`, in any case.
struct ParamHeader {
  std::string_view name;   // all of it
  std::string_view value;  // without blanks at its ends
};

struct MarkedArgument {
  std::string header;             // `Mcp-Param-Region`
  std::vector<std::string> path;  // of the property, from the root of the arguments
};

// The marked properties of an object schema, those that are reached through `properties` only.
std::vector<MarkedArgument> marked_arguments(json::Value input_schema);

// What is wrong with the headers of a call; nothing when they agree with its arguments.
std::optional<std::string> param_fault(std::span<const MarkedArgument> marked,
                                       json::Value arguments, std::span<const ParamHeader> headers);

}  // namespace vg::mcp
