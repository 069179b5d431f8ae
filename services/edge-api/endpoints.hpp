// Which MCP servers there are and which tools each has.
#pragma once

#include "mcp-gateway/gateway.hpp"

#include <vector>

namespace vg::edge {

// `/mcp` with all tools, and one endpoint per server with its own.
std::vector<gateway::McpEndpoint> mcp_endpoints();

}  // namespace vg::edge
