#include "edge-api/edge.hpp"

#include "app/action.hpp"
#include "base/text.hpp"
#include "edge-api/openapi.hpp"
#include "edge-api/rest_exchange.hpp"
#include "http/problem.hpp"

namespace vg::edge {

using http::Response;
using http::Work;

namespace {

// The counters, for a caller with a token.
class MetricsExchange final : public http::Exchange {
 public:
  MetricsExchange(const Metrics& metrics, const http::Request& request, Context context)
      : metrics_(metrics), request_(request), context_(std::move(context)) {}

  Work start() override {
    if (request_.bearer().empty())
      return fail({ErrorCode::unauthenticated,
                   "a token is needed: send the header Authorization: Bearer <token>",
                   {}});
    context_.actor = Actor::from_token(request_.bearer());
    return app::start_batch(context_, true);
  }
  Work resume(Result<store::Rows> rows, const http::Meter&) override {
    if (!rows) return fail(rows.error());
    if (const auto caller = app::caller_of(*rows, "admin"); !caller) return fail(caller.error());
    return http::text_response(200, metrics_.prometheus());
  }
  Work resume(Result<publish::SiteOutcome>, const http::Meter&) override {
    return http::Response();
  }
  std::string_view name() const override { return "metrics"; }
  std::string_view failure() const override { return failure_; }

 private:
  Work fail(const Error& error) {
    failure_ = name_of(error.code);
    return http::problem(error);
  }

  const Metrics& metrics_;
  const http::Request& request_;
  Context context_;
  std::string failure_;
};

std::unique_ptr<http::Exchange> immediate(std::string_view name, Response response,
                                          std::string_view failure = {}) {
  return std::make_unique<http::Immediate>(name, std::move(response), failure);
}

std::unique_ptr<http::Exchange> wrong_method(std::string_view allowed) {
  return immediate(
      "wrong method",
      http::problem(405, "method not allowed", "this path takes " + std::string(allowed))
          .with("Allow", std::string(allowed)),
      "refused");
}

}  // namespace

Edge::Edge(const app::Environment& environment, const gateway::Gateway& gateway,
           const Metrics* metrics, http::Gate& gate, EdgeOptions options)
    : environment_(environment),
      gateway_(gateway),
      metrics_(metrics),
      gate_(gate),
      options_(std::move(options)),
      openapi_(openapi_document(environment)),
      health_(R"({"status":"ok","version":")" + environment.version + R"(","schema":)" +
              std::to_string(options_.schema) + "}") {}

std::unique_ptr<http::Exchange> Edge::open(const http::Request& request, Context context) const {
  if (auto refusal = http::refuse_stranger(request, options_.guard))
    return immediate("stranger", std::move(*refusal), "refused");
  if (auto refusal = gate_.refuse(request))
    return immediate("too often", std::move(*refusal), "limited");
  const std::string_view path = request.path();
  if (gateway_.serves(path)) return gateway_.open(request, std::move(context));
  const bool reading = request.method == "GET" || request.method == "HEAD";
  const bool fixed = path == "/health" || path == "/openapi.json" ||
                     (path == "/metrics" && metrics_) || path.starts_with("/preview/");
  if (fixed && !reading) return wrong_method("GET");
  if (path == "/health") return immediate("health", http::json_response(200, health_));
  if (path == "/openapi.json") return immediate("openapi", http::json_response(200, openapi_));
  if (path == "/metrics" && metrics_)
    return std::make_unique<MetricsExchange>(*metrics_, request, std::move(context));
  if (fixed) return std::make_unique<PreviewExchange>(environment_, request, std::move(context));
  std::string allowed;
  if (auto match = match_route(reading ? "GET" : request.method, path, allowed))
    return std::make_unique<RestExchange>(environment_, request, std::move(context),
                                          std::move(*match));
  if (!allowed.empty()) return wrong_method(allowed);
  return immediate(
      "unknown path",
      http::problem(Error{ErrorCode::not_found,
                          "there is nothing at this path; /openapi.json describes what there is",
                          {}}),
      "not_found");
}

void Edge::answered(const http::Request& request, int status, std::int64_t database_calls) const {
  gate_.answered(request, status, database_calls);
}

}  // namespace vg::edge
