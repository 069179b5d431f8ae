// What depends on what: chats, deployments, services, databases, APIs.
#pragma once

#include "inventory/inventory.hpp"

namespace vg::inventory {

// In the order from those that ask to those that answer; a column each in a drawing.
enum class Layer : std::uint8_t { chat, deployment, service, store, api };
inline constexpr int kLayers = 5;

struct GraphNode {
  Layer layer;
  std::string label;
  std::string detail;  // `Worker`, `D1 database`
};

// Between indices of nodes.
struct GraphEdge {
  int from = 0, to = 0;
  std::string label;
};

struct Graph {
  std::vector<GraphNode> nodes;  // by layer, then label
  std::vector<GraphEdge> edges;  // by from, to, label; each once
};

Graph graph_of(const Inventory& inventory);

}  // namespace vg::inventory
