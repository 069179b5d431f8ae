// The HTTP server of the native host: HTTP/1.1 on TCP or a Unix domain socket, one event loop per
// thread, a connection stays on the loop that it came to. Reads of the database run on the loop;
// writes wait for the shared commit and changes of a site for a worker, and neither holds the loop.
//
// What is refused here, before a service sees the request: a head over the limits (431), a body
// over the limit (413, from Content-Length alone when there is one), what is no HTTP or could be
// read in two ways (400, http/head.hpp; chunk extensions and trailers too), a client that is too
// slow or has too many connections (closed). After each of them the connection is closed, and what
// follows on it is not read as a request. TLS and HTTP/2 are the task of a reverse proxy.
#pragma once

#include "base/result.hpp"
#include "http/address.hpp"
#include "http/exchange.hpp"
#include "platform/host/drive.hpp"
#include "platform/host/metrics.hpp"
#include "platform/host/news.hpp"
#include "platform/host/observer.hpp"
#include "platform/sqlite/database.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace vg::beast {

struct Limits {
  std::uint32_t head_bytes = 16 * 1024;
  std::uint64_t body_bytes = 1024 * 1024;
  // Beyond these a connection is closed at once. Proxies have as many as they want.
  std::size_t connections_per_thread = 4096;
  std::size_t connections_per_address = 2048;            // 0: as many as there are
  std::chrono::seconds idle = std::chrono::seconds(60);  // between two requests
  std::chrono::seconds head = std::chrono::seconds(10);  // from the first byte to the last header
  std::chrono::seconds body = std::chrono::seconds(30);
  std::chrono::seconds write = std::chrono::seconds(30);
  std::chrono::seconds drain = std::chrono::seconds(20);  // for requests in flight when it stops
};

struct ServerOptions {
  // Of an interface, IPv4 or IPv6; or `unix:/path/of/the.sock`, readable for user and group.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one
  int threads = 2;
  Limits limits = {};
  http::Proxies proxies = {};  // whose X-Forwarded-For is believed
};

// All of them outlive the server.
struct Backend {
  const http::Service& service;
  sqlite::Database& database;
  const host::Sites& sites;
  host::Metrics& metrics;
  host::News& news;
  host::Observer* observer = nullptr;
};

class Server {
 public:
  // Binds and listens. Errors: `invalid` for an address that is none, `unavailable` when the port
  // is taken.
  static Result<std::unique_ptr<Server>> listen(const ServerOptions& options, Backend backend);
  virtual ~Server() = default;

  virtual std::uint16_t port() const = 0;  // 0 on a Unix domain socket

  // Serves until SIGINT, SIGTERM or stop(), then takes no new request, ends those in flight and
  // returns. A second signal ends it at once.
  virtual void run() = 0;

  // From any thread.
  virtual void stop() = 0;
};

}  // namespace vg::beast
