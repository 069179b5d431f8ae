// Trips as resources: `trip://<id>` is the document as the advisor sees it, `trip://<id>/page` the
// page as the client would.
#pragma once

#include "app/run.hpp"
#include "http/exchange.hpp"
#include "json/value.hpp"
#include "mcp/server.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vg::gateway {

std::vector<mcp::ResourceTemplate> trip_templates();

struct TripUri {
  std::string trip_id;
  bool page = false;
};
// Nothing for a uri of another form.
std::optional<TripUri> read_trip_uri(std::string_view uri);

// News of the trips of a tenant, and of one of them.
std::string trips_topic(std::string_view tenant);
std::string trip_topic(std::string_view tenant, std::string_view trip_id);

// What to tell after a tool has answered, from its answer: nothing when no trip was changed.
std::vector<http::News> change_news(std::string_view tenant, std::string_view tool,
                                    const std::string& answer);

// Members of the results: of resources/read, of resources/list from the answer of find_trips, and
// of completion/complete from the same.
std::string trip_contents(std::string_view uri, const TripUri& trip, const app::Reply& reply);
std::string listed_trips(json::Value found);
std::string completed_ids(json::Value found);

}  // namespace vg::gateway
