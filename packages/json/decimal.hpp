// Canonical text of numbers: one spelling for one number, without floating point.
//
// A decimal is digits and a power of ten. It is written plainly when its point lies within or near
// the digits
// (`0.00001` to 21 digits), else as `d.ddde±n`. Trailing zeros, `+`, leading zeros and a negative
// zero vanish.
#pragma once

#include "json/value.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::json {

inline constexpr std::size_t kMaxNumberLength = 40;

// `lexeme` is a number by the JSON grammar, at most kMaxNumberLength characters. Nothing when its
// exponent is beyond ±308, or when its canonical text has more than kMaxNumberLength characters.
std::optional<Value> make_number(Arena& arena, std::string_view lexeme);

// The nearest double, for comparing and ranking only; never written back.
double to_double(Value number);

}  // namespace vg::json
