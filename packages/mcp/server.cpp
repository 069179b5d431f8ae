#include "mcp/server.hpp"

#include "json/write.hpp"
#include "mcp/content.hpp"
#include "mcp/reply.hpp"

#include <algorithm>
#include <cstdlib>

namespace vg::mcp {

using json::quoted;
using json::Value;

namespace {

// Texts that are empty are left out.
class Entry {
 public:
  explicit Entry(json::Arena& arena) : out_(arena) {}
  Entry& text(std::string_view key, std::string_view value) {
    if (!value.empty()) out_.add(key, Value(value));
    return *this;
  }
  Entry& value(std::string_view key, Value value) {
    if (!value.is_null()) out_.add(key, value);
    return *this;
  }
  std::string write() const { return json::write(out_.finish()); }

 private:
  json::ObjectBuilder out_;
};

std::string entry(json::Arena& arena, const Tool& tool) {
  json::ObjectBuilder hints(arena);
  hints.add("readOnlyHint", Value(tool.hints.read_only));
  // These two have a meaning only for a tool that changes something.
  if (!tool.hints.read_only)
    hints.add("destructiveHint", Value(tool.hints.destructive))
        .add("idempotentHint", Value(tool.hints.idempotent));
  hints.add("openWorldHint", Value(tool.hints.open_world));
  return Entry(arena)
      .text("name", tool.name)
      .text("title", tool.title)
      .text("description", tool.description)
      .value("inputSchema", tool.input_schema)
      .value("outputSchema", tool.output_schema)
      .value("annotations", hints.finish())
      .write();
}

std::string entry(json::Arena& arena, const Prompt& prompt) {
  json::ArrayBuilder arguments(arena);
  for (const PromptArgument& argument : prompt.arguments) {
    json::ObjectBuilder one(arena);
    one.add("name", Value(argument.name)).add("description", Value(argument.description));
    if (argument.required) one.add("required", Value(true));
    arguments.add(one.finish());
  }
  return Entry(arena)
      .text("name", prompt.name)
      .text("title", prompt.title)
      .text("description", prompt.description)
      .value("arguments", arguments.empty() ? Value() : arguments.finish())
      .write();
}

std::string entry(json::Arena& arena, const Resource& resource) {
  return Entry(arena)
      .text("uri", resource.uri)
      .text("name", resource.name)
      .text("title", resource.title)
      .text("description", resource.description)
      .text("mimeType", resource.mime_type)
      .write();
}

std::string entry(json::Arena& arena, const ResourceTemplate& resource) {
  return Entry(arena)
      .text("uriTemplate", resource.uri_template)
      .text("name", resource.name)
      .text("title", resource.title)
      .text("description", resource.description)
      .text("mimeType", resource.mime_type)
      .write();
}

template <class Items>
std::string list_of(json::Arena& arena, const Items& items) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? "," : "") + entry(arena, item);
  return out + "]";
}

std::string capabilities(const Offer& offer, bool legacy) {
  std::string out = "{";
  const auto add = [&](std::string_view name, bool changes, bool followed = false) {
    out.append(out.size() > 1 ? ",\"" : "\"").append(name).append("\":{");
    if (changes) out += "\"listChanged\":true";
    if (followed) out += changes ? ",\"subscribe\":true" : "\"subscribe\":true";
    out += "}";
  };
  if (!offer.tools.empty()) add("tools", offer.tools_change);
  if (!offer.prompts.empty()) add("prompts", offer.prompts_change);
  if (offer.has_resources()) add("resources", offer.resources_change, offer.resources_are_followed);
  if (offer.completions) add("completions", false);
  if (offer.logging && legacy) add("logging", false);
  return out + "}";
}

std::string caching_members(Caching caching) {
  if (caching == Caching::never) return ",\"ttlMs\":0,\"cacheScope\":\"private\"";
  return ",\"ttlMs\":" + std::to_string(kTtlMs) + ",\"cacheScope\":\"" +
         (caching == Caching::public_ ? "public" : "private") + "\"";
}

}  // namespace

Server::Server(const Identity& identity, const Offer& offer)
    : resources_(offer.has_resources()),
      asks_for_resources_(offer.asks_for_resources),
      completions_(offer.completions),
      listens_(offer.listens()),
      follows_(offer.resources_are_followed) {
  json::Arena arena;
  for (const Tool& tool : offer.tools)
    tools_.push_back({std::string(tool.name), marked_arguments(tool.input_schema)});
  for (const Prompt& prompt : offer.prompts) prompt_names_.emplace_back(prompt.name);
  const std::string info = Entry(arena)
                               .text("name", identity.name)
                               .text("title", identity.title)
                               .text("version", identity.version)
                               .write();
  const std::string instructions =
      identity.instructions.empty() ? "" : ",\"instructions\":" + quoted(identity.instructions);
  modern_meta_ = "\"" + std::string(kServerInfoKey) + "\":" + info;
  initialize_rest_ = ",\"capabilities\":" + capabilities(offer, true) + ",\"serverInfo\":" + info +
                     instructions + "}";
  discover_result_ = "{\"resultType\":\"complete\",\"supportedVersions\":[\"" +
                     std::string(kModernRevision) +
                     "\"],\"capabilities\":" + capabilities(offer, false) + instructions +
                     caching_members(Caching::public_) + ",\"_meta\":{" + modern_meta_ + "}}";
  tools_json_ = list_of(arena, offer.tools);
  if (!offer.tools.empty()) add_list("tools/list", "tools", tools_json_);
  if (!offer.prompts.empty()) add_list("prompts/list", "prompts", list_of(arena, offer.prompts));
  if (!resources_) return;
  if (!asks_for_resources_)
    add_list("resources/list", "resources", list_of(arena, offer.resources));
  add_list("resources/templates/list", "resourceTemplates", list_of(arena, offer.templates));
}

void Server::add_list(std::string_view method, std::string_view member, const std::string& items) {
  const std::string list = "\"" + std::string(member) + "\":" + items;
  lists_.push_back({method, "{" + list + "}",
                    "{\"resultType\":\"complete\"," + list + caching_members(Caching::public_) +
                        ",\"_meta\":{" + modern_meta_ + "}}"});
}

const Server::ToolEntry* Server::find_tool(std::string_view name) const {
  const auto at = std::ranges::find(tools_, name, &ToolEntry::name);
  return at == tools_.end() ? nullptr : &*at;
}

std::string Server::finish(const Call& call, const ToolResult& result) const {
  std::string out;
  out.reserve(result.text.size() + result.structured.size() + result.blocks.size() +
              modern_meta_.size() + 256);
  out += "{\"jsonrpc\":\"2.0\",\"id\":";
  json::append(out, call.id);
  out += call.modern ? ",\"result\":{\"resultType\":\"complete\",\"content\":"
                     : ",\"result\":{\"content\":";
  if (result.blocks.empty()) {
    out += "[{\"type\":\"text\",\"text\":";
    json::append_quoted(out, result.text);
    out += "}]";
  } else {
    out += result.blocks;
  }
  if (!result.structured.empty()) out.append(",\"structuredContent\":").append(result.structured);
  if (result.is_error) out += ",\"isError\":true";
  if (!result.meta.empty() || call.modern) {
    out.append(",\"_meta\":{").append(result.meta);
    if (call.modern) out.append(result.meta.empty() ? "" : ",").append(modern_meta_);
    out += '}';
  }
  return out += "}}";
}

std::string Server::finish(const Call& call, std::string_view members, Caching caching) const {
  std::string out = "{";
  if (call.modern) out += "\"resultType\":\"complete\"";
  if (!members.empty()) out.append(call.modern ? "," : "").append(members);
  if (call.modern) {
    // Of the calls only these two may be kept.
    if (call.asked == Asked::resource || call.asked == Asked::resources)
      out += caching_members(caching);
    out.append(",\"_meta\":{").append(modern_meta_).append("}");
  }
  return result_reply(call.id, out + "}");
}

std::string Server::ask_input(const Call& call, std::string_view requests,
                              std::string_view state) const {
  std::string out = "{\"resultType\":\"input_required\"";
  if (!requests.empty()) out.append(",\"inputRequests\":").append(requests);
  if (!state.empty()) out.append(",\"requestState\":").append(quoted(state));
  return result_reply(call.id, out + ",\"_meta\":{" + modern_meta_ + "}}");
}

std::string Server::fail(const Call& call, Code code, std::string_view message, Value data) const {
  return error_reply(call.id, code, message, data);
}

std::string Server::no_such_resource(const Call& call) const {
  json::Arena arena(1024);
  json::ObjectBuilder data(arena);
  data.add("uri", Value(call.name));
  return error_reply(call.id, call.modern ? Code::invalid_params : Code::legacy_resource_not_found,
                     "there is no such resource", data.finish());
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
