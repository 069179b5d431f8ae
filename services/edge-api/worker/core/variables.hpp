// The text variables of a worker's environment, read and refused in one way.
#pragma once

#include "base/error.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "json/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace vg::worker {

// `the variable X of the worker has to be <expected>`
inline Error wrong_variable(std::string_view name, std::string_view expected) {
  return {ErrorCode::invalid,
          "the variable " + std::string(name) + " of the worker has to be " + std::string(expected),
          {}};
}

struct Bounds {
  std::int64_t least, most;
};

// Errors: `invalid` for what is no whole number within the bounds.
inline Result<std::int64_t> number_of(json::Value variables, std::string_view name,
                                      std::int64_t fallback, Bounds bounds) {
  const std::string_view text = variables.get_text(name);
  if (text.empty()) return fallback;
  const auto number = parse_integer(text);
  if (!number || *number < bounds.least || *number > bounds.most)
    return wrong_variable(name, "a whole number from " + std::to_string(bounds.least) + " to " +
                                    std::to_string(bounds.most));
  return *number;
}

}  // namespace vg::worker
