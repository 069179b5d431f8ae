// JSON as the old system left it in its columns.
#pragma once

#include "json/value.hpp"
#include "legacy/cell.hpp"

#include <string>
#include <string_view>

namespace vg::legacy {

enum class JsonState : std::uint8_t {
  blank,  // null or an empty text
  good,
  raw,     // only with control characters in its texts, as the exporter leaves them
  twice,   // JSON in a JSON text
  scalar,  // a number that stands in the column itself
  broken
};

struct ReadJson {
  json::Value value;
  JsonState state = JsonState::blank;
};

// The value lives in the arena. Halves of surrogate pairs become the text of their escape,
// `\ud83c`.
ReadJson read_json(json::Arena& arena, const Cell& cell);

// A text that JavaScript spread into an object: its UTF-16 units by number.
struct SpreadText {
  std::string text;       // empty when the object is none
  std::size_t units = 0;  // the members 0 to units - 1 are part of it
};
SpreadText read_spread(json::Value object);

}  // namespace vg::legacy
