// What happens to a trip, and how its document follows from it.
//
// The log is append-only and its kinds are never renamed. A kind that is replaced keeps its case
// here for ever.
#pragma once

#include "json/value.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace vg::trip {

enum class EventKind {
  created,        // payload: the whole document
  edited,         // payload: a merge patch of the document
  restored,       // payload: {"from": version, "doc": the whole document}
  options_added,  // payload: a merge patch of the option set; the document stays
};

std::string_view name_of(EventKind kind);
std::optional<EventKind> event_kind(std::string_view name);

// An event as it is stored.
struct StoredEvent {
  std::string_view kind;
  json::Value payload;
};

// A shape that is written no more, and what an event of it is in the shape that followed. To change
// the shape of an event: a new kind, and a row here for the old one. Rows are never removed.
struct Upcast {
  std::string_view kind;
  StoredEvent (*to)(json::Arena& arena, json::Value payload);
};
std::span<const Upcast> upcasts();  // no shape was replaced yet

struct Event {
  EventKind kind;
  json::Value payload;
};
// The event in its present shape. Nothing when its kind is unknown.
std::optional<Event> read_event(json::Arena& arena, StoredEvent stored,
                                std::span<const Upcast> old = upcasts());

// Total: every event applies to every document. The same rules as the SQL of the store, byte for
// byte.
json::Value evolve(json::Arena& arena, json::Value document, EventKind kind, json::Value payload);

}  // namespace vg::trip
