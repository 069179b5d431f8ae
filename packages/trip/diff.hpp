// What differs between two versions of a trip, at the places that edit operations name.
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vg::trip {

enum class ChangeKind : std::uint8_t {
  set,      // a field has another value
  added,    // a field or an item stands there now
  removed,  // a field or an item stood there before
  moved     // a collection has another order, or an activity belongs to another day
};
std::string_view name_of(ChangeKind kind);

// One place that differs. A private one, which only the private view of a trip shows, is named and
// nothing else is told of it.
struct Change {
  std::string path;  // `itinerary/d-1/activities/a-2/time`; of a new order that of the collection
  ChangeKind kind = ChangeKind::set;
  json::Value from = {};       // of a field: the values; of a new order: the ids; of an activity
  json::Value to = {};         // that moved: its paths. Null where there is none
  std::string_view name = {};  // of an item that was added, removed or moved, when it has one
  bool is_private = false;
};

// `before` and `after` are stored documents; the changes are those that a reader of the shown ones
// would find, from top to bottom, what is gone after what is there. An item that is new or gone is
// one change, without its fields.
// The values live in the documents and the arena.
std::vector<Change> changes_between(json::Arena& arena, json::Value before, json::Value after);

// One line, in which long values are cut around where they differ:
//   meta/title: “A” → “B”
//   added lodging/h-1 “Inn”
//   removed itinerary/d-3 “Sintra”
//   reordered lodging: h-2, h-1
//   moved itinerary/d-1/activities/a-2 “Tea” to itinerary/d-2/activities
//   lodging/h-1/_private/netRate: changed (private)
std::string words_of(const Change& change);

}  // namespace vg::trip
