// What the official conformance suite wants a server to offer, and one request to it.
#pragma once

#include "base/context.hpp"
#include "mcp/endpoint.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace vg::conformance {

mcp::Server make_fixture_server();

// On the path /mcp, without authentication.
std::unique_ptr<http::Service> make_fixture_service();

class FixtureExchange final : public mcp::Endpoint {
 public:
  FixtureExchange(const mcp::Server& server, const http::Request& request, Context context)
      : Endpoint(server, request, mcp::Channel::http), context_(std::move(context)) {}

  // There is no database and no site.
  http::Work resume(Result<store::Rows>, const http::Meter&) override { return http::Response(); }
  http::Work resume(Result<publish::SiteOutcome>, const http::Meter&) override {
    return http::Response();
  }

 protected:
  std::optional<http::Response> admit() override { return std::nullopt; }
  std::optional<http::Work> begin(const mcp::Call& call) override;
  std::optional<http::Work> call_sent() override;
  std::optional<http::Work> call_woken(const http::Woken& woken) override;

 private:
  struct Pause {};
  // A request to a legacy client: method and params.
  struct Question {
    std::string method, params;
  };
  // What a tool does before its result: a message, a pause, a question.
  using Deed = std::variant<std::string, Pause, Question>;

  std::optional<http::Work> tool();
  bool plain_tool(std::string_view name);
  bool talking_tool(std::string_view name);
  bool asking_tool(std::string_view name);
  void input_tool(std::string_view which);
  void get_prompt();
  void read_resource();
  http::Work listen();
  std::optional<http::Work> next_deed();
  void say(std::string_view text);
  void say_blocks(std::string blocks);
  void ask_again(std::string_view requests, std::string_view state);

  Context context_;
  std::deque<Deed> deeds_;
  bool listening_ = false;
  bool asked_ = false;    // a question is on its way
  bool told_ = false;     // news were told; the result is next
  std::string answered_;  // by the client to the last question
};

}  // namespace vg::conformance
