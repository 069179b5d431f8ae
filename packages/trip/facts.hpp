// What a trip is about in a few facts and lines: for answers that stand alone.
#pragma once

#include "base/calendar.hpp"
#include "json/value.hpp"
#include "trip/budget.hpp"
#include "trip/document.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vg::trip {

struct Facts {
  std::string_view title, client, destination, phase;  // empty when not set
  std::optional<Date> start, end;                      // stated, else of the first and last day
  std::int64_t days = 0, activities = 0, unscheduled = 0, stays = 0, legs = 0, open_decisions = 0,
               travelers = 0;
  ActivityCounts by_day;  // the activities
  Totals totals;
};

// The texts are views into the document.
Facts facts_of(json::Value stored);

// `“Three bright nights in Lisbon”, Lisbon, 11–14 Mar 2027, 4 days`
std::string headline(const Facts& facts);

// Days, stays, flights, money and decisions line by line, at most `max` characters; says what was
// left out.
std::string outline(json::Value stored, const Facts& facts, std::size_t max);

// What to do next with the trip: one tool and the reason.
struct NextStep {
  std::string_view tool;
  std::string why;
};
NextStep next_step(json::Value stored, const Facts& facts);

// `€1,484`, `€12,670–€15,830`, `CHF 290 + €570`; empty when there are no lines.
std::string words_of(const Totals& totals);

}  // namespace vg::trip
