// What the use cases know of the installation. Made once at start; lives as long as the program.
#pragma once

#include "oauth/resource_server.hpp"
#include "templates/theme.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace vg::app {

struct SiteInfo {
  std::string target;    // staging or production
  std::string base_url;  // where its pages are read, with a slash at the end
};

struct Environment {
  std::string version;  // of the product
  std::string
      public_url;  // of this server, without a slash at the end; empty when it serves no HTTP
  std::string preview_key;  // secret that signs preview links
  std::vector<SiteInfo> sites;
  std::unique_ptr<const templates::Themes> themes;
  // Accepts tokens of an authorization server beside those of the product; nullptr: there is none.
  const oauth::ResourceServer* oauth = nullptr;

  const SiteInfo* site(std::string_view target) const {
    for (const SiteInfo& site : sites)
      if (site.target == target) return &site;
    return nullptr;
  }
};

}  // namespace vg::app
