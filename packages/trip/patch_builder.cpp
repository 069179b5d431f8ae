#include "trip/patch_builder.hpp"

namespace vg::trip {

using json::Value;

PatchBuilder::Node* PatchBuilder::Node::find(std::string_view name) const {
  for (const auto& node : children)
    if (node->key == name) return node.get();
  return nullptr;
}

PatchBuilder::Node& PatchBuilder::Node::add(std::string_view name) {
  children.push_back(std::make_unique<Node>());
  children.back()->key = name;
  return *children.back();
}

PatchBuilder::Node* PatchBuilder::walk(std::span<const std::string> keys) {
  Node* node = &root_;
  for (const std::string& key : keys) {
    if (node->end) return nullptr;
    Node* next = node->find(key);
    node = next ? next : &node->add(key);
  }
  return node;
}

bool PatchBuilder::put(std::span<const std::string> keys, Value value) {
  Node* node = walk(keys);
  return node != nullptr && put_at(*node, value);
}

bool PatchBuilder::put_new(std::span<const std::string> keys, Value value) {
  Node* node = walk(keys);
  if (node == nullptr) return false;
  node->end.reset();
  node->children.clear();
  return put_at(*node, value);
}

bool PatchBuilder::put_at(Node& node, Value value) {
  if (!value.is_object()) {
    node.children.clear();
    node.end = value;
    return true;
  }
  if (node.end) return false;
  const bool fresh = node.children.empty();  // the members of one object are different ones
  for (const json::Member& member : value.members()) {
    Node* known = fresh ? nullptr : node.find(member.key);
    if (!put_at(known ? *known : node.add(member.key), member.value)) return false;
  }
  return true;
}

bool PatchBuilder::removes(std::span<const std::string> keys) const {
  const Node* node = &root_;
  for (const std::string& key : keys) {
    node = node->find(key);
    if (node == nullptr) return false;
    if (node->end) return node->end->is_null();
  }
  return false;
}

Value PatchBuilder::build(json::Arena& arena, const Node& node) {
  if (node.end) return *node.end;
  json::ObjectBuilder out(arena);
  for (const auto& child : node.children) out.add(arena.copy(child->key), build(arena, *child));
  return out.finish();
}

}  // namespace vg::trip
