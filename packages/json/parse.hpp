// Reads JSON by RFC 8259, strictly: UTF-8 only, no duplicate keys, no comments, no trailing commas,
// bounded depth and size.
#pragma once

#include "base/result.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <string_view>

namespace vg::json {

struct ParseLimits {
  std::uint32_t depth = 64;        // of arrays and objects within each other
  std::uint32_t values = 500'000;  // of every kind
};

// Texts without escapes are views into `text`, which must live as long as the arena. A byte-order
// mark at the start is skipped. Errors: `invalid` with line, column and what is wrong there;
// `too_large` when a limit is passed.
Result<Value> parse(Arena& arena, std::string_view text, ParseLimits limits = {});

}  // namespace vg::json
