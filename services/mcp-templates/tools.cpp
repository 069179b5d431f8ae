#include "mcp-templates/tools.hpp"

#include <array>

namespace vg::mcp_templates {
namespace {

using namespace shape;

constexpr Field kListFields[] = {records("templates", advisor).must()};
constexpr Shape kList = {.name = "templates", .fields = kListFields};
constexpr Field kRenderedFields[] = {
    label("trip_id", advisor).must(), integer("version", advisor).must(),
    label("preview_url", advisor).must(), record("not_shown", advisor).must()};
constexpr Shape kRendered = {.name = "rendered", .fields = kRenderedFields};

constexpr mcp::Hints kReads = {
    .read_only = true, .destructive = false, .idempotent = true, .open_world = false};

constexpr std::array<gateway::ToolRow, 2> kTools = {{
    {"list_templates", "List templates", "The looks that a page can have.", &kList, kReads},
    {"render_trip", "Render trip",
     "Preview link of the page, what the page does not show, what to mend.", &kRendered, kReads},
}};

}  // namespace

std::span<const gateway::ToolRow> tools() {
  return kTools;
}

}  // namespace vg::mcp_templates
