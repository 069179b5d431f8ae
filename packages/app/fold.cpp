#include "app/fold.hpp"

#include "json/parse.hpp"
#include "trip/events.hpp"

namespace vg::app {
namespace {

constexpr std::string_view kCheckpoint = "checkpoint";

Error unreadable() {
  return {ErrorCode::internal, "an event of the trip cannot be read", {}};
}

}  // namespace

Status Folder::start(std::string_view document) {
  const auto parsed = json::parse(arena_, document);
  if (!parsed) return unreadable();
  document_ = *parsed;
  return Done();
}

Status Folder::apply(std::string_view kind, std::string_view payload) {
  const auto parsed = json::parse(arena_, payload);
  if (!parsed) return unreadable();
  const auto event = trip::read_event(arena_, {kind, *parsed});
  if (!event) return unreadable();
  document_ = trip::evolve(arena_, document_, event->kind, event->payload);
  return Done();
}

Result<json::Value> fold_events(json::Arena& arena, const store::ResultSet& events) {
  if (events.empty()) return Error{ErrorCode::not_found, "there is no such version", {}};
  Folder folder(arena);
  for (std::size_t i = 0; i < events.size(); ++i)
    VG_CHECK(events.text(i, 1) == kCheckpoint ? folder.start(events.text(i, 4))
                                              : folder.apply(events.text(i, 1), events.text(i, 4)));
  return folder.document();
}

}  // namespace vg::app
