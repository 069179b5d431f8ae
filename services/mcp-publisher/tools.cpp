#include "mcp-publisher/tools.hpp"

#include <array>

namespace vg::mcp_publisher {
namespace {

constexpr std::array<gateway::ToolRow, 2> kTools = {{
    {"publish_trip",
     "Publish trip",
     "Put the client's page on the staging or production site.",
     {.read_only = false, .destructive = false, .idempotent = true, .open_world = true}},
    {"manage_publication",
     "Manage publication",
     "Status of a published page; roll back to the page before or a version; take it down.",
     {.read_only = false, .destructive = true, .idempotent = true, .open_world = true}},
}};

}  // namespace

std::span<const gateway::ToolRow> tools() {
  return kTools;
}

}  // namespace vg::mcp_publisher
