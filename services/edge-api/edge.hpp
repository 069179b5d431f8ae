// The whole HTTP surface: who may speak, health, metrics, previews, REST and MCP. One place where a
// path finds what answers it.
#pragma once

#include "app/environment.hpp"
#include "http/exchange.hpp"
#include "http/guard.hpp"
#include "http/rate_limit.hpp"
#include "mcp-gateway/gateway.hpp"

#include <string>
#include <string_view>

namespace vg::edge {

// What the host counts.
class Metrics {
 public:
  virtual ~Metrics() = default;
  virtual std::string prometheus() const = 0;
};

struct EdgeOptions {
  http::GuardOptions guard;
  std::int64_t schema = 0;  // newest migration of the database
};

class Edge final : public http::Service {
 public:
  // Without metrics there is no /metrics: a host that is many has no counters of its own.
  Edge(const app::Environment& environment, const gateway::Gateway& gateway, const Metrics* metrics,
       http::Gate& gate, EdgeOptions options);

  std::unique_ptr<http::Exchange> open(const http::Request& request,
                                       Context context) const override;
  void answered(const http::Request& request, int status,
                std::int64_t database_calls) const override;

 private:
  // The description of this resource server at a path; nullptr when there is none.
  const std::string* oauth_metadata(std::string_view path) const;

  const app::Environment& environment_;
  const gateway::Gateway& gateway_;
  const Metrics* metrics_;
  http::Gate& gate_;
  EdgeOptions options_;
  std::string openapi_;
  std::string health_;
};

}  // namespace vg::edge
