#include "mcp/endpoint.hpp"

#include "base/text.hpp"
#include "http/problem.hpp"
#include "http/trace_context.hpp"
#include "json/write.hpp"

namespace vg::mcp {

using http::Response;
using http::Work;

namespace {

Head head_of(const http::Request& request) {
  Head head{.protocol_version = request.header("MCP-Protocol-Version"),
            .method = request.header("Mcp-Method"),
            .name = request.header("Mcp-Name"),
            .params = {}};
  constexpr std::string_view kParam = "mcp-param-";
  for (const http::Header& header : request.headers)
    if (header.name.size() > kParam.size() &&
        to_lower_ascii(std::string_view(header.name).substr(0, kParam.size())) == kParam)
      head.params.push_back({header.name, trim(header.value)});
  return head;
}

}  // namespace

std::string reply_topic(std::string_view id) {
  return "mcp/reply/" + std::string(id);
}

// What is wrong with the request before its body is read, in the order in which a prober should
// learn it.
std::optional<Response> Endpoint::refuse_head() const {
  if (request_.method != "POST") return http::empty_response(405).with("Allow", "POST");
  return std::nullopt;
}

Work Endpoint::start() {
  Head head;
  if (channel_ == Channel::http) {
    auto refusal = refuse_head();
    if (!refusal) refusal = admit();
    if (!refusal) {
      const std::string type = to_lower_ascii(request_.header("Content-Type").value_or(""));
      if (trim(std::string_view(type).substr(0, type.find(';'))) != "application/json")
        refusal = http::problem(415, "unsupported media type",
                                "the Content-Type must be application/json");
    }
    if (refusal) {
      failure_ = "refused";
      return std::move(*refusal);
    }
    head = head_of(request_);
  }
  accepted_ = server_.accept(arena_, request_.body, channel_ == Channel::http ? &head : nullptr);
  return next_part();
}

Work Endpoint::next_part() {
  for (; at_ < accepted_.parts.size(); ++at_) {
    const auto* call = std::get_if<Call>(&accepted_.parts[at_]);
    if (call == nullptr) continue;
    traceparent_ = call->params.get("_meta").get_text("traceparent");
    if (http::trace_id_of(traceparent_).empty()) traceparent_ = {};
    method_ = method_of(call->asked);
    if (auto work = begin(*call)) return std::move(*work);
  }
  return conclude();
}

Work Endpoint::go_on(std::optional<Work> work) {
  return work ? std::move(*work) : next_part();
}

Work Endpoint::sent() {
  return telling_ ? answer() : go_on(call_sent());
}

Work Endpoint::woken(const http::Woken& woken) {
  return go_on(call_woken(woken));
}

std::optional<Work> Endpoint::call_sent() {
  VG_ASSERT(false);
  return std::nullopt;
}

std::optional<Work> Endpoint::call_woken(const http::Woken&) {
  VG_ASSERT(false);
  return std::nullopt;
}

const Call& Endpoint::call() const {
  return std::get<Call>(accepted_.parts[at_]);
}

bool Endpoint::is_settled() const {
  return at_ >= accepted_.parts.size() || std::holds_alternative<std::string>(accepted_.parts[at_]);
}

void Endpoint::settle(std::string reply) {
  accepted_.parts[at_] = std::move(reply);
}

Work Endpoint::answer() {
  if (accepted_.reply && !telling_) {
    telling_ = true;
    return http::News{reply_topic(accepted_.reply->id), json::write(accepted_.reply->body)};
  }
  std::string body = Server::compose(accepted_);
  if (body.empty()) return http::empty_response(accepted_.status);
  Response response = http::json_response(accepted_.status, std::move(body));
  response.with("Cache-Control", "no-store");
  return response;
}

}  // namespace vg::mcp
