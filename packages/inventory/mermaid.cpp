#include "inventory/report.hpp"

namespace vg::inventory {
namespace {

// Mermaid 11 draws nothing beyond these, unless the page that shows the graph says otherwise.
constexpr std::size_t kMostEdges = 500;
constexpr std::size_t kMostText = 50'000;

// What Mermaid 11 takes for more than a letter, within quotes too: HTML, directives (`%%{`),
// formulas, icons (`fa:`), line breaks (`\n`), and a line that has `direction TB` anywhere.
std::string quoted(std::string_view text) {
  constexpr std::string_view kSpecial = "\"&<>#`%\\$:";
  constexpr std::string_view kDirection = "direction";
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool special = kSpecial.find(text[i]) != std::string_view::npos ||
                         text.substr(0, i + 1).ends_with(kDirection);
    if (special)
      out.append("#").append(std::to_string(static_cast<int>(text[i]))).append(";");
    else
      out += text[i];
  }
  return out + "\"";
}

std::string shaped(const GraphNode& node) {
  const std::string label = quoted(node.label);
  switch (node.layer) {
    case Layer::chat: return "([" + label + "])";
    case Layer::deployment: return "[[" + label + "]]";
    case Layer::service: return "[" + label + "]";
    case Layer::store: return "[(" + label + ")]";
    case Layer::api: return "{{" + label + "}}";
  }
  return {};
}

}  // namespace

std::string as_mermaid(const Graph& graph) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    out += "  n" + std::to_string(i) + shaped(graph.nodes[i]) + "\n";
  for (const GraphEdge& edge : graph.edges)
    out += "  n" + std::to_string(edge.from) + " -->" +
           (edge.label.empty() ? "" : "|" + quoted(edge.label) + "|") + " n" +
           std::to_string(edge.to) + "\n";
  if (graph.nodes.empty()) out += "  n0[\"nothing was found\"]\n";
  if (graph.edges.size() > kMostEdges || out.size() > kMostText)
    out += "  %% more than Mermaid draws with its usual limits, --svg draws all of it\n";
  return out;
}

}  // namespace vg::inventory
