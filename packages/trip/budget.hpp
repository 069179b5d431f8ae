// Sums. They are always computed; what a document states is only compared with them.
#pragma once

#include "base/money.hpp"
#include "json/value.hpp"

#include <optional>
#include <vector>

namespace vg::trip {

struct Totals {
  std::vector<Money>
      by_currency;  // of the line items, in the order in which the currencies first stand there
  std::optional<Money>
      total;  // in the currency of the budget, when every line is in it or has a rate
  std::optional<Money> per_person;  // total over the number of travellers, rounded half up
  bool converted = false;           // a rate of budget.fx was used
  std::optional<Money> stated;      // budget.total
  std::optional<Money> paid;        // payments that are paid, and the deposit when no payment is
  bool ranged = false;              // a line has a low and a high amount that differ
  std::optional<Money> low, high;   // when ranged: the sum of the low and of the high amounts
};

// A line counts `qty` times, and once per traveller when it says so.
Totals totals_of(json::Value stored);

// Travellers as counted, else as listed; 0 when unknown.
std::int64_t travelers_of(json::Value stored);

}  // namespace vg::trip
