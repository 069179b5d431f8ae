#include "edge-api/edge.hpp"

#include "app/action.hpp"
#include "base/text.hpp"
#include "edge-api/openapi.hpp"
#include "edge-api/rest_exchange.hpp"
#include "http/problem.hpp"
#include "mcp-gateway/caller.hpp"

namespace vg::edge {

using http::Response;
using http::Work;

namespace {

// The counters, for a caller with a token.
class MetricsExchange final : public http::Exchange {
 public:
  MetricsExchange(const app::Environment& environment, const Metrics& metrics,
                  const http::Request& request, Context context)
      : environment_(environment),
        metrics_(metrics),
        request_(request),
        context_(std::move(context)) {}

  Work start() override {
    if (request_.bearer().empty())
      return fail({ErrorCode::unauthenticated,
                   "a token is needed: send the header Authorization: Bearer <token>",
                   {}});
    auto actor = gateway::actor_of(environment_, request_, context_.now);
    if (!actor) return fail(actor.error());
    context_.actor = std::move(*actor);
    return app::start_batch(context_, true);
  }
  Work resume(Result<store::Rows> rows, const http::Meter&) override {
    if (!rows) return fail(rows.error());
    const auto caller = app::caller_of(context_.actor, *rows, "admin");
    if (!caller) return fail(caller.error());
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
    return gateway::refusal(environment_, request_, context_.actor, error);
  }

  const app::Environment& environment_;
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

// The same for everybody, and nothing that a person or a browser adds changes it: a page elsewhere
// may read it. It changes with the settings only.
Response metadata_response(const std::string& document) {
  return http::json_response(200, document)
      .with("Cache-Control", "public, max-age=300")
      .with("Access-Control-Allow-Origin", "*");
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

const std::string* Edge::oauth_metadata(std::string_view path) const {
  return environment_.oauth == nullptr ? nullptr : environment_.oauth->metadata(path);
}

std::unique_ptr<http::Exchange> Edge::open(const http::Request& request, Context context) const {
  if (auto refusal = http::refuse_stranger(request, options_.guard))
    return immediate("stranger", std::move(*refusal), "refused");
  if (auto refusal = gate_.refuse(request))
    return immediate("too often", std::move(*refusal), "limited");
  const std::string_view path = request.path();
  if (gateway_.serves(path)) return gateway_.open(request, std::move(context));
  const bool reading = request.method == "GET" || request.method == "HEAD";
  if (const std::string* document = oauth_metadata(path))
    return reading ? immediate("oauth metadata", metadata_response(*document))
                   : wrong_method("GET");
  const bool fixed = path == "/health" || path == "/openapi.json" ||
                     (path == "/metrics" && metrics_) || path.starts_with("/preview/");
  if (fixed && !reading) return wrong_method("GET");
  if (path == "/health") return immediate("health", http::json_response(200, health_));
  if (path == "/openapi.json") return immediate("openapi", http::json_response(200, openapi_));
  if (path == "/metrics" && metrics_)
    return std::make_unique<MetricsExchange>(environment_, *metrics_, request, std::move(context));
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
