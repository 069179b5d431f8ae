// Whether two documents say the same, however they are written.
#pragma once

#include "json/value.hpp"

#include <string_view>

namespace vg::legacy_import {

// The id of the client is put into a trip by the database, and says nothing about the source.
json::Value without_client(json::Arena& arena, json::Value document);

// Of two texts; one that is no JSON says something else.
bool same_document(std::string_view a, std::string_view b);

}  // namespace vg::legacy_import
