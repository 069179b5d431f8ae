// The tools on how pages look.
#pragma once

#include "mcp-gateway/tool_row.hpp"

namespace vg::mcp_templates {

std::span<const gateway::ToolRow> tools();

}  // namespace vg::mcp_templates
