#include "mcp-gateway/trip_resources.hpp"

#include "base/text.hpp"
#include "json/parse.hpp"
#include "json/write.hpp"
#include "mcp/content.hpp"

namespace vg::gateway {

using json::Value;

namespace {

constexpr std::string_view kScheme = "trip://";
constexpr std::string_view kPage = "/page";

}  // namespace

std::vector<mcp::ResourceTemplate> trip_templates() {
  return {{.uri_template = "trip://{trip_id}",
           .name = "trip",
           .title = "Trip",
           .description = "The stored document of a trip, without private facts",
           .mime_type = "application/json"},
          {.uri_template = "trip://{trip_id}/page",
           .name = "trip_page",
           .title = "Page of a trip",
           .description = "The page that the client would see",
           .mime_type = "text/html"}};
}

std::optional<TripUri> read_trip_uri(std::string_view uri) {
  if (!uri.starts_with(kScheme)) return std::nullopt;
  uri.remove_prefix(kScheme.size());
  const bool page = uri.ends_with(kPage);
  if (page) uri.remove_suffix(kPage.size());
  if (!is_trip_id(uri)) return std::nullopt;
  return TripUri{std::string(uri), page};
}

std::string trips_topic(std::string_view tenant) {
  return "trips/" + std::string(tenant);
}

std::string trip_topic(std::string_view tenant, std::string_view trip_id) {
  return trips_topic(tenant) + "/" + std::string(trip_id);
}

std::vector<http::News> change_news(std::string_view tenant, std::string_view tool,
                                    const std::string& answer) {
  json::Arena arena(8 * 1024);
  const auto data = json::parse(arena, answer);
  const std::string trip_id(data ? data->get_text("trip_id") : std::string_view());
  if (trip_id.empty() || data->get_text("status") == "duplicate") return {};
  std::vector<http::News> out = {{trip_topic(tenant, trip_id), std::string(kScheme) + trip_id}};
  if (tool == "create_trip") out.push_back({trips_topic(tenant), {}});
  return out;
}

std::string trip_contents(std::string_view uri, const TripUri& trip, const app::Reply& reply) {
  return "\"contents\":[" +
         (trip.page ? mcp::text_contents(uri, "text/html", reply.html)
                    : mcp::text_contents(uri, "application/json", reply.data)) +
         "]";
}

std::string listed_trips(Value found) {
  json::Arena arena;
  json::ArrayBuilder out(arena);
  for (const Value& trip : found.get("trips").items()) {
    const std::string_view id = trip.get_text("trip_id");
    const std::string_view title = trip.get_text("title");
    json::ObjectBuilder one(arena);
    one.add_copy("uri", std::string(kScheme) + std::string(id))
        .add("name", Value(id))
        .add("title", Value(title.empty() ? id : title))
        .add("mimeType", Value("application/json"));
    out.add(one.finish());
  }
  std::string members = "\"resources\":" + json::write(out.finish());
  if (const std::string_view next = found.get_text("next_cursor"); !next.empty())
    members += ",\"nextCursor\":" + json::write(Value(next));
  return members;
}

std::string completed_ids(Value found) {
  json::Arena arena;
  json::ArrayBuilder out(arena);
  for (const Value& trip : found.get("trips").items()) out.add(trip.get("trip_id"));
  const bool more = !found.get_text("next_cursor").empty();
  return "\"completion\":{\"values\":" + json::write(out.finish()) +
         ",\"hasMore\":" + (more ? "true" : "false") + "}";
}

}  // namespace vg::gateway
