#include "edge-api/rest_exchange.hpp"

#include "app/preview.hpp"
#include "app/use_cases.hpp"
#include "base/text.hpp"
#include "edge-api/rest_arguments.hpp"
#include "http/problem.hpp"
#include "mcp-gateway/caller.hpp"
#include "mcp-gateway/trip_resources.hpp"

namespace vg::edge {

using http::Response;
using http::Work;

namespace {

std::string milliseconds(std::int64_t us) {
  std::string digits = std::to_string(us % 1000 + 1000).substr(1);
  return std::to_string(us / 1000) + "." + digits;
}

bool is_json(const http::Request& request) {
  const std::string type = to_lower_ascii(request.header("Content-Type").value_or(""));
  return trim(std::string_view(type).substr(0, type.find(';'))) == "application/json";
}

}  // namespace

Result<app::ActionPtr> RestExchange::make_action() {
  const app::UseCase* use_case = app::find_use_case(match_.route->use_case);
  VG_ASSERT(use_case != nullptr);
  VG_TRY(const json::Value arguments,
         rest_arguments(arena_, request_, match_, *use_case->arguments));
  return app::make_action(*use_case, arena_, arguments, environment_);
}

Work RestExchange::start() {
  const std::string_view token = request_.bearer();
  if (token.empty())
    return fail({ErrorCode::unauthenticated,
                 "a token is needed: send the header Authorization: Bearer <token>",
                 {}});
  if (request_.method != "GET" && !request_.body.empty() && !is_json(request_)) {
    failure_ = "refused";
    return http::problem(415, "unsupported media type",
                         "the Content-Type must be application/json");
  }
  auto actor = gateway::actor_of(environment_, request_, context_.now);
  if (!actor) return fail(actor.error());
  context_.actor = std::move(*actor);
  auto action = make_action();
  if (!action) {
    refusal_ = std::move(action).error();
    return app::start_batch(context_, true);
  }
  run_.emplace(std::move(*action), context_);
  return advance(run_->start());
}

Work RestExchange::resume(Result<store::Rows> rows, const http::Meter& meter) {
  meter_ = meter;
  if (!rows) return fail(rows.error());
  if (!rows->empty() && !(*rows)[0].empty()) tenant_ = (*rows)[0].text(0, 0);
  if (refusal_) {
    const auto caller = app::caller_of(context_.actor, *rows, "read");
    return fail(caller ? *refusal_ : caller.error());
  }
  return advance(run_->rows(*rows));
}

Work RestExchange::resume(Result<publish::SiteOutcome> outcome, const http::Meter& meter) {
  meter_ = meter;
  return outcome ? advance(run_->site(*outcome)) : fail(outcome.error());
}

Work RestExchange::advance(Result<app::Step> step) {
  if (!step) return fail(step.error());
  if (auto* batch = std::get_if<store::Batch>(&*step)) {
    writing_ = writing_ || !batch->read_only;
    if (writing_) reach_ = gateway::Reach::write;
    return std::move(*batch);
  }
  if (auto* change = std::get_if<publish::SiteChange>(&*step)) {
    reach_ = gateway::Reach::write;
    return std::move(*change);
  }
  // Nobody can be asked here: there is no question.
  return answer(std::move(std::get<app::Reply>(*step)));
}

Work RestExchange::fail(const Error& error) {
  failure_ = name_of(error.code);
  if (auto record =
          gateway::failed(context_.actor, tenant_, match_.route->use_case, reach_, error.code))
    audit_.push_back(std::move(*record));
  return gateway::refusal(environment_, request_, context_.actor, error);
}

Work RestExchange::answer(app::Reply reply) {
  if (reach_ == gateway::Reach::write)
    audit_.push_back(gateway::applied(context_.actor, tenant_, match_.route->use_case, reply.data));
  if (writing_) changes_ = gateway::change_news(tenant_, match_.route->use_case, reply.data);
  Response response = http::json_response(match_.route->success, std::move(reply.data));
  response.with("Cache-Control", "no-store");
  response.with("Server-Timing", "db;desc=\"calls=" + std::to_string(meter_.database_calls) +
                                     "\";dur=" + milliseconds(meter_.database_us));
  if (reply.version) response.with("ETag", "\"" + std::to_string(*reply.version) + "\"");
  response_ = std::move(response);
  return tell();
}

Work RestExchange::tell() {
  if (changes_.empty()) return std::move(response_);
  http::News news = std::move(changes_.back());
  changes_.pop_back();
  return news;
}

Work RestExchange::sent() {
  return tell();
}

Work PreviewExchange::start() {
  const std::string_view path = request_.path();
  const auto ticket =
      app::read_ticket(environment_, path.substr(path.rfind('/') + 1), context_.now);
  if (!ticket) {
    failure_ = "not_found";
    return http::problem(
        Error{ErrorCode::not_found,
              "this preview link is wrong or over; ask for a new one with render_trip",
              {}});
  }
  context_.actor = Actor::local(ticket->tenant);
  run_.emplace(app::make_page(environment_, ticket->trip_id, ticket->theme), context_);
  auto step = run_->start();
  if (!step) return http::problem(step.error());
  return std::move(std::get<store::Batch>(*step));
}

Work PreviewExchange::resume(Result<store::Rows> rows, const http::Meter&) {
  auto step = rows ? run_->rows(*rows) : Result<app::Step>(rows.error());
  if (!step) {
    failure_ = name_of(step.error().code);
    return http::problem(step.error());
  }
  Response response = http::html_response(200, std::move(std::get<app::Reply>(*step).html));
  response.with("Cache-Control", "private, no-store").with("X-Robots-Tag", "noindex, nofollow");
  response.with("Content-Security-Policy", "frame-ancestors 'none'")
      .with("Referrer-Policy", "no-referrer");
  return response;
}

Work PreviewExchange::resume(Result<publish::SiteOutcome>, const http::Meter&) {
  return http::Response();
}

}  // namespace vg::edge
