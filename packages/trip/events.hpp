// What happens to a trip, and how its document follows from it.
//
// The log is append-only and its kinds are never renamed. A kind that is replaced keeps its case
// here for ever.
#pragma once

#include "json/value.hpp"

#include <optional>
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

// Total: every event applies to every document. The same rules as the SQL of the store, byte for
// byte.
json::Value evolve(json::Arena& arena, json::Value document, EventKind kind, json::Value payload);

}  // namespace vg::trip
