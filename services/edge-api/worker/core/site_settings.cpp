#include "edge-api/worker/core/site_settings.hpp"

#include "base/url.hpp"
#include "edge-api/worker/core/variables.hpp"

#include <algorithm>
#include <array>

namespace vg::worker {
namespace {

constexpr std::string_view kDefaultApi = "https://api.github.com/graphql";
constexpr std::string_view kDefaultBranch = "gh-pages";
constexpr std::int64_t kDefaultHourly = 8;
constexpr std::int64_t kDefaultWaitSeconds = 20;
constexpr std::int64_t kMaxWaitSeconds = 120;
constexpr std::size_t kMaxName = 100;

struct Row {
  std::string_view target, name, url;
};
constexpr std::array<Row, 2> kRows = {
    {{"staging", "VOYGENT_SITE_STAGING", "VOYGENT_SITE_STAGING_URL"},
     {"production", "VOYGENT_SITE_PRODUCTION", "VOYGENT_SITE_PRODUCTION_URL"}}};

// What GitHub takes in the name of an owner or a repository; in that of a branch slashes too.
bool is_name(std::string_view text, std::string_view also) {
  const auto plain = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           also.find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= kMaxName && std::ranges::all_of(text, plain) &&
         text.front() != '-' && text.front() != '/' && text.back() != '/' &&
         text.find("..") == std::string_view::npos;
}

// `owner/repository#branch`
Result<publish::GithubSite> read_place(std::string_view name, std::string_view text) {
  const std::size_t hash = text.find('#');
  const std::string_view repository = text.substr(0, hash);
  const std::string_view branch =
      hash == std::string_view::npos ? kDefaultBranch : text.substr(hash + 1);
  const std::size_t slash = repository.find('/');
  const bool known = slash != std::string_view::npos && is_name(repository.substr(0, slash), "") &&
                     is_name(repository.substr(slash + 1), "._") && is_name(branch, "._/");
  if (!known) return wrong_variable(name, "owner/repository#branch, such as agency/pages#gh-pages");
  return publish::GithubSite{std::string(repository), std::string(branch)};
}

Status add_sites(json::Value variables, SiteSettings& out) {
  for (const Row& row : kRows) {
    const std::string_view url = variables.get_text(row.url);
    const std::string_view text = variables.get_text(row.name);
    if (url.empty() && text.empty()) continue;
    if (!url.starts_with("http") || !is_safe_url(url))
      return wrong_variable(row.url, "an address that begins with https://");
    out.pages.push_back(
        {std::string(row.target), std::string(url) + (url.ends_with('/') ? "" : "/")});
    if (text.empty()) continue;
    VG_TRY(publish::GithubSite site, read_place(row.name, text));
    out.places.push_back({std::string(row.target), std::move(site)});
  }
  return Done();
}

}  // namespace

Result<publish::GithubSite> SiteSettings::place(std::string_view target) const {
  const auto found = std::ranges::find(places, target, &SitePlace::target);
  if (found != places.end()) return found->site;
  return Error{ErrorCode::invalid,
               "this installation cannot write the site " + std::string(target) +
                   "; name its repository in VOYGENT_SITE_" +
                   (target == "production" ? "PRODUCTION" : "STAGING"),
               {}};
}

Result<SiteSettings> read_site_settings(json::Value variables) {
  SiteSettings out;
  VG_CHECK(add_sites(variables, out));
  out.token = std::string(variables.get_text("VOYGENT_SITE_TOKEN"));
  if (out.token.empty() ? !out.places.empty() : !std::ranges::all_of(out.token, [](char c) {
        return c > ' ' && c <= '~';
      }))
    return wrong_variable("VOYGENT_SITE_TOKEN",
                          "a token of GitHub that may write the repositories of the sites");
  const std::string_view api = variables.get_text("VOYGENT_GITHUB_API");
  out.api = std::string(api.empty() ? kDefaultApi : api);
  if (!out.api.starts_with("http") || !is_safe_url(out.api))
    return wrong_variable("VOYGENT_GITHUB_API", "an address that begins with https://");
  VG_TRY(out.hourly, number_of(variables, "VOYGENT_SITE_HOURLY", kDefaultHourly, {0, 1000}));
  VG_TRY(const std::int64_t wait_s,
         number_of(variables, "VOYGENT_SITE_WAIT", kDefaultWaitSeconds, {1, kMaxWaitSeconds}));
  out.wait_ms = wait_s * 1000;
  return out;
}

}  // namespace vg::worker
