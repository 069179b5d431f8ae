#include "app/fold.hpp"

#include "json/parse.hpp"
#include "trip/events.hpp"

namespace vg::app {

namespace {

constexpr std::string_view kCheckpoint = "checkpoint";

}  // namespace

Result<json::Value> fold_events(json::Arena& arena, const store::ResultSet& events) {
  if (events.empty()) return Error{ErrorCode::not_found, "there is no such version", {}};
  json::Value document;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto payload = json::parse(arena, events.text(i, 4));
    if (payload && events.text(i, 1) == kCheckpoint) {
      document = *payload;
      continue;
    }
    const auto kind = trip::event_kind(events.text(i, 1));
    if (!kind || !payload)
      return Error{ErrorCode::internal, "an event of the trip cannot be read", {}};
    document = trip::evolve(arena, document, *kind, *payload);
  }
  return document;
}

}  // namespace vg::app
