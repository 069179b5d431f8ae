// One MCP message on its way to its answer.
#pragma once

#include "app/environment.hpp"
#include "app/run.hpp"
#include "http/exchange.hpp"
#include "mcp/server.hpp"

#include <optional>
#include <string>

namespace vg::gateway {

enum class Channel { http, stdio };

class McpExchange final : public http::Exchange {
 public:
  McpExchange(const app::Environment& environment, const mcp::Server& server,
              const http::Request& request, Context context, Channel channel)
      : environment_(environment),
        server_(server),
        request_(request),
        context_(std::move(context)),
        channel_(channel) {}

  http::Work start() override;
  http::Work resume(Result<store::Rows> rows, const http::Meter& meter) override;
  http::Work resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) override;
  std::string_view name() const override { return name_; }
  std::string_view failure() const override { return failure_; }

 private:
  http::Work next_call();
  // What the shell has to do for the part; nothing when the part is finished.
  std::optional<http::Work> begin_call(const mcp::Call& call);
  std::optional<http::Work> advance(Result<app::Step> step);
  std::optional<http::Work> fail_call(const Error& error);
  void finish_call(mcp::ToolResult result);
  http::Work answer();
  std::optional<http::Response> refuse_head();

  const app::Environment& environment_;
  const mcp::Server& server_;
  const http::Request& request_;
  Context context_;
  Channel channel_;
  json::Arena arena_;
  mcp::Accepted accepted_;
  std::size_t at_ = 0;           // the part that is worked on
  bool authenticating_ = false;  // the batch on its way only asks who the caller is
  std::optional<app::Run> run_;
  http::Meter meter_;
  std::int64_t calls_before_ = 0;  // database calls of the parts before this one
  std::string name_ = "mcp";
  std::string failure_;
};

}  // namespace vg::gateway
