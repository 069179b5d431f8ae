// The tools on trips, clients and captured offers.
#pragma once

#include "mcp-gateway/tool_row.hpp"

namespace vg::mcp_trips {

std::span<const gateway::ToolRow> tools();

}  // namespace vg::mcp_trips
