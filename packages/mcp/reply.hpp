// JSON-RPC replies as text, put together from prepared parts.
#pragma once

#include "json/value.hpp"
#include "mcp/protocol.hpp"

#include <string>
#include <string_view>

namespace vg::mcp {

// `result` is a JSON object.
std::string result_reply(json::Value id, std::string_view result);

// An id that could not be read is left out. `data` is left out when null.
std::string error_reply(json::Value id, Code code, std::string_view message, json::Value data = {});

}  // namespace vg::mcp
