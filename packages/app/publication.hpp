// What was published where: one row per change of a page on a site.
#pragma once

#include "app/environment.hpp"
#include "base/context.hpp"
#include "base/result.hpp"
#include "json/value.hpp"
#include "publish/site.hpp"
#include "store/batch.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::app {

struct Publication {
  std::string target;
  std::string action;        // published, rolled_back, unpublished
  std::int64_t version = 0;  // of the trip that the page shows
  std::string revision;      // of the site
  std::string url;
  std::string content_hash;
  Instant at;
};

// A row of store::kSelectPublications.
Publication read_publication(const store::ResultSet& rows, std::size_t row);
void record(store::Batch& batch, Context& context, std::string_view trip_id,
            const Publication& publication);

// staging when the name is empty. Errors: `invalid` when the installation has no such site.
Result<const SiteInfo*> find_site(const Environment& environment, std::string_view target);

// How the page of a trip stands in the index of the site: only trips whose visibility is public do.
// Never names the client.
publish::IndexEntry index_entry(json::Value document, std::string_view slug);

}  // namespace vg::app
