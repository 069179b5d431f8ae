// MCP in front of the use cases: which servers there are, and how a message becomes actions and
// their replies a message.
#pragma once

#include "app/environment.hpp"
#include "http/exchange.hpp"
#include "mcp-gateway/prompt_row.hpp"
#include "mcp-gateway/tool_row.hpp"
#include "mcp/endpoint.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vg::gateway {

struct McpEndpoint {
  std::string path;  // `/mcp/trips`
  std::vector<ToolRow> tools;
  std::vector<PromptRow> prompts = {};
  bool trips = false;  // the trips are resources, and their ids are completed
};

// Whether the host keeps streams open, so that news can be followed. Workers do not: what one of
// them does, the others do not hear of.
enum class Streams { yes, no };

// One endpoint as it is served.
struct Served {
  std::string path;
  std::vector<PromptRow> prompts;
  mcp::Server server;  // over HTTP
  mcp::Server lines;   // over stdio: the same without what needs a stream that stays open
};

// Instructions for the model; the first 512 characters are what some clients show.
extern const std::string_view kInstructions;

// Answers POST on the paths of the endpoints; 405 to every other method before anything else, so
// that a chat client that probes does not take the server for one with OAuth.
class Gateway final : public http::Service {
 public:
  Gateway(const app::Environment& environment, const std::vector<McpEndpoint>& endpoints,
          Streams streams = Streams::yes);

  bool serves(std::string_view path) const;
  std::unique_ptr<http::Exchange> open(const http::Request& request,
                                       Context context) const override;

  // One line of stdio: the reply line comes as the body of the response. The context has its actor
  // already.
  std::unique_ptr<http::Exchange> open_line(std::string_view path, const http::Request& line,
                                            Context context) const;

  // The tools of an endpoint as tools/list sends them.
  const std::string& tools_json(std::string_view path) const;

 private:
  const Served& served(std::string_view path) const;

  const app::Environment& environment_;
  std::vector<std::unique_ptr<const Served>> served_;
};

}  // namespace vg::gateway
