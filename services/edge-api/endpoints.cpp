#include "edge-api/endpoints.hpp"

#include "mcp-publisher/tools.hpp"
#include "mcp-templates/tools.hpp"
#include "mcp-trips/prompts.hpp"
#include "mcp-trips/tools.hpp"

namespace vg::edge {

std::vector<gateway::McpEndpoint> mcp_endpoints() {
  std::vector<gateway::McpEndpoint> endpoints = {{.path = "/mcp", .tools = {}}};
  const auto add = [&endpoints](std::string path, std::span<const gateway::ToolRow> tools) {
    endpoints[0].tools.insert(endpoints[0].tools.end(), tools.begin(), tools.end());
    endpoints.push_back({std::move(path), {tools.begin(), tools.end()}});
  };
  add("/mcp/trips", mcp_trips::tools());
  add("/mcp/templates", mcp_templates::tools());
  add("/mcp/publisher", mcp_publisher::tools());
  // The first has everything, the second the trips.
  for (std::size_t i = 0; i < 2; ++i) {
    const auto prompts = mcp_trips::prompts();
    endpoints[i].prompts.assign(prompts.begin(), prompts.end());
    endpoints[i].trips = true;
  }
  return endpoints;
}

}  // namespace vg::edge
