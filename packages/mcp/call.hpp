// What a client asks the owner of the server for.
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::mcp {

enum class Asked : std::uint8_t {
  tool,        // tools/call
  prompt,      // prompts/get
  resource,    // resources/read
  resources,   // resources/list, when the offer says that the owner is asked
  completion,  // completion/complete
  listen       // subscriptions/listen
};

constexpr std::string_view method_of(Asked asked) {
  switch (asked) {
    case Asked::tool: return "tools/call";
    case Asked::prompt: return "prompts/get";
    case Asked::resource: return "resources/read";
    case Asked::resources: return "resources/list";
    case Asked::completion: return "completion/complete";
    case Asked::listen: return "subscriptions/listen";
  }
  return {};
}

// A request that was accepted. All views are into the arena and the body.
struct Call {
  json::Value id;
  bool modern = false;
  Asked asked = Asked::tool;
  std::string_view name;        // of the tool or prompt, the uri of the resource
  json::Value arguments;        // an object, empty when none were sent
  json::Value params;           // everything, as it was sent
  json::Value progress_token;   // null: progress is not wanted
  std::string_view log_level;   // modern only; empty: nothing may be logged
  json::Value capabilities;     // of the client: an object; null for legacy clients, who said it
                                // in a handshake that is not remembered
  json::Value input_responses;  // an object, or null when none were sent
  std::string_view request_state;

  // Whether a modern client declared it: `elicitation`, `sampling`, `roots`.
  bool client_can(std::string_view capability) const {
    return capabilities.find(capability) != nullptr;
  }
};

struct ToolResult {
  std::string text;
  std::string structured = {};  // one JSON object; empty when there is none
  bool is_error = false;
  std::string blocks = {};  // content blocks as a JSON array, in place of the text
  std::string meta = {};    // members of the result's _meta: `"example.com/calls":1`
};

}  // namespace vg::mcp
