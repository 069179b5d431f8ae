// The tools that put pages on a site.
#pragma once

#include "mcp-gateway/tool_row.hpp"

namespace vg::mcp_publisher {

std::span<const gateway::ToolRow> tools();

}  // namespace vg::mcp_publisher
