// One MCP message on its way to its answer: calls become use cases, their replies results.
#pragma once

#include "app/environment.hpp"
#include "app/run.hpp"
#include "mcp-gateway/audit.hpp"
#include "mcp-gateway/gateway.hpp"
#include "mcp/endpoint.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vg::gateway {

class McpExchange final : public mcp::Endpoint {
 public:
  McpExchange(const app::Environment& environment, const Served& served,
              const http::Request& request, Context context, mcp::Channel channel)
      : Endpoint(channel == mcp::Channel::http ? served.server : served.lines, request, channel),
        environment_(environment),
        served_(served),
        context_(std::move(context)) {}

  http::Work resume(Result<store::Rows> rows, const http::Meter& meter) override;
  http::Work resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) override;
  std::span<const http::AuditRecord> audit() const override { return audit_; }

 protected:
  std::optional<http::Response> admit() override;
  std::optional<http::Work> begin(const mcp::Call& call) override;
  std::optional<http::Work> call_sent() override;
  std::optional<http::Work> call_woken(const http::Woken& woken) override;
  http::Work conclude() override;

 private:
  std::optional<http::Work> begin_tool();
  std::optional<http::Work> begin_resource();
  std::optional<http::Work> begin_completion();
  std::optional<http::Work> run(std::string_view use_case, json::Value arguments);
  std::optional<http::Work> run(Result<app::ActionPtr> action);
  std::optional<http::Work> advance(Result<app::Step> step);
  std::optional<http::Work> deliver(app::Reply reply);
  std::optional<http::Work> fail_call(const Error& error);
  http::Response refused(const Error& error) const;
  void finish_tool(mcp::ToolResult result);
  void get_prompt();
  // Asks the person behind a modern client; what was answered comes back with the call.
  void ask(const app::Question& question);
  // The arguments of the call with what the person answered; nothing when the call is settled.
  std::optional<json::Value> answered_arguments();
  std::optional<http::Work> open_stream(const store::Rows& rows);
  std::string state_binding() const;

  const app::Environment& environment_;
  const Served& served_;
  Context context_;
  bool authenticating_ = false;  // the batch on its way only asks who the caller is
  bool writing_ = false;         // the last batch of the call could write
  Reach reach_ = Reach::read;    // of the call so far
  std::vector<http::AuditRecord> audit_;
  std::optional<app::Run> run_;
  std::string tenant_;
  std::vector<http::News> changes_;        // to be told before the answer
  std::optional<http::Work> after_event_;  // what goes on when the event was sent
  http::Meter meter_;
  std::int64_t calls_before_ = 0;  // database calls of the parts before this one
};

}  // namespace vg::gateway
