#include "inventory/report.hpp"

namespace vg::inventory {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': out += "#quot;"; break;
      case '&': out += "#amp;"; break;
      case '<': out += "#lt;"; break;
      case '>': out += "#gt;"; break;
      case '#': out += "#35;"; break;
      case '`': out += "#96;"; break;
      default: out += c;
    }
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
  return out;
}

}  // namespace vg::inventory
