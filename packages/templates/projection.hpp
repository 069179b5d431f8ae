// What is in a page: the only way from a trip to a template. How it looks is the theme's matter.
//
// Built from the allow-list of described client-visible fields. What a page says beyond them is
// computed here from the same fields: who travels (first name and initial), nights, sums, links to
// a map.
#pragma once

#include "json/value.hpp"
#include "templates/display.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace vg::templates {

struct Page {
  json::Value model;
  Provenance provenance;            // of every client-visible value of the document
  std::int64_t hidden_amounts = 0;  // left out because the trip hides its prices
  std::int64_t locators = 0;  // confirmation and cabin numbers: never on a page without a passcode
};

// `stored` must live as long as the arena. Without a report neither provenance nor locators are
// kept.
Page project(json::Arena& arena, json::Value stored, Report report = Report::full);

// Whether the page sells (proposal) or serves (confirmed and later).
bool is_selling(json::Value stored);

}  // namespace vg::templates
