#include "mcp/server.hpp"

#include "json/write.hpp"
#include "mcp/protocol.hpp"
#include "mcp/reply.hpp"

#include <cstdlib>

namespace vg::mcp {

using json::Value;

namespace {

std::string tool_json(json::Arena& arena, const Tool& tool) {
  json::ObjectBuilder hints(arena);
  hints.add("readOnlyHint", Value(tool.hints.read_only));
  // These two have a meaning only for a tool that changes something.
  if (!tool.hints.read_only)
    hints.add("destructiveHint", Value(tool.hints.destructive))
        .add("idempotentHint", Value(tool.hints.idempotent));
  hints.add("openWorldHint", Value(tool.hints.open_world));
  json::ObjectBuilder out(arena);
  out.add("name", Value(tool.name))
      .add("title", Value(tool.title))
      .add("description", Value(tool.description));
  out.add("inputSchema", tool.input_schema)
      .add("outputSchema", tool.output_schema)
      .add("annotations", hints.finish());
  return json::write(out.finish());
}

std::string server_info(const Identity& identity) {
  json::Arena arena(1024);
  json::ObjectBuilder out(arena);
  out.add_copy("name", identity.name)
      .add_copy("title", identity.title)
      .add_copy("version", identity.version);
  return json::write(out.finish());
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

}  // namespace

Server::Server(const Identity& identity, const std::vector<Tool>& tools) {
  json::Arena arena;
  tools_json_ = "[";
  for (const Tool& tool : tools) {
    tool_names_.emplace_back(tool.name);
    tools_json_ += (tools_json_.size() > 1 ? "," : "") + tool_json(arena, tool);
  }
  tools_json_ += "]";
  const std::string info = server_info(identity);
  const std::string instructions = ",\"instructions\":" + quoted(identity.instructions);
  const std::string cache = ",\"ttlMs\":" + std::to_string(kTtlMs) + ",\"cacheScope\":\"public\"";
  modern_meta_ = "\"" + std::string(kServerInfoKey) + "\":" + info;
  initialize_rest_ = ",\"capabilities\":{\"tools\":{}},\"serverInfo\":" + info + instructions + "}";
  discover_result_ = "{\"resultType\":\"complete\",\"supportedVersions\":[\"" +
                     std::string(kModernRevision) + "\"],\"capabilities\":{\"tools\":{}}" +
                     instructions + cache + ",\"_meta\":{" + modern_meta_ + "}}";
  list_legacy_ = "{\"tools\":" + tools_json_ + "}";
  list_modern_ = "{\"resultType\":\"complete\",\"tools\":" + tools_json_ + cache + ",\"_meta\":{" +
                 modern_meta_ + "}}";
}

std::string Server::finish(const Call& call, const ToolResult& result) const {
  std::string out = "{";
  if (call.modern) out += "\"resultType\":\"complete\",";
  out += "\"content\":[{\"type\":\"text\",\"text\":" + quoted(result.text) + "}]";
  if (!result.structured.empty()) out += ",\"structuredContent\":" + result.structured;
  if (result.is_error) out += ",\"isError\":true";
  out += ",\"_meta\":{\"voygent/db_calls\":" + std::to_string(result.database_calls);
  if (call.modern) out += "," + modern_meta_;
  return result_reply(call.id, out + "}}");
}

std::string Server::compose(const Accepted& accepted) {
  if (accepted.parts.empty()) return {};
  if (!accepted.batch) return std::get<std::string>(accepted.parts[0]);
  std::string out = "[";
  for (const Part& part : accepted.parts)
    out += (out.size() > 1 ? "," : "") + std::get<std::string>(part);
  return out + "]";
}

}  // namespace vg::mcp
