// Sections without a layout of their own become cards: a title and rows of label and text. So every
// field that is described for clients is printed from the day it is described.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

#include <string_view>

namespace vg::templates {

// `section` is a displayed section (Display) of `field`. -> {id, title, cards: [{title, url, rows:
// [{label, text, url, list}]}]}, or null when there is nothing in it.
json::Value to_cards(json::Arena& arena, json::Value section, const shape::Field& field,
                     std::string_view title);

}  // namespace vg::templates
