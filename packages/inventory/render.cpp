// Services of Render: render.yaml.
#include "inventory/scan.hpp"

#include <array>

namespace vg::inventory {
namespace {

using outline::Node;

std::string_view first_of(const Node& node, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (!node.get_text(key).empty()) return node.get_text(key);
  return {};
}

void add_service(const Source& source, const Node& node, std::string_view type, Scan& out) {
  if (!node.is_map()) return;
  Fact& fact = add_fact(out, Kind::render_service, source, node.line, node.get_text("name"));
  fact.set("type", type.empty() ? node.get_text("type") : type);
  fact.set("runtime", first_of(node, {"runtime", "env"}));
  fact.set("plan", node.get_text("plan"));
  const std::string_view image = node.get("image").get_text("url");
  fact.set("source", image.empty() ? first_of(node, {"repo", "dockerfilePath", "rootDir"}) : image);
  for (const Node& variable : node.get("envVars").items)
    fact.add("variables", variable.get_text("key"));
}

}  // namespace

void scan_render(const Source& source, Scan& out) {
  const std::string_view name = file_name(source.path);
  if (source.document == nullptr || source.format != Format::yaml || !name.starts_with("render"))
    return;
  const Node& top = *source.document;
  for (const Node& service : top.get("services").items) add_service(source, service, {}, out);
  for (const Node& database : top.get("databases").items)
    add_service(source, database, "postgres", out);
}

}  // namespace vg::inventory
