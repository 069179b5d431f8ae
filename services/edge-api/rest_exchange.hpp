// One REST request on its way to its answer.
#pragma once

#include "app/environment.hpp"
#include "app/run.hpp"
#include "edge-api/routes.hpp"
#include "http/exchange.hpp"
#include "mcp-gateway/audit.hpp"

#include <optional>
#include <string>
#include <vector>

namespace vg::edge {

class RestExchange final : public http::Exchange {
 public:
  RestExchange(const app::Environment& environment, const http::Request& request, Context context,
               RouteMatch match)
      : environment_(environment),
        request_(request),
        context_(std::move(context)),
        match_(std::move(match)) {}

  http::Work start() override;
  http::Work resume(Result<store::Rows> rows, const http::Meter& meter) override;
  http::Work resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) override;
  std::string_view name() const override { return match_.route->id; }
  std::span<const http::AuditRecord> audit() const override { return audit_; }
  http::Work sent() override;
  std::string_view failure() const override { return failure_; }

 private:
  Result<app::ActionPtr> make_action();
  http::Work advance(Result<app::Step> step);
  http::Work fail(const Error& error);
  http::Work answer(app::Reply reply);
  // Tells the next change, or answers.
  http::Work tell();

  const app::Environment& environment_;
  const http::Request& request_;
  Context context_;
  RouteMatch match_;
  json::Arena arena_;
  std::optional<app::Run> run_;
  std::optional<Error> refusal_;  // of the arguments; told only to a caller who is known
  http::Meter meter_;
  std::string tenant_;
  bool writing_ = false;  // a batch could write
  gateway::Reach reach_ = gateway::Reach::read;
  std::vector<http::AuditRecord> audit_;
  std::vector<http::News> changes_;  // to be told before the answer
  http::Response response_;
  std::string failure_;
};

// The page of a preview link.
class PreviewExchange final : public http::Exchange {
 public:
  PreviewExchange(const app::Environment& environment, const http::Request& request,
                  Context context)
      : environment_(environment), request_(request), context_(std::move(context)) {}

  http::Work start() override;
  http::Work resume(Result<store::Rows> rows, const http::Meter& meter) override;
  http::Work resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) override;
  std::string_view name() const override { return "preview"; }
  std::string_view failure() const override { return failure_; }

 private:
  const app::Environment& environment_;
  const http::Request& request_;
  Context context_;
  std::optional<app::Run> run_;
  std::string failure_;
};

}  // namespace vg::edge
