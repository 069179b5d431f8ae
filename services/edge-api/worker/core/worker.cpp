#include "edge-api/worker/core/worker.hpp"

#include "edge-api/endpoints.hpp"
#include "edge-api/worker/core/site_frames.hpp"
#include "http/access_log.hpp"
#include "http/problem.hpp"
#include "store/migrations.hpp"

#include <algorithm>

namespace vg::worker {

using http::Response;
using http::Work;

namespace {

constexpr std::string_view kBookmark = "Voygent-Bookmark";
constexpr std::size_t kMaxBookmark = 200;
constexpr std::size_t kRequestIdLength = 16;

// What a Durable Object would refuse to take for a bookmark is not handed on.
bool is_bookmark(std::string_view text) {
  return !text.empty() && text.size() <= kMaxBookmark && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

// The sizes that the native server refuses before a service sees the request.
std::optional<Response> refuse_size(const http::Request& request, std::size_t head_bytes) {
  if (head_bytes > kMaxHeadBytes)
    return http::problem(431, "request header fields too large",
                         "the request line and headers may have at most 16 KiB");
  if (request.body.size() > kMaxBodyBytes)
    return http::problem(413, "content too large",
                         "a request body may have at most 1 MiB; send less at once");
  return std::nullopt;
}

}  // namespace

Worker::Worker(Settings settings)
    : settings_(std::move(settings)),
      gate_(settings_.limits, settings_.environment.preview_key),
      gateway_(settings_.environment, edge::mcp_endpoints(), gateway::Streams::no),
      edge_(settings_.environment, gateway_, nullptr, gate_,
            {.guard = settings_.guard, .schema = store::migrations().back().number}) {}

Result<std::unique_ptr<Worker>> Worker::start(std::string_view variables,
                                              std::string_view version) {
  VG_TRY(Settings settings, read_settings(variables, version));
  return std::unique_ptr<Worker>(new Worker(std::move(settings)));
}

Session::Session(Worker& worker, Instant now, IdSource::Seed seed, std::string_view lines,
                 std::string body)
    : worker_(worker),
      begun_(now),
      now_(now),
      ids_(seed),
      request_(read_request(lines, std::move(body))) {
  worker_.gate().set_now(now);
  if (auto refusal = refuse_size(request_, lines.size())) {
    exchange_ = std::make_unique<http::Immediate>("unreadable", std::move(*refusal), "refused");
  } else {
    exchange_ = worker_.edge().open(request_, {.now = now, .ids = ids_.fork(), .actor = {}});
  }
  go_on(exchange_->start());
}

void Session::resume_rows(std::string_view frame) {
  DatabaseAnswer answer = read_rows(frame);
  bookmark_ = std::move(answer.bookmark);
  ++meter_.database_calls;
  meter_.database_us += std::max<std::int64_t>(0, answer.at.ms - now_.ms) * 1000;
  now_ = std::max(now_, answer.at);
  go_on(exchange_->resume(std::move(answer.rows), meter_));
}

void Session::resume_outcome(std::string_view frame) {
  body_.clear();
  go_on(exchange_->resume(read_outcome(frame), meter_));
}

void Session::go_on(Work work) {
  for (auto next = hand_over(std::move(work)); next;) next = hand_over(std::move(*next));
}

// Nothing when the other side has to do something now; else the next work. Nobody follows here:
// events and news are not sent.
std::optional<Work> Session::hand_over(Work work) {
  if (auto* response = std::get_if<Response>(&work)) {
    finish(std::move(*response));
    return std::nullopt;
  }
  if (const auto* batch = std::get_if<store::Batch>(&work)) {
    auto frame = write_batch(*batch, worker_.statements(), constraint(*batch));
    if (!frame) return exchange_->resume(Result<store::Rows>(std::move(frame).error()), meter_);
    frame_ = std::move(*frame);
    return std::nullopt;
  }
  if (const auto* change = std::get_if<publish::SiteChange>(&work)) return hand_over(*change);
  if (std::holds_alternative<http::Wait>(work))
    return exchange_->woken({.news = {}, .ending = true});
  return exchange_->sent();
}

std::optional<Work> Session::hand_over(const publish::SiteChange& change) {
  const auto refused = [&](Error error) {
    return exchange_->resume(Result<publish::SiteOutcome>(std::move(error)), meter_);
  };
  auto place = worker_.sites().place(change.target);
  if (!place) return refused(std::move(place).error());
  auto framed = write_change(change, worker_.sites().wait_ms);
  if (!framed) return refused(std::move(framed).error());
  frame_ = std::move(framed->frame);
  body_ = std::move(framed->apart);
  return std::nullopt;
}

// A preview shows what its link names, and a moment more or less is no matter. A REST client may
// hand back the bookmark of what it has seen. A chat cannot, and reads what it has just written.
std::string Session::constraint(const store::Batch& batch) const {
  const std::string_view path = request_.path();
  if (path.starts_with("/mcp")) return {};
  if (path.starts_with("/preview/")) return "first-unconstrained";
  const std::string_view given = request_.header(kBookmark).value_or("");
  return batch.read_only && is_bookmark(given) ? std::string(given) : "first-primary";
}

void Session::finish(Response response) {
  worker_.edge().answered(request_, response.status, meter_.database_calls);
  std::string id(http::given_request_id(request_));
  if (id.empty()) id = ids_.random(kRequestIdLength);
  const http::Served served{.id = id,
                            .status = response.status,
                            .us = (now_.ms - begun_.ms) * 1000,
                            .bytes_out = static_cast<std::int64_t>(response.body.size()),
                            .meter = meter_};
  std::string log;
  http::append_audit(log, now_, *exchange_, request_, served);
  http::append_request(log, now_, *exchange_, request_, served);
  response.with("X-Content-Type-Options", "nosniff").with("X-Request-Id", id);
  if (!bookmark_.empty()) response.with(std::string(kBookmark), bookmark_);
  frame_ = write_response(response, log, worker_.gate().take_reports());
  body_ = std::move(response.body);
  done_ = true;
}

}  // namespace vg::worker
