// The Model Context Protocol as a library without I/O and without knowledge of what the tools do.
//
// Serves both eras on one endpoint without sessions: the legacy revisions 2025-03-26, 2025-06-18
// and 2025-11-25 (initialize) and the modern 2026-07-28 (server/discover, an envelope in every
// request). The body decides the era, headers are cross-checked. A message is accepted, the owner
// runs the tool calls in it, and the replies are put together:
//
//   Accepted accepted = server.accept(arena, body, &head);
//   for each call in it: server.finish(call, result) -> reply
//   compose(accepted)  -> the body of the answer
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::mcp {

struct Hints {
  bool read_only = false;
  bool destructive = false;
  bool idempotent = false;
  bool open_world = false;
};

struct Tool {
  std::string_view name, title, description;
  json::Value input_schema;   // an object schema
  json::Value output_schema;  // an object schema
  Hints hints;
};

struct Identity {
  std::string name, title, version;
  std::string instructions;  // for the model; clients show the first 512 characters
};

// The headers that the protocol gives a meaning.
struct Head {
  std::optional<std::string_view> protocol_version;  // MCP-Protocol-Version
  std::optional<std::string_view> method;            // Mcp-Method
  std::optional<std::string_view> name;              // Mcp-Name
};

// A tool call that was accepted. `tool` is the name of one of the server's tools; `arguments` is an
// object. Both are views into the arena and the body.
struct Call {
  json::Value id;
  bool modern = false;
  std::string_view tool;
  json::Value arguments;
};

struct ToolResult {
  std::string text;
  std::string structured;  // one JSON object; empty for an error
  bool is_error = false;
  std::int64_t database_calls = 0;
};

// One message of the body: its reply, or the call whose reply is still to come. No reply for a
// notification.
using Part = std::variant<std::string, Call>;

struct Accepted {
  int status = 200;    // 202: nothing to say
  bool batch = false;  // the body was an array: so is the answer
  std::vector<Part> parts;
};

class Server final {
 public:
  // Lists and descriptions are written once, here. The values of the tools must live during the
  // constructor only.
  Server(const Identity& identity, const std::vector<Tool>& tools);

  // `head` is nullptr where there are no headers (stdio). Texts live in `body` and in the arena.
  Accepted accept(json::Arena& arena, std::string_view body, const Head* head) const;

  std::string finish(const Call& call, const ToolResult& result) const;

  // All replies as one body; every part must be a reply by now. Empty when there is nothing to say.
  static std::string compose(const Accepted& accepted);

  const std::string& tools_json() const { return tools_json_; }  // the list as it is sent: [{…}, …]

 private:
  friend class Acceptor;

  std::vector<std::string> tool_names_;
  std::string tools_json_;
  std::string initialize_rest_;  // of the result, after the protocol version
  std::string discover_result_;
  std::string list_legacy_;
  std::string list_modern_;
  std::string modern_meta_;  // the server's identity in the _meta of a modern result
};

}  // namespace vg::mcp
