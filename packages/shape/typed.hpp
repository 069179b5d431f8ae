// Texts from places that know only text (a query, a command line) as values of a described type.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

#include <string_view>

namespace vg::shape {

// `true` of a flag, `7` of an integer, `a,b` of labels; what does not read as its field's type
// stays text, and the check of the arguments says what is expected. The text is copied into the
// arena.
json::Value typed(json::Arena& arena, std::string_view text, const Field& field);

}  // namespace vg::shape
