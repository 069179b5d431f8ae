#include "bench/mcp/echo/echo.hpp"

#include "http/guard.hpp"
#include "json/parse.hpp"
#include "mcp/endpoint.hpp"

namespace vg::bench {
namespace {

class EchoExchange final : public mcp::Endpoint {
 public:
  EchoExchange(const mcp::Server& server, const http::Request& request)
      : Endpoint(server, request, mcp::Channel::http) {}

  http::Work resume(Result<store::Rows>, const http::Meter&) override { return http::Response(); }
  http::Work resume(Result<publish::SiteOutcome>, const http::Meter&) override {
    return http::Response();
  }

 protected:
  std::optional<http::Response> admit() override { return std::nullopt; }
  std::optional<http::Work> begin(const mcp::Call& call) override {
    settle(server().finish(
        call, mcp::ToolResult{.text = std::string(call.arguments.get_text("message"))}));
    return std::nullopt;
  }
};

mcp::Server make_server() {
  json::Arena arena;
  mcp::Offer offer;
  offer.tools.push_back(
      {.name = "echo",
       .title = {},
       .description = "Says back what it is told",
       .input_schema = *json::parse(
           arena,
           R"({"type":"object","properties":{"message":{"type":"string"}},"required":["message"]})"),
       .output_schema = {},
       .hints = {.read_only = true}});
  return mcp::Server({.name = "echo", .title = {}, .version = "1.0.0", .instructions = {}}, offer);
}

class EchoService final : public http::Service {
 public:
  std::unique_ptr<http::Exchange> open(const http::Request& request, Context) const override {
    if (auto refusal = http::refuse_stranger(request, {}))
      return std::make_unique<http::Immediate>("stranger", std::move(*refusal), "refused");
    if (request.path() != "/mcp")
      return std::make_unique<http::Immediate>("unknown path", http::empty_response(404));
    return std::make_unique<EchoExchange>(server_, request);
  }

 private:
  mcp::Server server_ = make_server();
};

}  // namespace

std::unique_ptr<http::Service> make_echo_service() {
  return std::make_unique<EchoService>();
}

}  // namespace vg::bench
