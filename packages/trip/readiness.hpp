// Whether a trip can be shown: contradictions, gaps, expiring holds, missing facts, and text that
// looks private.
#pragma once

#include "base/calendar.hpp"
#include "json/value.hpp"

#include <string>
#include <vector>

namespace vg::trip {

enum class Severity {
  blocker,  // the page would say something untrue
  warning,  // a person should look at it
  hint      // could be better
};
std::string_view name_of(Severity severity);

struct Finding {
  Severity severity = Severity::hint;
  std::string_view code;  // `stay_overlap`: stable, for programs
  std::string path;       // `lodging/h-alfama`
  std::string message;    // one sentence that says what to do
};

// Blockers first, then warnings, then hints; within each in the order of the rules. Never names the
// value of a private field.
std::vector<Finding> check_readiness(json::Value stored, Date today);

}  // namespace vg::trip
