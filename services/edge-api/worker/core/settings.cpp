#include "edge-api/worker/core/settings.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "edge-api/worker/core/variables.hpp"
#include "json/parse.hpp"

#include <string>

namespace vg::worker {
namespace {

constexpr std::size_t kLeastSecret = 16;
constexpr std::int64_t kMaxRate = 1'000'000;

std::vector<std::string> listed(json::Value variables, std::string_view name) {
  std::vector<std::string> out;
  for (const std::string_view part : split(variables.get_text(name), ','))
    if (!trim(part).empty()) out.emplace_back(trim(part));
  return out;
}

Result<std::int64_t> rate(json::Value variables, std::string_view name, std::int64_t fallback) {
  return number_of(variables, name, fallback, {0, kMaxRate});
}

// `https://a.example/x` -> `a.example`
std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/:"));
}

}  // namespace

Result<Settings> read_settings(std::string_view variables, std::string_view version) {
  json::Arena arena;
  VG_TRY(const json::Value given, json::parse(arena, variables));
  Settings out;
  const std::string_view secret = given.get_text("VOYGENT_SECRET");
  if (secret.size() < kLeastSecret)
    return wrong_variable("VOYGENT_SECRET", "at least 16 characters long");
  std::string_view url = given.get_text("VOYGENT_PUBLIC_URL");
  while (url.ends_with('/')) url.remove_suffix(1);
  if (!url.starts_with("http") || !is_safe_url(url))
    return wrong_variable("VOYGENT_PUBLIC_URL",
                          "the address of the worker, such as https://trips.example.com");
  out.environment.version = std::string(version);
  out.environment.public_url = std::string(url);
  out.environment.preview_key = std::string(secret);
  VG_TRY(out.sites, read_site_settings(given));
  out.environment.sites = out.sites.pages;
  VG_TRY(out.environment.themes, templates::Themes::load());
  out.guard.allowed_hosts = listed(given, "VOYGENT_ALLOWED_HOSTS");
  out.guard.allowed_hosts.emplace_back(host_of(url));
  out.guard.allowed_origins = listed(given, "VOYGENT_ALLOWED_ORIGINS");
  VG_TRY(const std::int64_t token, rate(given, "VOYGENT_RATE_TOKEN", 100));
  VG_TRY(const std::int64_t address, rate(given, "VOYGENT_RATE_ADDRESS", 200));
  VG_TRY(const std::int64_t failures, rate(given, "VOYGENT_RATE_FAILURES", 10));
  out.limits = http::RateLimits::of(token, address, failures);
  return out;
}

}  // namespace vg::worker
