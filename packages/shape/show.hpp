// From the stored form of a document to the form that is shown: collections become lists, and who
// looks decides what is there.
#pragma once

#include "json/value.hpp"
#include "shape/shape.hpp"

namespace vg::shape {

enum class Audience {
  client,   // only described fields with client visibility; no ids, no locators: the allow-list of
            // every page
  advisor,  // everything but secret fields and `_private`
  owner     // everything
};

// Fields in the order of the shape, then unknown ones by name: the same stored document gives the
// same bytes.
json::Value show(json::Arena& arena, json::Value stored, const Shape& shape, Audience audience);

struct Entry {
  std::string_view id;
  json::Value item;
};
// The items of a stored collection in their order: by `seq`, then by id.
std::vector<Entry> in_order(json::Value collection);
std::vector<Entry> in_order(std::vector<Entry> entries);

}  // namespace vg::shape
