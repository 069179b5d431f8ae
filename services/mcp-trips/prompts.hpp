// Prompts of the trips server: the phases of a trip.
#pragma once

#include "mcp-gateway/prompt_row.hpp"

#include <span>

namespace vg::mcp_trips {

std::span<const gateway::PromptRow> prompts();

}  // namespace vg::mcp_trips
