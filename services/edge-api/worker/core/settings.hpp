// What a worker is configured with: the text variables and secrets of its environment, by the names
// that the native server has.
//
//   VOYGENT_SECRET            signs preview links and questions; at least 16 characters; needed
//   VOYGENT_PUBLIC_URL        where the worker is reached; needed
//   VOYGENT_ALLOWED_HOSTS     host names, with commas; that of the public URL is always allowed
//   VOYGENT_ALLOWED_ORIGINS   origins, with commas
//   VOYGENT_SITE_STAGING, …   the sites: see site_settings.hpp
//   VOYGENT_RATE_TOKEN, VOYGENT_RATE_ADDRESS   requests a second; 0: no limit
//   VOYGENT_RATE_FAILURES     refused tokens a minute; 0: no limit
#pragma once

#include "app/environment.hpp"
#include "base/result.hpp"
#include "edge-api/worker/core/site_settings.hpp"
#include "http/guard.hpp"
#include "http/rate_limit.hpp"

#include <string_view>

namespace vg::worker {

// What it amounts to.
struct Settings {
  app::Environment environment;
  http::GuardOptions guard;
  http::RateLimits limits;
  SiteSettings sites;
};

// From a JSON object of texts; names that are not above are left alone. Errors: `invalid` with the
// name of the variable and what is expected.
Result<Settings> read_settings(std::string_view variables, std::string_view version);

}  // namespace vg::worker
