// Arguments that several use cases have in common, and how they are read.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace vg::app {

inline constexpr shape::Field kTripIdArgument =
    shape::label("trip_id", shape::advisor, "From create_trip, find_trips or start_session")
        .up_to(40)
        .must()
        .explained_elsewhere();
inline constexpr shape::Field kExpectedVersionArgument =
    shape::integer("expected_version", shape::advisor, "Refuse when the trip has another version")
        .from(1)
        .explained_elsewhere();
inline constexpr shape::Field kKeyArgument =
    shape::label("idempotency_key", shape::advisor,
                 "Same key, same request; new key to repeat on purpose")
        .up_to(100)
        .explained_elsewhere();

inline std::optional<std::int64_t> optional_integer(json::Value arguments, std::string_view name) {
  const json::Value value = arguments.get(name);
  return value.is(json::Kind::integer) ? std::optional(value.integer()) : std::nullopt;
}

}  // namespace vg::app
