// Collects changes at places into one merge patch.
#pragma once

#include "json/value.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

// The patch does what its changes would do one after the other. Members keep the order in which
// they were first named.
class PatchBuilder {
 public:
  // Sets the value at the end of `keys`; the members of an object one by one, null removes what is
  // there. False when no merge patch can say it: an object, or anything below it, where an earlier
  // change removed something or set a plain value would bring back what was there before.
  [[nodiscard]] bool put(std::span<const std::string> keys, json::Value value);

  // Puts an object that is new at its place: what was collected there is forgotten.
  [[nodiscard]] bool put_new(std::span<const std::string> keys, json::Value value);

  // Whether an earlier change removed this place or one above it.
  bool removes(std::span<const std::string> keys) const;

  bool empty() const { return root_.children.empty(); }
  json::Value finish(json::Arena& arena) const { return build(arena, root_); }

 private:
  // An object of the patch, or at its ends a value that is none.
  struct Node {
    std::string key;
    std::optional<json::Value> end;
    std::vector<std::unique_ptr<Node>> children;

    Node* find(std::string_view name) const;
    Node& add(std::string_view name);
  };
  // Nothing when the way leads through a value that is no object.
  Node* walk(std::span<const std::string> keys);
  static bool put_at(Node& node, json::Value value);
  static json::Value build(json::Arena& arena, const Node& node);

  Node root_;
};

}  // namespace vg::trip
