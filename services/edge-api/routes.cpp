#include "edge-api/routes.hpp"

#include "base/text.hpp"
#include "http/message.hpp"

#include <array>

namespace vg::edge {
namespace {

// clang-format off
constexpr std::array<Route, 20> kRoutes = {{
    {"GET", "/trip/{trip_id}", "read_trip", 200, "getTrip",
     "A trip with everything that the advisor may see", false, {"view", "full"}},
    {"POST", "/trip", "create_trip", 201, "postTrip",
     "Creates a trip from a trip document in any known spelling", true},
    {"GET", "/v1/session", "start_session", 200, "startSession",
     "Who the caller is, recent trips, what needs attention"},
    {"GET", "/v1/trips", "find_trips", 200, "findTrips",
     "Searches and lists trips"},
    {"POST", "/v1/trips", "create_trip", 201, "createTrip",
     "Creates a trip from a title, a document, or another trip"},
    {"GET", "/v1/trips/{trip_id}", "read_trip", 200, "readTrip",
     "Summary, sections, everything, history, an older version or what differs between two"},
    {"POST", "/v1/trips/{trip_id}/edits", "edit_trip", 200, "editTrip",
     "Applies operations, all or none"},
    {"POST", "/v1/trips/{trip_id}/restore", "restore_trip", 200, "restoreTrip",
     "Goes back to a version as a new version"},
    {"GET", "/v1/trips/{trip_id}/check", "check_trip", 200, "checkTrip",
     "Contradictions, gaps, holds, private text"},
    {"POST", "/v1/trips/{trip_id}/options", "add_options", 200, "addOptions",
     "Stores captured offers"},
    {"POST", "/v1/trips/{trip_id}/recommendations", "recommend_options", 200, "recommendOptions",
     "Picks low, medium and high of the stored offers"},
    {"GET", "/v1/trips/{trip_id}/render", "render_trip", 200, "renderTrip",
     "Preview link and what the page does not show"},
    {"POST", "/v1/trips/{trip_id}/publications", "publish_trip", 200, "publishTrip",
     "Publishes the page to a site"},
    {"GET", "/v1/trips/{trip_id}/publications", "manage_publication", 200, "listPublications",
     "What was published where", false, {"action", "status"}},
    {"POST", "/v1/trips/{trip_id}/publications/rollback", "manage_publication", 200, "rollbackPublication",
     "Goes back to the page before", false, {"action", "rollback"}},
    {"POST", "/v1/trips/{trip_id}/publications/takedown", "manage_publication", 200, "takeDownPublication",
     "Takes the page down", false, {"action", "unpublish"}},
    {"POST", "/v1/clients", "save_client", 200, "saveClient",
     "Creates or changes a client"},
    {"GET", "/v1/templates", "list_templates", 200, "listTemplates",
     "The looks that a page can have"},
    {"GET", "/v1/guide", "guide", 200, "guide",
     "How to work: phases, editing, fields, publishing"},
    {"POST", "/v1/imports/trips", "create_trip", 201, "importTrip",
     "Creates a trip from a document; values that do not fit are kept aside", true, {"on_invalid", "keep"}},
}};
// clang-format on

bool is_parameter(std::string_view segment) {
  return segment.starts_with('{');
}

// Whether the path fits the pattern; its parameters are collected.
bool fits(std::string_view pattern, std::string_view path,
          std::vector<std::pair<std::string_view, std::string>>& parameters) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_parameter(wanted[i])) {
      if (wanted[i] != given[i]) return false;
      continue;
    }
    auto value = http::decode_component(given[i]);
    if (!value || value->empty()) return false;
    parameters.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), std::move(*value));
  }
  return true;
}

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

std::optional<RouteMatch> match_route(std::string_view method, std::string_view path,
                                      std::string& allowed) {
  for (const Route& route : kRoutes) {
    RouteMatch match;
    if (!fits(route.path, path, match.parameters)) continue;
    if (route.method == method) {
      match.route = &route;
      return match;
    }
    allowed.append(allowed.empty() ? "" : ", ").append(route.method);
  }
  return std::nullopt;
}

}  // namespace vg::edge
