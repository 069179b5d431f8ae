#include "edge-api/worker/core/settings.hpp"

#include "base/text.hpp"
#include "base/url.hpp"
#include "json/parse.hpp"

#include <array>
#include <string>

namespace vg::worker {
namespace {

constexpr std::size_t kLeastSecret = 16;
constexpr std::int64_t kMaxRate = 1'000'000;

Error wrong(std::string_view name, std::string_view expected) {
  return {ErrorCode::invalid,
          "the variable " + std::string(name) + " of the worker has to be " + std::string(expected),
          {}};
}

std::vector<std::string> listed(json::Value variables, std::string_view name) {
  std::vector<std::string> out;
  for (const std::string_view part : split(variables.get_text(name), ','))
    if (!trim(part).empty()) out.emplace_back(trim(part));
  return out;
}

Result<std::int64_t> rate(json::Value variables, std::string_view name, std::int64_t fallback) {
  const std::string_view text = variables.get_text(name);
  if (text.empty()) return fallback;
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > kMaxRate)
    return wrong(name, "a whole number from 0 to 1000000");
  return *number;
}

// `https://a.example/x` -> `a.example`
std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  return url.substr(0, url.find_first_of("/:"));
}

Status add_sites(json::Value variables, app::Environment& environment) {
  struct Row {
    std::string_view target, name;
  };
  constexpr std::array<Row, 2> kSites = {
      {{"staging", "VOYGENT_SITE_STAGING_URL"}, {"production", "VOYGENT_SITE_PRODUCTION_URL"}}};
  for (const Row& row : kSites) {
    const std::string_view url = variables.get_text(row.name);
    if (url.empty()) continue;
    if (!url.starts_with("http") || !is_safe_url(url))
      return wrong(row.name, "an address that begins with https://");
    environment.sites.push_back(
        {std::string(row.target), std::string(url) + (url.ends_with('/') ? "" : "/")});
  }
  return Done();
}

}  // namespace

Result<Settings> read_settings(std::string_view variables, std::string_view version) {
  json::Arena arena;
  VG_TRY(const json::Value given, json::parse(arena, variables));
  Settings out;
  const std::string_view secret = given.get_text("VOYGENT_SECRET");
  if (secret.size() < kLeastSecret) return wrong("VOYGENT_SECRET", "at least 16 characters long");
  std::string_view url = given.get_text("VOYGENT_PUBLIC_URL");
  while (url.ends_with('/')) url.remove_suffix(1);
  if (!url.starts_with("http") || !is_safe_url(url))
    return wrong("VOYGENT_PUBLIC_URL",
                 "the address of the worker, such as https://trips.example.com");
  out.environment.version = std::string(version);
  out.environment.public_url = std::string(url);
  out.environment.preview_key = std::string(secret);
  VG_CHECK(add_sites(given, out.environment));
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
