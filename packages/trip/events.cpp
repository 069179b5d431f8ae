#include "trip/events.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace vg::trip {
namespace {

struct Row {
  EventKind kind;
  std::string_view name;
};
constexpr std::array<Row, 4> kRows = {{{EventKind::created, "created"},
                                       {EventKind::edited, "edited"},
                                       {EventKind::restored, "restored"},
                                       {EventKind::options_added, "options_added"}}};

}  // namespace

std::string_view name_of(EventKind kind) {
  for (const Row& row : kRows)
    if (row.kind == kind) return row.name;
  std::abort();
}

std::optional<EventKind> event_kind(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return row.kind;
  return std::nullopt;
}

json::Value evolve(json::Arena& arena, json::Value document, EventKind kind, json::Value payload) {
  switch (kind) {
    case EventKind::created: return payload;
    case EventKind::edited: return json::merge_patch(arena, document, payload);
    case EventKind::restored: return payload.get("doc");
    case EventKind::options_added: return document;
  }
  std::abort();
}

std::span<const Upcast> upcasts() {
  return {};
}

std::optional<Event> read_event(json::Arena& arena, StoredEvent stored,
                                std::span<const Upcast> old) {
  // Every row is used once at most: a shape follows on an older one.
  for (std::size_t steps = 0; steps <= old.size(); ++steps) {
    if (const auto kind = event_kind(stored.kind)) return Event{*kind, stored.payload};
    const auto row = std::ranges::find(old, stored.kind, &Upcast::kind);
    if (row == old.end()) return std::nullopt;
    stored = row->to(arena, stored.payload);
  }
  return std::nullopt;
}

}  // namespace vg::trip
