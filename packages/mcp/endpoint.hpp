// One request to an MCP endpoint on its way to its answer: the part that is the same for every
// server. Whoever owns the server derives from it and answers the calls.
//
// A call may use everything that an exchange has: database, events into the stream of its answer,
// waiting for the reply of a legacy client to a request that was put there. In the end it is
// settled with its reply.
#pragma once

#include "http/exchange.hpp"
#include "mcp/server.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace vg::mcp {

enum class Channel { http, stdio };

// The topic under which the reply of a legacy client to server_request(id) is told.
std::string reply_topic(std::string_view id);

class Endpoint : public http::Exchange {
 public:
  Endpoint(const Server& server, const http::Request& request, Channel channel)
      : server_(server), request_(request), channel_(channel) {}

  http::Work start() final;
  http::Work sent() final;
  http::Work woken(const http::Woken& woken) final;
  std::string_view name() const override { return name_; }
  std::string_view failure() const override { return failure_; }
  std::string_view traceparent() const override { return traceparent_; }
  std::string_view method() const override { return method_; }

 protected:
  // Refuses the caller by what stands in the head of the request; nothing to go on.
  virtual std::optional<http::Response> admit() = 0;
  // What the call needs; nothing when it is settled.
  virtual std::optional<http::Work> begin(const Call& call) = 0;
  // After an event of the call was sent, and after it waited; the same.
  virtual std::optional<http::Work> call_sent();
  virtual std::optional<http::Work> call_woken(const http::Woken& woken);
  // When all calls are settled: the answer, or what is to be done before it.
  virtual http::Work conclude() { return answer(); }

  const Call& call() const;  // the one that is worked on
  // Whether it has its reply; also when there is none any more.
  bool is_settled() const;
  // Whether the message has several parts, each with an answer of its own.
  bool is_batch() const { return accepted_.batch; }
  void settle(std::string reply);
  // The status of an answer that is an error before anything was sent: 400 where the protocol says
  // so.
  void set_status(int status) { accepted_.status = status; }
  // Goes on with what the call needs, or with the next part when it is settled.
  http::Work go_on(std::optional<http::Work> work);
  http::Work answer();

  const Server& server() const { return server_; }
  const http::Request& request() const { return request_; }
  Channel channel() const { return channel_; }
  json::Arena& arena() { return arena_; }

  std::string name_ = "mcp";  // for the log
  std::string failure_;

 private:
  std::optional<http::Response> refuse_head() const;
  http::Work next_part();

  const Server& server_;
  const http::Request& request_;
  Channel channel_;
  json::Arena arena_;
  Accepted accepted_;
  std::string_view traceparent_, method_;  // of the call that was begun last
  std::size_t at_ = 0;
  bool telling_ = false;  // the reply of a client, to whoever waits for it
};

}  // namespace vg::mcp
