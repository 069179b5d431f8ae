// What a page does not show, in words and as data.
#pragma once

#include "json/value.hpp"
#include "templates/theme.hpp"

#include <string>

namespace vg::app {

// Nothing when everything is shown and nothing was held back; else lines, the first few values by
// name.
std::string not_shown_words(const templates::Rendering& page, std::size_t max_values);
json::Value not_shown_data(json::Arena& arena, const templates::Rendering& page);

}  // namespace vg::app
