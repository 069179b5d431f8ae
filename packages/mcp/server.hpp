// The Model Context Protocol as a library without I/O and without knowledge of what is offered.
//
// Serves both eras on one endpoint without sessions: the legacy revisions 2025-03-26, 2025-06-18
// and 2025-11-25 (initialize) and the modern 2026-07-28 (server/discover, an envelope in every
// request). The body decides the era, headers are cross-checked. A message is accepted, the owner
// answers the calls in it, and the replies are put together:
//
//   Accepted accepted = server.accept(arena, body, &head);
//   for each call in it: server.finish(call, result), ask_input(call, …) or fail(call, …) -> reply
//   compose(accepted)  -> the body of the answer
//
// endpoint.hpp does this for one HTTP request, with streams.
#pragma once

#include "mcp/call.hpp"
#include "mcp/offer.hpp"
#include "mcp/param_headers.hpp"
#include "mcp/protocol.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace vg::mcp {

// The headers that the protocol gives a meaning.
struct Head {
  std::optional<std::string_view> protocol_version = {};  // MCP-Protocol-Version
  std::optional<std::string_view> method = {};            // Mcp-Method
  std::optional<std::string_view> name = {};              // Mcp-Name
  std::vector<ParamHeader> params = {};                   // Mcp-Param-*
};

// One message of the body: its reply, or the call whose reply is still to come. No reply for a
// notification.
using Part = std::variant<std::string, Call>;

// What a legacy client answers to a request of the server.
struct ClientReply {
  std::string id;    // as it was given to server_request()
  json::Value body;  // the message
};

struct Accepted {
  int status = 200;    // 202: nothing to say
  bool batch = false;  // the body was an array: so is the answer
  std::vector<Part> parts = {};
  std::optional<ClientReply> reply = {};
};

// How long and by whom a result may be kept.
enum class Caching { never, private_, public_ };

class Server final {
 public:
  // Lists and descriptions are written once, here.
  Server(const Identity& identity, const Offer& offer);

  // `head` is nullptr where there are no headers (stdio). Texts live in `body` and in the arena.
  Accepted accept(json::Arena& arena, std::string_view body, const Head* head) const;

  std::string finish(const Call& call, const ToolResult& result) const;
  // A result of these members: `"messages":[…]`. Caching is told to modern clients only.
  std::string finish(const Call& call, std::string_view members,
                     Caching caching = Caching::never) const;
  // Modern only: the client answers `requests` (a JSON object of key to {method, params}) and sends
  // the call again, with `state` if it is not empty.
  std::string ask_input(const Call& call, std::string_view requests, std::string_view state) const;
  std::string fail(const Call& call, Code code, std::string_view message,
                   json::Value data = {}) const;
  // With the code and data that the era has for it.
  std::string no_such_resource(const Call& call) const;

  // All replies as one body; every part must be a reply by now. Empty when there is nothing to say.
  static std::string compose(const Accepted& accepted);

  const std::string& tools_json() const { return tools_json_; }  // the list as it is sent: [{…}, …]

 private:
  friend class Acceptor;

  struct ToolEntry {
    std::string name;
    std::vector<MarkedArgument> marked;
  };
  // A list as the result of its method, for each era.
  struct List {
    std::string_view method;
    std::string legacy, modern;
  };

  const ToolEntry* find_tool(std::string_view name) const;
  void add_list(std::string_view method, std::string_view member, const std::string& items);

  std::vector<ToolEntry> tools_;
  std::vector<std::string> prompt_names_;
  std::vector<List> lists_;
  std::string tools_json_;
  std::string initialize_rest_;  // of the result, after the protocol version
  std::string discover_result_;
  std::string modern_meta_;  // the server's identity in the _meta of a modern result
  bool resources_ = false, asks_for_resources_ = false, completions_ = false, listens_ = false;
  bool follows_ = false;
};

}  // namespace vg::mcp
