#include "trip/patch_builder.hpp"

namespace vg::trip {

using json::Value;

PatchBuilder::Node* PatchBuilder::Node::child(std::string_view name) const {
  for (const auto& node : children)
    if (node->key == name) return node.get();
  return nullptr;
}

void PatchBuilder::put(std::span<const std::string> keys, Value value) {
  Node* node = &root_;
  for (const std::string& key : keys) {
    if (node->has_value) {  // what was set as a whole is changed inside
      node->has_value = false;
      for (const json::Member& member : node->value.members()) {
        auto inner = std::make_unique<Node>();
        inner->key = member.key;
        inner->has_value = true;
        inner->value = member.value;
        node->children.push_back(std::move(inner));
      }
    }
    Node* next = node->child(key);
    if (next == nullptr) {
      node->children.push_back(std::make_unique<Node>());
      next = node->children.back().get();
      next->key = key;
    }
    node = next;
  }
  node->children.clear();
  node->has_value = true;
  node->value = value;
}

bool PatchBuilder::removes(std::span<const std::string> keys) const {
  const Node* node = &root_;
  for (const std::string& key : keys) {
    node = node->child(key);
    if (node == nullptr) return false;
    if (node->has_value) return node->value.is_null();
  }
  return false;
}

Value PatchBuilder::build(json::Arena& arena, const Node& node) {
  if (node.has_value) return node.value;
  json::ObjectBuilder out(arena);
  for (const auto& child : node.children) out.add(arena.copy(child->key), build(arena, *child));
  return out.finish();
}

}  // namespace vg::trip
