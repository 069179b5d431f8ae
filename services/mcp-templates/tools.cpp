#include "mcp-templates/tools.hpp"

#include <array>

namespace vg::mcp_templates {
namespace {

constexpr mcp::Hints kReads = {
    .read_only = true, .destructive = false, .idempotent = true, .open_world = false};

constexpr std::array<gateway::ToolRow, 2> kTools = {{
    {"list_templates", "List templates", "The looks that a page can have.", kReads},
    {"render_trip", "Render trip", "Preview link, what the page does not show, what to mend.",
     kReads},
}};

}  // namespace

std::span<const gateway::ToolRow> tools() {
  return kTools;
}

}  // namespace vg::mcp_templates
