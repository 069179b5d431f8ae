#include "platform/host/drive.hpp"

#include <chrono>

namespace vg::host {

std::int64_t steady_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Result<publish::SiteOutcome> change_site(const Sites& sites, const publish::SiteChange& change) {
  const auto at = sites.find(change.target);
  if (at == sites.end())
    return Error{ErrorCode::unavailable, "this installation has no site for " + change.target, {}};
  return at->second->apply(change);
}

Driven drive(http::Exchange& exchange, sqlite::Database& database, const Sites& sites,
             const std::function<void(const std::string&)>& send) {
  http::Meter meter;
  http::Work work = exchange.start();
  for (;;) {
    if (auto* batch = std::get_if<store::Batch>(&work)) {
      const std::int64_t before = steady_us();
      auto rows = database.run(std::move(*batch));
      if (++meter.database_calls == 1) meter.database_at_us = before;
      meter.database_us += steady_us() - before;
      work = exchange.resume(std::move(rows), meter);
    } else if (auto* change = std::get_if<publish::SiteChange>(&work)) {
      work = exchange.resume(change_site(sites, *change), meter);
    } else if (const auto* event = std::get_if<http::Event>(&work)) {
      if (send && !event->data.empty()) send(event->data);
      work = exchange.sent();
    } else if (std::holds_alternative<http::News>(work)) {
      work = exchange.sent();
    } else if (std::holds_alternative<http::Wait>(work)) {
      work = exchange.woken({.news = {}, .ending = true});
    } else {
      return {std::move(std::get<http::Response>(work)), meter};
    }
  }
}

}  // namespace vg::host
