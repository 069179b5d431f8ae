// What a chat is told about MCP servers: librechat.yaml, .mcp.json and whatever else has a member
// `mcpServers`.
#include "inventory/scan.hpp"

namespace vg::inventory {
namespace {

using outline::Node;

// A client takes an http address without a type for the older transport.
std::string_view type_of(const Node& server) {
  if (!server.get_text("type").empty()) return server.get_text("type");
  return server.get_text("url").empty() ? "stdio" : "sse";
}

void add_server(const Source& source, const outline::Member& member, Scan& out) {
  const Node& server = member.value;
  const std::string_view type = type_of(server), url = server.get_text("url");
  Fact& fact = add_fact(out, Kind::chat_server, source, member.line, member.key);
  fact.set("type", type).set("url", url);
  std::string command(server.get_text("command"));
  for (const Node& item : server.get("args").items) command += " " + item.text;
  fact.set("command", command);
  const bool sse = url.substr(0, url.find('?')).ends_with("/sse");
  if (sse && (type == "streamable-http" || type == "http"))
    add_fact(out, Kind::problem, source, server.get("url").line, member.key)
        .set("message", "streamable-http is asked for at an address that ends in /sse");
}

}  // namespace

void scan_chat(const Source& source, Scan& out) {
  if (source.document == nullptr) return;
  const Node& top = *source.document;
  const Node* servers = top.find("mcpServers");
  const bool librechat = file_name(source.path).starts_with("librechat");
  if (servers == nullptr && !librechat) return;
  Fact& fact =
      add_fact(out, Kind::chat, source, 1, librechat ? "librechat" : file_name(source.path));
  fact.set("version", top.get_text("version"));
  fact.set("servers", servers == nullptr ? 0 : static_cast<std::int64_t>(servers->members.size()));
  for (const outline::Member& endpoint : top.get("endpoints").members)
    fact.add("endpoints", endpoint.key);
  if (servers == nullptr) return;
  for (const outline::Member& member : servers->members) add_server(source, member, out);
}

}  // namespace vg::inventory
