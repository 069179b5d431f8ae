#include "mcp-gateway/mcp_exchange.hpp"

#include "app/use_cases.hpp"
#include "base/text.hpp"
#include "http/problem.hpp"

namespace vg::gateway {

using http::Response;
using http::Work;

namespace {

Error missing_token() {
  return {ErrorCode::unauthenticated,
          "a token is needed: send the header Authorization: Bearer <token>, made with `voygent "
          "token create`",
          {}};
}

}  // namespace

// What is wrong with the request before its body is read, in the order in which a prober should
// learn it.
std::optional<Response> McpExchange::refuse_head() {
  if (request_.method != "POST") return http::empty_response(405).with("Allow", "POST");
  if (request_.bearer().empty()) return http::problem(missing_token());
  const std::string type = to_lower_ascii(request_.header("Content-Type").value_or(""));
  if (trim(std::string_view(type).substr(0, type.find(';'))) != "application/json")
    return http::problem(415, "unsupported media type",
                         "the Content-Type must be application/json");
  return std::nullopt;
}

Work McpExchange::start() {
  mcp::Head head;
  if (channel_ == Channel::http) {
    if (auto refusal = refuse_head()) {
      failure_ = "refused";
      return std::move(*refusal);
    }
    context_.actor = Actor::from_token(request_.bearer());
    head = {request_.header("MCP-Protocol-Version"), request_.header("Mcp-Method"),
            request_.header("Mcp-Name")};
  }
  accepted_ = server_.accept(arena_, request_.body, channel_ == Channel::http ? &head : nullptr);
  return next_call();
}

// Goes on to the next part that is a call. A message whose calls never reached the database is
// answered only after the caller is known.
Work McpExchange::next_call() {
  for (; at_ < accepted_.parts.size(); ++at_) {
    const auto* call = std::get_if<mcp::Call>(&accepted_.parts[at_]);
    if (call == nullptr) continue;
    if (auto work = begin_call(*call)) return std::move(*work);
  }
  const bool known = channel_ == Channel::stdio || meter_.database_calls > 0;
  if (known) return answer();
  authenticating_ = true;
  return app::start_batch(context_, true);
}

std::optional<Work> McpExchange::begin_call(const mcp::Call& call) {
  name_ = call.tool;
  auto action =
      app::make_action(*app::find_use_case(call.tool), arena_, call.arguments, environment_);
  if (!action) return fail_call(action.error());
  run_.emplace(std::move(*action), Context{context_.now, context_.ids.fork(), context_.actor});
  return advance(run_->start());
}

Work McpExchange::resume(Result<store::Rows> rows, const http::Meter& meter) {
  meter_ = meter;
  if (authenticating_) {
    if (!rows) return http::problem(rows.error());
    const auto caller = app::caller_of(*rows, "read");
    if (!caller && caller.error().code == ErrorCode::unauthenticated) {
      failure_ = "unauthenticated";
      return http::problem(caller.error());
    }
    return answer();
  }
  auto work = advance(rows ? run_->rows(*rows) : Result<app::Step>(rows.error()));
  return work ? std::move(*work) : next_call();
}

Work McpExchange::resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) {
  meter_ = meter;
  auto work = advance(outcome ? run_->site(*outcome) : Result<app::Step>(outcome.error()));
  return work ? std::move(*work) : next_call();
}

std::optional<Work> McpExchange::advance(Result<app::Step> step) {
  if (!step) return fail_call(step.error());
  if (auto* batch = std::get_if<store::Batch>(&*step)) return std::move(*batch);
  if (auto* change = std::get_if<publish::SiteChange>(&*step)) return std::move(*change);
  app::Reply& reply = std::get<app::Reply>(*step);
  finish_call(
      {.text = std::move(reply.text), .structured = std::move(reply.data), .is_error = false});
  return std::nullopt;
}

// A refused command is a result that says so; a caller who is not known is told by HTTP.
std::optional<Work> McpExchange::fail_call(const Error& error) {
  failure_ = name_of(error.code);
  if (error.code == ErrorCode::unauthenticated && channel_ == Channel::http)
    return http::problem(error);
  finish_call({.text = "Error (" + std::string(name_of(error.code)) + "): " + describe(error),
               .structured = {},
               .is_error = true});
  return std::nullopt;
}

void McpExchange::finish_call(mcp::ToolResult result) {
  result.database_calls = meter_.database_calls - calls_before_;
  calls_before_ = meter_.database_calls;
  const mcp::Call call = std::get<mcp::Call>(accepted_.parts[at_]);
  accepted_.parts[at_] = server_.finish(call, result);
  run_.reset();
}

Work McpExchange::answer() {
  std::string body = mcp::Server::compose(accepted_);
  if (body.empty()) return http::empty_response(accepted_.status);
  Response response = http::json_response(accepted_.status, std::move(body));
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace vg::gateway
