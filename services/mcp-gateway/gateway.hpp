// MCP in front of the use cases: which servers there are, and how a message becomes actions and
// their replies a message.
#pragma once

#include "app/environment.hpp"
#include "http/exchange.hpp"
#include "mcp-gateway/tool_row.hpp"
#include "mcp/server.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vg::gateway {

struct McpEndpoint {
  std::string path;  // `/mcp/trips`
  std::vector<ToolRow> tools;
};

// Instructions for the model; the first 512 characters are what some clients show.
extern const std::string_view kInstructions;

// A server with the given tools, named after the path. Used for HTTP endpoints and for stdio.
mcp::Server make_server(const app::Environment& environment, const std::vector<ToolRow>& tools);

// Answers POST on the paths of the endpoints; 405 to every other method before anything else, so
// that a chat client that probes does not take the server for one with OAuth.
class Gateway final : public http::Service {
 public:
  Gateway(const app::Environment& environment, std::vector<McpEndpoint> endpoints);

  bool serves(std::string_view path) const;
  std::unique_ptr<http::Exchange> open(const http::Request& request,
                                       Context context) const override;

  // One line of stdio: the reply lines come as the body of the response. The context has its actor
  // already.
  std::unique_ptr<http::Exchange> open_line(std::string_view path, const http::Request& line,
                                            Context context) const;

  const mcp::Server& server(std::string_view path) const;

 private:
  struct Served {
    std::string path;
    mcp::Server server;
  };

  const app::Environment& environment_;
  std::vector<std::unique_ptr<const Served>> served_;
};

}  // namespace vg::gateway
