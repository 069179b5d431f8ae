// The words by which a trip is found: folded text of a few fields, kept beside the document and
// changed with it.
#pragma once

#include "json/value.hpp"

#include <string_view>

namespace vg::trip {

// A flat object {place: folded text} of a whole document.
json::Value search_index(json::Arena& arena, json::Value stored);

// The merge patch of the index that follows from a merge patch of the document.
json::Value search_patch(json::Arena& arena, json::Value document_patch);

}  // namespace vg::trip
