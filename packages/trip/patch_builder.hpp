// Collects changes at places into one merge patch.
#pragma once

#include "json/value.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

// Later changes win over earlier ones at the same place. Members keep the order in which they were
// first named.
class PatchBuilder {
 public:
  // Sets the value at the end of `keys`; an object replaces what was collected below it, null
  // removes it from the document.
  void put(std::span<const std::string> keys, json::Value value);

  // Whether an earlier change removed this place or one above it.
  bool removes(std::span<const std::string> keys) const;

  bool empty() const { return root_.children.empty(); }
  json::Value finish(json::Arena& arena) const { return build(arena, root_); }

 private:
  struct Node {
    std::string key;
    bool has_value = false;
    json::Value value;
    std::vector<std::unique_ptr<Node>> children;

    Node* child(std::string_view name) const;
  };
  static json::Value build(json::Arena& arena, const Node& node);

  Node root_;
};

}  // namespace vg::trip
