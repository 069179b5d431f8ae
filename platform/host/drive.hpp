// Runs an exchange to its response on the calling thread: for the command line, stdio and tests.
// The HTTP server has a loop of its own that waits without a thread.
#pragma once

#include "http/exchange.hpp"
#include "platform/sqlite/database.hpp"
#include "publish/site.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace vg::host {

// The sites of the installation by target.
using Sites = std::map<std::string, std::unique_ptr<publish::PageHost>, std::less<>>;

// `unavailable` when there is no site of that name.
Result<publish::SiteOutcome> change_site(const Sites& sites, const publish::SiteChange& change);

struct Driven {
  http::Response response;
  http::Meter meter;
};
// `send` gets the events that come before the response; without it they are dropped. Waits end at
// once: nobody else runs on this thread.
Driven drive(http::Exchange& exchange, sqlite::Database& database, const Sites& sites,
             const std::function<void(const std::string&)>& send = {});

// Microseconds of a steady clock.
std::int64_t steady_us();

}  // namespace vg::host
