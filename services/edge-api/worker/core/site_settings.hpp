// The sites of a worker: where their pages are read, and the repositories on GitHub where it writes
// them. A site that has an address only can be rendered for, not written.
//
//   VOYGENT_SITE_STAGING_URL, VOYGENT_SITE_PRODUCTION_URL   where the pages of a site are read
//   VOYGENT_SITE_STAGING, VOYGENT_SITE_PRODUCTION   owner/repository#branch; without a branch
//   gh-pages VOYGENT_SITE_TOKEN     secret: may read and write the contents of both; needed where
//   one is set VOYGENT_GITHUB_API     address of the GraphQL interface;
//   https://api.github.com/graphql VOYGENT_SITE_HOURLY    commits an hour and site, 0 for no limit;
//   8: GitHub Pages builds ten VOYGENT_SITE_WAIT      seconds that a caller waits for its
//   publication, 1 to 120; 20
#pragma once

#include "app/environment.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "publish/github_failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vg::worker {

struct SitePlace {
  std::string target;  // staging or production
  publish::GithubSite site;
};

struct SiteSettings {
  std::vector<app::SiteInfo> pages;
  std::vector<SitePlace> places;
  std::string token;
  std::string api;
  std::int64_t hourly = 0;
  std::int64_t wait_ms = 0;

  // Errors: `invalid` for a target without a repository.
  Result<publish::GithubSite> place(std::string_view target) const;
};

// Errors: `invalid` with the name of the variable and what is expected.
Result<SiteSettings> read_site_settings(json::Value variables);

}  // namespace vg::worker
